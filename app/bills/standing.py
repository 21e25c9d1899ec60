"""How a bill stands, as every page says it."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from flask_babel import gettext as _

from app.bills.models import Bill
from app.core.formats import day

SOON = timedelta(days=7)


class Standing(NamedTuple):
    """The words, how pressing it is ("ok", "info", "soon", "late"), and an icon of its own."""

    words: Any
    tone: str
    icon: str | None = None


def standing_of(bill: Bill, today: date) -> Standing:
    """Give whether it is paid, said to be, due or overdue; ``today`` is Viet Nam's."""
    if bill.missing == 0:
        return Standing(_("Paid"), "ok")
    if bill.is_said:
        return _said(bill)
    if bill.due_on < today:
        return Standing(_("Overdue since %(day)s", day=day(bill.due_on)), "late")
    if bill.due_on == today:
        return Standing(_("Due today"), "soon")
    words = _("Due %(day)s", day=day(bill.due_on))
    is_soon = bill.due_on <= today + SOON
    return Standing(words, "soon") if is_soon else Standing(words, "info", "calendar")


def _said(bill: Bill) -> Standing:
    if bill.is_said_long:
        words = _("Said to be transferred, not seen yet: what to do")
        return Standing(words, "late", "question")
    return Standing(_("Said to be transferred, waiting to be confirmed"), "soon", "clock")
