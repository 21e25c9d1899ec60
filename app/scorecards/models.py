"""The account as it was published: a document of a period in an edition, never changed."""

from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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
