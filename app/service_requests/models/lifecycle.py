"""The life of a report as a table, and the one door every verb goes through."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db

if TYPE_CHECKING:
    from app.service_requests.models.parts import RequestPaper, RequestRecording
    from app.service_requests.models.requests import ServiceRequest

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
RESOLUTIONS = (*ANSWERS, NOT_ACCEPTED, DUPLICATE, WITHDRAWN)

_ANSWERABLE = frozenset({ACCEPTED, IN_PROGRESS})
_UNANSWERED = frozenset({RECEIVED, ACCEPTED, IN_PROGRESS})
_WAITING = frozenset({AWAITING_CITIZEN})
_OPEN = frozenset(OPEN)
_ALWAYS = frozenset(STATUSES)

TRANSITIONS: dict[str, tuple[frozenset[str], str | None]] = {
    # verb: (from, to); None leaves the status as it is
    "accept": (frozenset({RECEIVED}), ACCEPTED),
    "start": (frozenset({ACCEPTED}), IN_PROGRESS),
    "close": (_ANSWERABLE, CLOSED),
    "refuse": (_UNANSWERED, CLOSED),
    "withdraw": (_OPEN, CLOSED),
    "reopen": (frozenset({CLOSED}), IN_PROGRESS),
    "ask": (_ANSWERABLE, AWAITING_CITIZEN),
    "respond": (_WAITING, IN_PROGRESS),
    "resume": (_WAITING, IN_PROGRESS),
    "lapse": (_WAITING, CLOSED),
    "fall_due": (frozenset({CLOSED}), IN_PROGRESS),
    "confirm": (frozenset({IN_PROGRESS}), CLOSED),
    "deny": (frozenset({IN_PROGRESS}), None),
    "extend": (_UNANSWERED, None),
    "move_deadline": (_OPEN, None),
    "give_back": (frozenset({RECEIVED, ACCEPTED}), None),
    "correct": (_OPEN, None),
    "ask_support": (_OPEN, None),
    "answer_support": (_OPEN, None),
    "route": (_OPEN, None),
    "assign": (_OPEN, None),
    "reply": (frozenset({ACCEPTED, IN_PROGRESS, AWAITING_CITIZEN, CLOSED}), None),
    "note": (_ALWAYS, None),
    "add": (_ALWAYS, None),
    "publish": (frozenset({ACCEPTED, IN_PROGRESS, AWAITING_CITIZEN, CLOSED}), None),
    "seal": (_ALWAYS, None),
    "disclose_phone": (_ALWAYS, None),
    "acknowledge": (_ALWAYS, None),
    "mark_read": (frozenset({CLOSED}), None),
    "rate": (frozenset({CLOSED}), None),
    "thank": (frozenset({CLOSED}), None),
    "join": (_UNANSWERED, None),
    "split": (_ALWAYS, None),
    "gather": (_OPEN, None),
    "release": (_ALWAYS, None),
    "follow_main": (_OPEN, CLOSED),
    "hear_main": (_ALWAYS, None),
}
WHILE_JOINED = frozenset(
    {
        "split",
        "follow_main",
        "hear_main",
        "note",
        "add",
        "withdraw",
        "reopen",
        "seal",
        "disclose_phone",
        "acknowledge",
        "mark_read",
        "rate",
        "thank",
    }
)
"""What may be done with a report that another one leads."""

SUBMIT = "submit_draft"
DRAFTING = (SUBMIT, "return_draft", "take_back_draft", "discard_draft")
TRANSITIONS |= dict.fromkeys(DRAFTING, (_ALWAYS, None))

OF_THE_OFFICE = frozenset({"route", "give_back", "extend", "move_deadline", "fall_due"})
"""Steps that say nothing but where a report lay and until when: not shown of a sealed one."""

SPOKEN = frozenset({"add", "rate", "thank", "reopen", "withdraw", "respond", "confirm", "deny"})
"""The citizen's verbs that come back to the officials' inbox."""

PUBLIC_STEP, CITIZEN_STEP, INTERNAL_STEP = "public", "citizen", "internal"
VISIBILITY = {
    # Verbs not named here are seen by everybody who may see the report.
    "route": PUBLIC_STEP,
    "assign": INTERNAL_STEP,
    "ask": CITIZEN_STEP,
    "respond": CITIZEN_STEP,
    "resume": CITIZEN_STEP,
    "deny": CITIZEN_STEP,
    "correct": CITIZEN_STEP,
    "move_deadline": CITIZEN_STEP,
    "ask_support": INTERNAL_STEP,
    "answer_support": INTERNAL_STEP,
    "note": INTERNAL_STEP,
    "acknowledge": INTERNAL_STEP,
    "add": CITIZEN_STEP,
    "seal": CITIZEN_STEP,
    "disclose_phone": CITIZEN_STEP,
    "mark_read": INTERNAL_STEP,
    "rate": INTERNAL_STEP,
    "thank": INTERNAL_STEP,
    **dict.fromkeys(DRAFTING, INTERNAL_STEP),
    "join": CITIZEN_STEP,
    "split": CITIZEN_STEP,
    "gather": INTERNAL_STEP,
    "release": INTERNAL_STEP,
    "follow_main": CITIZEN_STEP,
    "hear_main": CITIZEN_STEP,
}


class StatusChange(db.Model):
    """One step in the life of a report: the time line, the notices and the figures read it."""

    __tablename__ = "status_change"
    __table_args__ = (Index("ix_status_change_request", "service_request_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE")
    )
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(String(30))
    from_status: Mapped[str | None] = mapped_column(String(20))
    to_status: Mapped[str] = mapped_column(String(20))
    visibility: Mapped[str] = mapped_column(String(10))
    actor_kind: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    resolution: Mapped[str | None] = mapped_column(String(20))
    status_notes: Mapped[str | None]
    """Words of the step: an answer, a reason, what the citizen added."""
    scheduled_on: Mapped[date | None]
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("reason.id"))
    details: Mapped[dict[str, Any] | None]

    service_request: Mapped["ServiceRequest"] = relationship(back_populates="changes")
    spoken: Mapped["RequestRecording | None"] = relationship(viewonly=True)
    """The voice of the step; queries that show it load it along."""
    paper: Mapped["RequestPaper | None"] = relationship(viewonly=True)
    """The document that came with the step, likewise."""
