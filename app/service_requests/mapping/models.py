"""How many reports lie in each square, kept so that a map of half a million is one short read."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db

ABOUT_OFFICIALS = "o"


class MapCount(db.Model):
    """Reports of one commune, agency, state and kind in one square of a level.

    ``agency_id`` is 0 where there is none yet. The worker alone writes it (``counting.fold``).
    """

    __tablename__ = "map_count"

    level: Mapped[int] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    column: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(primary_key=True)
    is_open: Mapped[bool] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(1), primary_key=True)
    """``p``: everybody may see where it lies; ``x``: not yet or never; ``o``: about officials."""
    reports: Mapped[int]
