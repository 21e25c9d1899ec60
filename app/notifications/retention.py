"""How long messages stay in the inbox, and a guest's number that was never needed."""

from flask_babel import lazy_gettext as _l

from app.core.retention import Kind, deletes, register
from app.notifications import wishes
from app.notifications.models import Notification
from app.notifications.wishes import TextWish

register(
    Kind(
        "notices", _l("Notifications"), _l("What you were told is deleted from the inbox."), 365,
        Notification.id, lambda moment: Notification.created_at < moment,
        deletes(Notification), order=50,
    )
)  # fmt: skip
register(
    Kind(
        "text-wishes", _l("Numbers left for one text message"),
        _l("A number to which nothing had to be sent is forgotten."), 180, TextWish.id,
        lambda moment: TextWish.created_at < moment, wishes.forget, order=51,
    )
)  # fmt: skip
