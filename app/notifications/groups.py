"""What kinds of notice are chosen by: a few groups that people understand.

A person says of each group whether their phones ring; the inbox has everything all the same. What
is in ``ALWAYS`` rings in any case: it is about the safety of an account, a life, or a clock that
stands until the person answers.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

ALWAYS = "always"
REPORTS, FOLLOWED, WARNINGS, BILLS, MARKET = "reports", "followed", "warnings", "bills", "market"
VILLAGE, APPOINTMENTS = "village", "appointments"
DESK, DEADLINES = "desk", "deadlines"


@dataclass(frozen=True)
class Group:
    """Kinds that a person turns off and on together. ``name`` is stored: it never changes."""

    name: str
    title: Any
    hint: Any
    of_officials: bool = False


GROUPS = (
    Group(REPORTS, _l("My reports and questions"), _l("Answers, results, a deadline that moved")),
    Group(
        FOLLOWED, _l("What I follow"), _l("Reports, those that concern me too; my commune's week")
    ),
    Group(
        WARNINGS,
        _l("Warnings and notices for where I live"),
        _l("Storm, flood, fire, what to take note of"),
    ),
    Group(VILLAGE, _l("My village"), _l("Notices, meetings, questions")),
    Group(APPOINTMENTS, _l("My appointments"), _l("The day before, and when an office closes")),
    Group(BILLS, _l("Bills and due days"), _l("Planned outages and health insurance cards too")),
    Group(MARKET, _l("Market"), _l("My orders, my shop, fairs I follow")),
    Group(DESK, _l("Work at the desk"), _l("What is given to me, approvals, directions"), True),
    Group(
        DEADLINES,
        _l("Deadlines of the desk"),
        _l("Due soon, overdue, the morning's figures"),
        of_officials=True,
    ),
)
