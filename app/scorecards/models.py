"""The account as it was published: a document of a period in an edition, never changed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db


class Scorecard(db.Model):
    """``body`` is the document as it was signed (`signing.canonical`).

    ``is_whole``: the period was over. A quarter or a year that was not is told so far.
    """

    __tablename__ = "scorecard"
    __table_args__ = (UniqueConstraint("kind", "first", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(6))
    """As of ``figures.periods``: month, quarter or year."""
    first: Mapped[date]
    edition: Mapped[int]
    is_whole: Mapped[bool]
    at: Mapped[datetime]
    body: Mapped[str]
    signature: Mapped[str] = mapped_column(String(100))
    papers_at: Mapped[datetime | None]
    """When the worker had set the agencies' pages of it (``papers``)."""


class AgencyPaper(db.Model):
    """The PDF of an agency and a month, as set when its edition was published."""

    __tablename__ = "agency_paper"
    __table_args__ = (UniqueConstraint("scorecard_id", "agency_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id", ondelete="CASCADE"))
    agency_code: Mapped[str] = mapped_column(String(60))
    content: Mapped[bytes]

    scorecard: Mapped[Scorecard] = relationship()
