"""Words that make an official look twice before a report's text becomes public."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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
