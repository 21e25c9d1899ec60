"""The life of a notice: sent, over, taken back; of a meeting the minutes besides."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.core.lifecycle import Life

SENT, OVER, CANCELLED = "sent", "over", "cancelled"
LABELS = {
    SENT: lazy_pgettext("village notice", "Sent"),
    OVER: lazy_pgettext("village notice", "Over"),
    CANCELLED: lazy_pgettext("village notice", "Called off"),
}
NOTICE: Life[Any] = Life("village_notice")
NOTICE.verb("end", {SENT}, OVER, label=LABELS[OVER])
NOTICE.verb("call_off", {SENT}, CANCELLED, label=LABELS[CANCELLED])
NOTICE.verb("write_minutes", {SENT, OVER}, OVER, label=_l("The minutes were written"))
NOTICE.verb("approve_minutes", {OVER}, label=_l("The minutes were approved"))
