"""What the room shows on the front page and on the desk."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.bills import queries
from app.bills.models import Bill
from app.bills.policies import is_clerk, sees_tariffs
from app.core import clock
from app.core.navigation import Card, Link, Waiting
from app.payments import queries as payments
from app.payments.owners import AGENCY

TILE = Link("bills.index", _l("Bills"), "card", tone="gold", order=20)
TAB = Link("bills.index", _l("Bills"), "card", order=20)
DESK_TAB = Link("bills.desk_index", _l("Bills"), "card", order=30, shown_to=sees_tariffs)
SOON = timedelta(days=7)
MOST = 2


def _unmatched(viewer: Viewer, _now: datetime) -> Any:
    """Count the transfers to the viewer's billers that match no bill."""
    if not is_clerk(viewer):
        return None
    return payments.waiting_count(AGENCY, viewer.agencies_below(permissions.CLERK))


UNMATCHED = Waiting(
    "bills.desk_index",
    lambda number, count: ngettext(
        "%(count)s transfer to match", "%(count)s transfers to match", number, count=count
    ),
    _unmatched, order=30,
)  # fmt: skip


@dataclass(frozen=True)
class Due:
    """A bill that is overdue or due within a week, what its code is called, and today."""

    bill: Bill
    title: str
    today: date


def my_cards(viewer: Viewer, now: datetime) -> list[Card]:
    """Give the cards of what is overdue or due within a week, the first due at the top."""
    proved = [each for each in queries.subscriptions(viewer) if each.is_proved]
    names = {each.account_id: each.title for each in proved}
    today = clock.local(now).date()
    found = queries.newest_bills(each.account for each in proved)
    due = [b for rows in found.values() for b in rows if b.missing > 0 and b.due_on <= today + SOON]
    due.sort(key=lambda bill: bill.due_on)
    shown = [Due(bill, names[bill.account_id], today) for bill in due[:MOST]]
    return [Card("bills/_due.html", each) for each in shown]
