"""Words that make an official look twice before a report's text becomes public."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.viewer import Viewer
from app.core.db import db


class FlagWord(db.Model):
    """A word or phrase with a reason; it is compared folded, on the borders of words."""

    __tablename__ = "flag_word"
    __table_args__ = (UniqueConstraint("folded", "exact"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phrase: Mapped[str] = mapped_column(String(120))
    folded: Mapped[str] = mapped_column(String(120))
    """What it is compared by: with its marks where they tell words apart, else without."""
    exact: Mapped[bool] = mapped_column(default=False)
    """Only with these very accents: "đĩ" is not "đi"."""
    reason: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


def active_words() -> Sequence[FlagWord]:
    return db.session.scalars(select(FlagWord).where(FlagWord.active).order_by(FlagWord.id)).all()


def all_words() -> Sequence[FlagWord]:
    """Give every phrase, those in use first, by what they are compared by."""
    ordered = select(FlagWord).order_by(FlagWord.active.desc(), FlagWord.folded, FlagWord.id)
    return db.session.scalars(ordered).all()


def word(viewer: Viewer, word_id: int) -> FlagWord | None:
    return db.session.get(FlagWord, word_id)


def same(folded: str, exact: bool) -> FlagWord | None:
    """Give the phrase that is compared alike."""
    statement = select(FlagWord).where(FlagWord.folded == folded, FlagWord.exact == exact)
    return db.session.scalar(statement)
