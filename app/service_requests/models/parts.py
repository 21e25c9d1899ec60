"""What hangs on a report: photos, answers, notes, additions, promises, ratings."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db
from app.media.models import Photo
from app.media.paper_models import Paper
from app.media.voice_models import Recording
from app.service_requests.models.lifecycle import StatusChange

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


class RequestPhoto(db.Model):
    """A photo of a report: the citizen's (report, addition) or the agency's (reply, draft)."""

    __tablename__ = "request_photo"
    __table_args__ = (
        UniqueConstraint("photo_id"),
        Index("ix_request_photo_request", "service_request_id", "id"),
    )

    REPORT, ADDITION, REPLY, DRAFT = "report", "addition", "reply", "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE")
    )
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"))
    role: Mapped[str] = mapped_column(String(10))
    status_change_id: Mapped[int | None] = mapped_column(
        ForeignKey("status_change.id", ondelete="CASCADE")
    )
    is_public: Mapped[bool] = mapped_column(default=False)
    """Shown to everybody; a citizen's photo becomes so only by accepting it as public."""

    photo: Mapped[Photo] = relationship(lazy="joined", innerjoin=True)
    change: Mapped[StatusChange | None] = relationship(viewonly=True)


class RequestRecording(db.Model):
    """A voice of a report: the citizen's (report, addition) or the agency's (reply).

    It belongs to the step at which it was said, one to a step, and is loaded with it. The
    citizen's is never public, whatever becomes of the words: a voice is known by many. The
    agency's is as public as the words of its reply.
    """

    __tablename__ = "request_recording"
    __table_args__ = (
        UniqueConstraint("recording_id"),
        UniqueConstraint("status_change_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id"))
    role: Mapped[str] = mapped_column(String(10))
    """One of the roles of a photo."""
    status_change_id: Mapped[int] = mapped_column(
        ForeignKey("status_change.id", ondelete="CASCADE")
    )

    recording: Mapped[Recording] = relationship(lazy="joined")
    change: Mapped[StatusChange] = relationship(viewonly=True)


class RequestPaper(db.Model):
    """A document (văn bản) that came with an agency's answer: its number, symbol and day.

    It may name the sender, so it is public only where its office says so, and the file goes
    when the sender is erased: ``paper`` is None then, the line about it stays.
    """

    __tablename__ = "request_paper"
    __table_args__ = (UniqueConstraint("paper_id"), UniqueConstraint("status_change_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    role: Mapped[str] = mapped_column(String(10))
    """Reply or draft, as of a photo."""
    status_change_id: Mapped[int] = mapped_column(
        ForeignKey("status_change.id", ondelete="CASCADE")
    )
    number: Mapped[str] = mapped_column(String(20))
    symbol: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date]
    is_public: Mapped[bool] = mapped_column(default=False)

    paper: Mapped[Paper | None] = relationship(lazy="joined")
    change: Mapped[StatusChange] = relationship(viewonly=True)

    @property
    def name(self) -> str:
        """Give number and symbol as they stand on it: 12/UBND-KT."""
        return f"{self.number}/{self.symbol}"


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
