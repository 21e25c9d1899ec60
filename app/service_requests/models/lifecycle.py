"""The life of a report: its verbs, what others go by, and the row that each step leaves."""

from typing import Any

from flask_babel import lazy_gettext as _l

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

_ANSWERABLE = frozenset({ACCEPTED, IN_PROGRESS})
_UNANSWERED = frozenset({RECEIVED, ACCEPTED, IN_PROGRESS})
_WAITING = frozenset({AWAITING_CITIZEN})

_ACCEPTED = (ACCEPTED, IN_PROGRESS, AWAITING_CITIZEN, CLOSED)

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
LEAVES_MAIN = "leaves_main"
"""Of a joined report: it stands alone again."""


def _also(report: Any, verb: Verb) -> bool:
    return not report.is_joined or WHILE_JOINED in verb.facts


REPORT: Life[Any] = Life("service_request", also=_also)
REPORT.verb("accept", {RECEIVED}, ACCEPTED, label=_l("Accepted"), facts={NEW_PUBLIC_WORDS})
REPORT.verb("start", {ACCEPTED}, IN_PROGRESS, label=_l("In progress"))
REPORT.verb("close", _ANSWERABLE, CLOSED, facts={OVERTAKES, ENDS_JOINED, BY_AGENCY})
REPORT.verb(
    "refuse", _UNANSWERED, CLOSED, label=_l("Not accepted"),
    facts={OVERTAKES, ENDS_JOINED, BY_AGENCY},
)  # fmt: skip
REPORT.verb(
    "withdraw", OPEN, CLOSED, label=_l("Withdrawn"),
    facts={WHILE_JOINED, SPOKEN, OVERTAKES, FREES_JOINED, LEAVES_MAIN},
)  # fmt: skip
REPORT.verb(
    "reopen", {CLOSED}, IN_PROGRESS, label=_l("Reopened"),
    facts={WHILE_JOINED, SPOKEN, LEAVES_MAIN, NEW_WORDS},
)  # fmt: skip
REPORT.verb(
    "ask", _ANSWERABLE, AWAITING_CITIZEN, label=_l("The agency asked"), visibility=CITIZEN_STEP,
)  # fmt: skip
REPORT.verb(
    "respond", _WAITING, IN_PROGRESS, label=_l("Answered by the sender"), visibility=CITIZEN_STEP,
    facts={SPOKEN, NEW_WORDS},
)  # fmt: skip
REPORT.verb("resume", _WAITING, IN_PROGRESS, label=_l("The work goes on"), visibility=CITIZEN_STEP)
REPORT.verb(
    "lapse", _WAITING, CLOSED, label=_l("Closed: no answer came"), facts={OVERTAKES, FREES_JOINED},
)  # fmt: skip
REPORT.verb(
    "fall_due", {CLOSED}, IN_PROGRESS, label=_l("The promised day has come"), facts={OF_THE_OFFICE}
)
REPORT.verb(
    "confirm", {IN_PROGRESS}, CLOSED, label=_l("The sender says: it is done"),
    facts={SPOKEN, OVERTAKES, ENDS_JOINED},
)  # fmt: skip
REPORT.verb(
    "deny", {IN_PROGRESS}, label=_l("The sender says: not yet"), visibility=CITIZEN_STEP,
    facts={SPOKEN},
)  # fmt: skip
REPORT.verb("extend", _UNANSWERED, label=_l("Deadline extended"), facts={OF_THE_OFFICE})
REPORT.verb(
    "move_deadline",
    OPEN,
    label=_l("Deadline moved"),
    visibility=CITIZEN_STEP,
    facts={OF_THE_OFFICE},
)
REPORT.verb(
    "give_back", {RECEIVED, ACCEPTED}, label=_l("Given back to the operator"),
    facts={OF_THE_OFFICE, OVERTAKES, MOVES},
)  # fmt: skip
REPORT.verb(
    "correct", OPEN, label=_l("Details corrected"), visibility=CITIZEN_STEP, facts={NEW_WORDS},
)  # fmt: skip
REPORT.verb("ask_support", OPEN, label=_l("Another agency was asked"), visibility=INTERNAL_STEP)
REPORT.verb(
    "answer_support", OPEN, label=_l("A supporting agency answered"), visibility=INTERNAL_STEP,
)  # fmt: skip
REPORT.verb("route", OPEN, label=_l("Handed on"), facts={OF_THE_OFFICE, OVERTAKES, MOVES})
REPORT.verb("assign", OPEN, label=_l("Assigned"), visibility=INTERNAL_STEP, facts={SAYS_NOTHING})
REPORT.verb("reply", _ACCEPTED, label=_l("Replied"), facts={BY_AGENCY})
REPORT.verb(
    "note", STATUSES, label=_l("Internal note"), visibility=INTERNAL_STEP,
    facts={WHILE_JOINED, SAYS_NOTHING},
)  # fmt: skip
REPORT.verb(
    "add", STATUSES, label=_l("Added by the sender"), visibility=CITIZEN_STEP,
    facts={WHILE_JOINED, SPOKEN, NEW_WORDS},
)  # fmt: skip
REPORT.verb("publish", _ACCEPTED, label=_l("Publicity changed"), facts={NEW_PUBLIC_WORDS})
REPORT.verb(
    "seal", STATUSES, label=_l("Passed to the citizens' reception office"), visibility=CITIZEN_STEP,
    facts={WHILE_JOINED, OVERTAKES, FREES_JOINED, LEAVES_MAIN, NEW_WORDS, NEW_PUBLIC_WORDS},
)  # fmt: skip
REPORT.verb(
    "disclose_phone", STATUSES, label=_l("An official looked at the phone number"),
    visibility=CITIZEN_STEP, facts={WHILE_JOINED, SAYS_NOTHING},
)  # fmt: skip
REPORT.verb(
    "acknowledge", STATUSES, label=_l("Read by the agency"), visibility=INTERNAL_STEP,
    facts={WHILE_JOINED, SAYS_NOTHING},
)  # fmt: skip
REPORT.verb(
    "mark_read", {CLOSED}, label=_l("The sender read the answer"), visibility=INTERNAL_STEP,
    facts={WHILE_JOINED, SAYS_NOTHING},
)  # fmt: skip
REPORT.verb(
    "rate", {CLOSED}, label=_l("Rated by the sender"), visibility=INTERNAL_STEP,
    facts={WHILE_JOINED, SPOKEN},
)  # fmt: skip
REPORT.verb(
    "thank", {CLOSED}, label=_l("The sender says thanks"), visibility=INTERNAL_STEP,
    facts={WHILE_JOINED, SPOKEN},
)  # fmt: skip
REPORT.verb(
    "join", _UNANSWERED, label=_l("Joined with a report of the same matter"),
    visibility=CITIZEN_STEP, facts={OVERTAKES},
)  # fmt: skip
REPORT.verb(
    "split", STATUSES, label=_l("Handled on its own again"), visibility=CITIZEN_STEP,
    facts={WHILE_JOINED},
)  # fmt: skip
REPORT.verb(
    "gather", OPEN, label=_l("Another report was joined under it"), visibility=INTERNAL_STEP,
)  # fmt: skip
REPORT.verb(
    "release", STATUSES, label=_l("A joined report was split off"), visibility=INTERNAL_STEP,
)  # fmt: skip
REPORT.verb("follow_main", OPEN, CLOSED, visibility=CITIZEN_STEP, facts={WHILE_JOINED, BY_AGENCY})
REPORT.verb(
    "hear_main", STATUSES, label=_l("Replied"),
    label_inside=_l("Reply to the main report, passed on"), visibility=CITIZEN_STEP,
    facts={WHILE_JOINED, BY_AGENCY},
)  # fmt: skip
SUBMIT = "submit_draft"
REPORT.verb(
    SUBMIT, STATUSES, label=_l("Submitted for approval"), visibility=INTERNAL_STEP,
    facts={SAYS_NOTHING},
)  # fmt: skip
REPORT.verb(
    "return_draft", STATUSES, label=_l("Draft sent back"), visibility=INTERNAL_STEP,
    facts={SAYS_NOTHING},
)  # fmt: skip
REPORT.verb(
    "take_back_draft", STATUSES, label=_l("Draft taken back"), visibility=INTERNAL_STEP,
    facts={SAYS_NOTHING},
)  # fmt: skip
REPORT.verb(
    "discard_draft", STATUSES, label=_l("Draft given up"), visibility=INTERNAL_STEP,
    facts={SAYS_NOTHING},
)  # fmt: skip
