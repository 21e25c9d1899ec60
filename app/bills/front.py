"""What the room shows on the front page and on the desk."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.bills import queries
from app.bills.models import Bill
from app.bills.policies import sees_tariffs
from app.core import clock
from app.core.navigation import Card, Link

TILE = Link("bills.index", _l("Bills"), "card", tone="gold", order=20)
TAB = Link("bills.index", _l("Bills"), "card", order=20)
DESK_TAB = Link("bills.desk_index", _l("Bills"), "card", order=30, shown_to=sees_tariffs)
SOON = timedelta(days=7)
MOST = 2


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
    found = queries.newest_bills(names.keys())
    due = [b for rows in found.values() for b in rows if b.missing > 0 and b.due_on <= today + SOON]
    due.sort(key=lambda bill: bill.due_on)
    shown = [Due(bill, names[bill.account_id], today) for bill in due[:MOST]]
    return [Card("bills/_due.html", each) for each in shown]
