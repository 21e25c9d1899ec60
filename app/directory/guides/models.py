"""A guide, the versions of what it says, and which of its steps somebody says no longer holds."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency
from app.core.db import db
from app.core.preferences import language
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.directory.guides.steps import Step, read

MAX_TITLE, MAX_SAID, MAX_LINK, MAX_STEPS = 120, 400, 300, 6_000


class Told(NamedTuple):
    """What a guide says in one language."""

    title: str
    audience: str
    place: str
    fee: str
    takes: str
    helper: str
    steps_text: str


class Guide(Versioned, Referenced, db.Model):
    """How a procedure goes, as it is now; ``version`` counts what was said before.

    ``link`` is the page of the national portal. ``checked_on`` None: no office has checked it.
    ``english``: what it says in English, by the columns' names; nothing once the words changed.
    """

    __tablename__ = "directory_guide"
    __table_args__ = (Index("ix_directory_guide_agency", "agency_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id))
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    words: Mapped[str] = mapped_column(String(MAX_SAID), default="")
    """What people call it, parted by commas: for the search alone."""
    audience: Mapped[str] = mapped_column(String(MAX_SAID), default="")
    place: Mapped[str] = mapped_column(String(MAX_SAID), default="")
    fee: Mapped[str] = mapped_column(String(MAX_SAID), default="")
    takes: Mapped[str] = mapped_column(String(MAX_SAID), default="")
    helper: Mapped[str] = mapped_column(String(MAX_SAID), default="")
    link: Mapped[str] = mapped_column(String(MAX_LINK), default="")
    steps_text: Mapped[str]
    english: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    checked_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    changed_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship()
    faults: Mapped[list["GuideFault"]] = relationship(
        cascade="all, delete-orphan", order_by="GuideFault.step", back_populates="guide"
    )
    versions: Mapped[list["GuideVersion"]] = relationship(
        cascade="all, delete-orphan", order_by="GuideVersion.version.desc()"
    )

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def steps(self) -> tuple[Step, ...]:
        return read(self.told.steps_text)

    @property
    def told(self) -> Told:
        """Give what it says in the language being spoken, else in Vietnamese."""
        said = {name: getattr(self, name) for name in Told._fields}
        spoken = self.english if language() == "en" else {}
        return Told(**{**said, **spoken})


class GuideVersion(db.Model):
    """What a guide said before, until when, and on which day it was checked."""

    __tablename__ = "directory_guide_version"
    __table_args__ = (UniqueConstraint("guide_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    guide_id: Mapped[int] = mapped_column(ForeignKey(Guide.id, ondelete="CASCADE"))
    version: Mapped[int]
    steps_text: Mapped[str]
    checked_on: Mapped[date | None]
    until: Mapped[datetime]


class GuideFault(db.Model):
    """Somebody said that a step no longer holds; nothing of who said it is kept."""

    __tablename__ = "directory_guide_fault"
    __table_args__ = (UniqueConstraint("guide_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    guide_id: Mapped[int] = mapped_column(ForeignKey(Guide.id, ondelete="CASCADE"))
    step: Mapped[int]
    count: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]

    guide: Mapped[Guide] = relationship(back_populates="faults")
