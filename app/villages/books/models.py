"""A work of the village, or a fund, and what was collected and spent for it.

Nothing is paid here: the head writes down what was. A line is never changed; a wrong one is struck
out with a reason and stays readable.
"""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import codes
from app.core.db import Money, db
from app.core.lifecycle import Life
from app.core.referring import Referenced
from app.media.models import Photo
from app.places.models import Place

OPEN, DONE = "open", "done"
WORK: Life[Any] = Life("village_work")
WORK.verb("end", {OPEN}, DONE, label=_l("The work is finished"))
IN, OUT = "in", "out"
WAYS = {IN: _l("Collected"), OUT: _l("Spent")}
MAX_TITLE, MAX_WORDS, MAX_LINE = 120, 1_000, 200


class VillageWork(Referenced, db.Model):
    """A work or a fund of a village; ``planned`` in whole đồng, 0 where nothing was."""

    __tablename__ = "village_work"
    __table_args__ = (Index("ix_village_work_village", "village_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(10), default=OPEN)
    village_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    words: Mapped[str] = mapped_column(default="")
    planned: Mapped[int] = mapped_column(Money, default=0)
    created_at: Mapped[datetime]

    village: Mapped[Place] = relationship()
    lines: Mapped[list["VillageWorkLine"]] = relationship(
        cascade="all, delete-orphan", order_by="VillageWorkLine.id.desc()", back_populates="work"
    )

    @property
    def is_open(self) -> bool:
        return self.status == OPEN


class VillageWorkLine(db.Model):
    """What was collected or spent on a day, in whole đồng, with a photo of its paper."""

    __tablename__ = "village_work_line"
    __table_args__ = (CheckConstraint("amount > 0", "amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(
        ForeignKey("village_work.id", ondelete="CASCADE"), index=True
    )
    way: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int] = mapped_column(Money)
    day: Mapped[date]
    words: Mapped[str] = mapped_column(String(MAX_LINE))
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), unique=True)
    written_at: Mapped[datetime]
    struck_at: Mapped[datetime | None]
    struck_because: Mapped[str | None]

    work: Mapped[VillageWork] = relationship(back_populates="lines")
    photo: Mapped[Photo | None] = relationship(lazy="joined")

    @property
    def label(self) -> Any:
        return WAYS[self.way]
