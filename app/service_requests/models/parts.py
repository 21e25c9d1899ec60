"""What hangs on a report: photos, answers, notes, additions, promises, ratings."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db

SATISFIED, FAIR, DISSATISFIED = "satisfied", "fair", "dissatisfied"
FACES = (SATISFIED, FAIR, DISSATISFIED)


class Promise(db.Model):
    """What the citizen was promised: at receipt, at each reopening, and with a day named.

    The first stands for ever beside those that follow, so that no reopening hides a lateness.
    ``answer_by`` is ``started_at`` and the time allowed, and what the promise was paused for.
    """

    __tablename__ = "promise"
    __table_args__ = (UniqueConstraint("service_request_id", "number"),)

    RECEIPT, REOPENED, COMMITMENT = "receipt", "reopened", "commitment"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12), default=RECEIPT)
    clock: Mapped[str] = mapped_column(String(12), default="working")
    """The clock it runs on, as its class said when it was made."""
    started_at: Mapped[datetime]
    paused_seconds: Mapped[int] = mapped_column(default=0)
    """How long it stood still while the citizen was asked, on its own clock."""
    extended_at: Mapped[datetime | None]
    own_accept_by: Mapped[datetime | None]
    own_answer_by: Mapped[datetime | None]
    """What it would be without the earlier promises of reports that were joined under it."""
    accept_by: Mapped[datetime]
    answer_by: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    resolution: Mapped[str | None] = mapped_column(String(20))
    read_at: Mapped[datetime | None]
    """When the citizen said the answer was read; the offer to reopen runs from here."""
    thanked_at: Mapped[datetime | None]


class Reply(db.Model):
    """An agency's words to the citizen and, where the report is public, to everybody."""

    __tablename__ = "reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    text: Mapped[str]
    status_change_id: Mapped[int | None] = mapped_column(
        ForeignKey("status_change.id", ondelete="CASCADE")
    )


class Note(db.Model):
    """Officials among themselves (trao đổi nội bộ); a citizen never sees it."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    text: Mapped[str]
    status_change_id: Mapped[int | None] = mapped_column(
        ForeignKey("status_change.id", ondelete="CASCADE"), index=True
    )


class Rating(db.Model):
    """Three faces and an optional word on the answer to one promise; who rated is not kept."""

    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("service_request_id", "promise_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE")
    )
    promise_number: Mapped[int]
    face: Mapped[str] = mapped_column(String(12))
    words: Mapped[str | None]
    at: Mapped[datetime]


class PhoneDisclosure(db.Model):
    """An official saw the sender's phone: who, why, when. The citizen is told."""

    __tablename__ = "phone_disclosure"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    reason: Mapped[str]
    at: Mapped[datetime]


class RequestWord(db.Model):
    """The public words of a report, folded, each with the report: the search walks this.

    A plain table serves SQLite and PostgreSQL alike, is ordered by (word, report) and so gives
    the newest matches first without a sort, and is erased like any other row.
    """

    __tablename__ = "request_word"

    word: Mapped[str] = mapped_column(String(40), primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), primary_key=True, index=True
    )
