"""What the room shows on the front page and on the desk."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.bills import queries
from app.bills.models import Bill
from app.bills.policies import is_clerk, sees_tariffs
from app.bills.standing import SOON, standing_of
from app.core import clock
from app.core.formats import money
from app.core.navigation import Card, Found, Goal, Link, Source, Task, Waiting
from app.payments import queries as payments
from app.payments.owners import AGENCY

TILE = Link("bills.index", _l("Bills"), "card", tone="gold", order=20)
TAB = Link("bills.index", _l("Bills"), "card", order=20)
DESK_TAB = Link("bills.desk_index", _l("Bills"), "card", order=30, shown_to=sees_tariffs)
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


def mine(viewer: Viewer, now: datetime) -> list[Task | Card]:
    """Give what is overdue or due within a week, the first due at the top.

    What its payer said was transferred is no more to be done, but where the money stays away.
    """
    proved = [each for each in queries.subscriptions(viewer) if each.is_proved]
    names = {each.account_id: each.title for each in proved}
    today = clock.local(now).date()
    found = queries.newest_bills(each.account for each in proved)
    due = [b for rows in found.values() for b in rows if b.missing > 0 and b.due_on <= today + SOON]
    due.sort(key=lambda bill: bill.due_on)
    return [_shown(bill, names[bill.account_id], today) for bill in due[:MOST]]


def _shown(bill: Bill, title: str, today: date) -> Task | Card:
    if bill.is_said and not bill.is_said_long:
        return Card("bills/_due.html", Due(bill, title, today))
    return _line(bill, title, today)


def _line(bill: Bill, title: str, today: date) -> Task:
    standing = standing_of(bill, today)
    about, url = f"{money(bill.missing)} · {standing.words}", url_for("bills.bill", code=bill.code)
    return Task(title, about, url, bill.biller.icon, standing.tone)


GOALS = (
    Goal(
        "bills.index", _l("My bills"), "card",
        lazy_pgettext(
            "typed",
            "pay a bill, electricity bill, water bill, "
            "what do I owe, money to pay, pay by QR",
        ),
    ),
    Goal(
        "bills.lookup", _l("Look up by customer code"), "search",
        lazy_pgettext("typed", "customer code, look a bill up, check a bill, somebody else's bill"),
    ),
    Goal(
        "bills.paper", _l("A bill on paper"), "note",
        lazy_pgettext("typed", "hospital fee, school fee, paper bill, receipt number"),
    ),
    Goal(
        "bills.add", _l("Follow a bill"), "plus",
        lazy_pgettext("typed", "add a customer code, be reminded to pay, follow a bill"),
    ),
    Goal(
        "bills.estimate", _l("Work a bill out"), "bolt",
        lazy_pgettext(
            "typed",
            "price of electricity, how much is a kilowatt hour, "
            "steps of the price, bill too high",
        ),
    ),
    Goal(
        "bills.insurance", _l("Health insurance card"), "health",
        lazy_pgettext("typed", "health insurance ends, insurance card, renew the insurance"),
    ),
)  # fmt: skip
"""What the front page's search finds of this room: pages by what one wants there."""
CODE = re.compile(r"(?=.{6,15}$)[A-Z]{0,4}[0-9]{5,13}")
OF_A_PERSON = re.compile(r"0[35789][0-9]{8}|0[0-9]{11}")
"""A mobile number, or the number of an identity card: neither goes further than the search."""


def find_code(_viewer: Viewer, typed: str, _limit: int) -> list[Found]:
    """Find the way to look a customer code up; not for a phone's or a card's number."""
    code = re.sub(r"[\s.-]", "", typed).upper()
    if not CODE.fullmatch(code) or OF_A_PERSON.fullmatch(code):
        return []
    title = _("Is the code %(code)s paid?", code=code)
    return [Found(title, "", url_for("bills.lookup", ma=code), "card")]


SEARCH = Source("codes", _l("Bills"), find_code, order=5)
