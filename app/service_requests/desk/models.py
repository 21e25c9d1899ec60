"""What only the officials' desk needs: words to search by, kept filters, looks at a phone."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import codes
from app.core.db import db


class DeskWord(db.Model):
    """The words of a report, folded, each with the report: what officials search.

    Unlike the public's index it knows what is not public; the responsible agency stands beside
    each word, so that an office walks its own reports only, newest first. Sealed ones have none.
    """

    __tablename__ = "desk_word"
    __table_args__ = (
        # Partial, so that nobody who searches all agencies is led through them one by one.
        Index(
            "ix_desk_word_agency",
            "agency_id",
            "word",
            "service_request_id",
            sqlite_where=text("agency_id IS NOT NULL"),
            postgresql_where=text("agency_id IS NOT NULL"),
        ),
    )

    word: Mapped[str] = mapped_column(String(40), primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))


class SavedFilter(db.Model):
    """A filter of the inbox that an official keeps under a name, alone or for an agency's people.

    What it finds is for each who uses it what they themselves work on.
    """

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    LONGEST_NAME, LONGEST_QUERY, MOST = 40, 1500, 12

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    query: Mapped[str] = mapped_column(String(LONGEST_QUERY))
    """The part of the inbox's address after the question mark; nothing but known filters."""
    created_at: Mapped[datetime]
    shared_with_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    """Whoever has a right in that agency sees it too; only its owner changes or deletes it."""


class CalendarLink(db.Model):
    """An official's secret link to their deadlines, for programs that subscribe; one a person."""

    __tablename__ = "calendar_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    only_mine: Mapped[bool] = mapped_column(default=False)
    """Only what is assigned to its owner; else all that they work on."""
    made_at: Mapped[datetime]

    user: Mapped[User] = relationship()


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
