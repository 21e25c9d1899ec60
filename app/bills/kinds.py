"""What this room tells people. Lock screens show it: no amounts, no names."""

from flask_babel import lazy_gettext as _l

from app.notifications.groups import ALWAYS, BILLS
from app.notifications.kinds import Kind, register

_WHAT = _l("%(what)s · %(title)s")

NEW = register(Kind("bill-new", _l("There is a new bill"), _WHAT, "card", group=BILLS))
DUE = register(
    Kind(
        "bill-due",
        _l("A bill is due soon"),
        _l("%(what)s · %(title)s · by %(day)s"),
        "calendar",
        group=BILLS,
    )
)
DUE_TODAY = register(
    Kind("bill-due-today", _l("A bill is due today"), _WHAT, "calendar", group=BILLS)
)
OVERDUE = register(Kind("bill-overdue", _l("A bill is overdue"), _WHAT, "warning", group=BILLS))
PAID = register(Kind("bill-paid", _l("Your payment arrived"), _WHAT, "check", group=BILLS))
OPEN_AGAIN = register(
    Kind(
        "bill-open-again",
        _l("A payment was taken back: the bill is open again"),
        _WHAT,
        "warning",
        group=BILLS,
    )
)
SAID_LONG = register(
    Kind(
        "bill-said-long", _l("The bank has not shown your transfer"), _WHAT, "question", group=BILLS
    )
)
CORRECTED = register(Kind("bill-corrected", _l("A bill was corrected"), _WHAT, "edit", group=BILLS))
PROGRAM = register(
    Kind(
        "biller-program-changed",
        _l("A biller's program was changed"),
        _l("%(owner)s. If nobody of you did this, call the operator at once."),
        "warning",
        pierces_quiet=True,
        urgency="high",
        group=ALWAYS,
    )
)
CUT = register(
    Kind(
        "planned-cut",
        _l("A planned cut for your code"),
        _l("%(what)s · %(title)s · %(when)s"),
        "clock",
        group=BILLS,
    )
)
INSURANCE = register(Kind("insurance-expiring", _l("A health insurance card ends soon"),
                          _l("%(title)s · until %(day)s"), "health", group=BILLS))  # fmt: skip
