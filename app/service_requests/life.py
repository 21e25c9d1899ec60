"""The life of a report: its statuses, its results, and what others go by.

The verbs stand in the features' files, each beside what it does; `verbs.py` has them all.
"""

from typing import Any

from app.core.lifecycle import Life, Verb

RECEIVED = "received"
ACCEPTED = "accepted"
IN_PROGRESS = "in_progress"
AWAITING_CITIZEN = "awaiting_citizen"
CLOSED = "closed"
STATUSES = (RECEIVED, ACCEPTED, IN_PROGRESS, AWAITING_CITIZEN, CLOSED)
OPEN = (RECEIVED, ACCEPTED, IN_PROGRESS, AWAITING_CITIZEN)
FIXED = "fixed"
EXPLAINED = "explained"
SCHEDULED = "scheduled"
NOT_ACCEPTED = "not_accepted"
DUPLICATE = "duplicate"
WITHDRAWN = "withdrawn"
ANSWERS = (FIXED, EXPLAINED, SCHEDULED)
ANSWERABLE = frozenset({ACCEPTED, IN_PROGRESS})
UNANSWERED = frozenset({RECEIVED, ACCEPTED, IN_PROGRESS})
WAITING = frozenset({AWAITING_CITIZEN})
ONCE_ACCEPTED = (ACCEPTED, IN_PROGRESS, AWAITING_CITIZEN, CLOSED)
PUBLIC_STEP, CITIZEN_STEP, INTERNAL_STEP = "public", "citizen", "internal"
"""Who sees a step: everybody who may see the report, its sender and its agency, its agency."""
WHILE_JOINED = "while_joined"
"""May be done with a report that another one leads."""
SPOKEN = "spoken"
"""The citizen says something: it comes back to the officials' inbox."""
OVERTAKES = "overtakes"
"""A submitted answer no longer fits: it becomes a draft again."""
SAYS_NOTHING = "says_nothing"
"""After it a draft says no less than before."""
MOVES = "moves"
"""The report is another agency's afterwards."""
NEW_WORDS = "new_words"
"""Officials find the report by other words."""
NEW_PUBLIC_WORDS = "new_public_words"
"""Everybody finds it by other words."""
BY_AGENCY = "by_agency"
"""Its words are the agency's, and public where the report's are."""
ENDS_JOINED = "ends_joined"
"""Of a main report: it ends those under it too."""
FREES_JOINED = "frees_joined"
"""Of a main report, for a reason of its own sender: those under it stand alone again."""
OF_THE_OFFICE = "of_the_office"
"""Says nothing but where a report lay and until when: not shown of a sealed one."""
DRAFTED = "drafted"
"""An answer is laid before a lead: what came along is its agency's alone."""
LEAVES_MAIN = "leaves_main"
"""Of a joined report: it stands alone again."""


def _also(report: Any, verb: Verb) -> bool:
    return not report.is_joined or WHILE_JOINED in verb.facts


REPORT: Life[Any] = Life("service_request", also=_also)
