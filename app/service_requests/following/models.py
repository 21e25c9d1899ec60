"""Who follows a report, how its answer was rated, and the words it is found by."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Grant, User
from app.core.db import db
from app.service_requests.record import ServiceRequest


class Follow(db.Model):
    """One person follows one report: by their account, or as a guest by a phone they proved.

    A guest is told by a link of their own (``grant``); the phone's blind index only sees to it
    that one phone counts once. Who follows is shown to nobody, how many to everybody.
    """

    __tablename__ = "follow"
    __table_args__ = (
        UniqueConstraint("service_request_id", "user_id"),
        UniqueConstraint("service_request_id", "phone_index"),
        Index("ix_follow_user", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE")
    )
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    grant_id: Mapped[int | None] = mapped_column(
        ForeignKey("grant.id", ondelete="SET NULL"), index=True
    )
    is_affected: Mapped[bool] = mapped_column(default=False)
    """Says that it concerns them too; else they only want to know."""
    at: Mapped[datetime]

    service_request: Mapped[ServiceRequest] = relationship()
    user: Mapped[User | None] = relationship()
    grant: Mapped[Grant | None] = relationship()


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
