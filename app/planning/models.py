"""A plan for the land, and the versions of its document: what replaced what.

Everything here is public once it was published; nothing of a private person is kept. The address
of a plan never changes: it stands on the board at the site, and leads to the newest version.
"""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency
from app.core import codes
from app.core.db import db
from app.core.lifecycle import Life, WithStatus
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.media.models import Paper, Photo
from app.places.models import Place
from app.surveys.models import Survey

LAND, CONSTRUCTION, GENERAL, ZONE = "land", "construction", "general", "zone"
KINDS: dict[str, Any] = {
    LAND: _l("Land use"),
    CONSTRUCTION: lazy_pgettext("plan", "Construction"),
    GENERAL: _l("General plan"),
    ZONE: _l("Zone plan"),
}
PREPARED, PROPOSED, IN_FORCE = "prepared", "proposed", "in_force"
REPLACED, WITHDRAWN = "replaced", "withdrawn"
STATUSES: dict[str, tuple[Any, str]] = {
    # status: (name, tone of its chip)
    PREPARED: (lazy_pgettext("plan", "Being prepared"), "info"),
    PROPOSED: (lazy_pgettext("plan", "A draft, open to comments"), "soon"),
    IN_FORCE: (lazy_pgettext("plan", "In force"), "ok"),
    REPLACED: (lazy_pgettext("plan", "Replaced"), "late"),
    WITHDRAWN: (lazy_pgettext("plan", "Taken back"), "late"),
}
SHOWN = frozenset({PROPOSED, IN_FORCE, REPLACED, WITHDRAWN})
"""What everybody may open; of one taken back, that it was and why."""
MAX_TITLE, MAX_NUMBER, MAX_WORDS, MAX_LEGEND, MAX_REASON = 160, 60, 2_000, 4_000, 300
MAX_WORD = 40

LIFE: Life["PlanVersion"] = Life("planning_version", versioned=False)
LIFE.verb("edit", {PREPARED})
LIFE.verb("propose", {PREPARED}, PROPOSED)
LIFE.verb("publish", {PREPARED}, IN_FORCE)
LIFE.verb("replace", {IN_FORCE, PROPOSED}, REPLACED)
LIFE.verb("restore", {REPLACED}, IN_FORCE)
LIFE.verb("withdraw", {PREPARED, PROPOSED, IN_FORCE, REPLACED}, WITHDRAWN)


class Plan(Versioned, Referenced, db.Model):
    """What a board stands for: a title, a kind, a place; ``place`` None: the whole province.

    ``listed_at``: when its newest version was published; None: there is none to be read.
    """

    __tablename__ = "planning_plan"
    __table_args__ = (
        Index("ix_planning_plan_listed", "listed_at", "id"),
        Index("ix_planning_plan_agency", "agency_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(12))
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id))
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id), index=True)
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    listed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship()
    place: Mapped[Place | None] = relationship()
    versions: Mapped[list["PlanVersion"]] = relationship(
        cascade="all, delete-orphan", order_by="PlanVersion.position.desc()", back_populates="plan"
    )
    words: Mapped[list["PlanWord"]] = relationship(cascade="all, delete-orphan")

    @property
    def kind_name(self) -> Any:
        return KINDS[self.kind]

    @property
    def in_force(self) -> "PlanVersion | None":
        return self._newest(IN_FORCE)

    @property
    def proposed(self) -> "PlanVersion | None":
        return self._newest(PROPOSED)

    @property
    def newest(self) -> "PlanVersion | None":
        """Give what the board leads to: what holds, else the draft, else the last there was."""
        return self.in_force or self.proposed or max(self.shown, key=_ended, default=None)

    @property
    def shown(self) -> list["PlanVersion"]:
        """Give what everybody may open, the newest first."""
        return [each for each in self.versions if each.is_shown]

    def _newest(self, status: str) -> "PlanVersion | None":
        return next((each for each in self.versions if each.status == status), None)


def _ended(version: "PlanVersion") -> tuple[datetime, int]:
    return version.ended_at or version.created_at, -version.position


class PlanVersion(WithStatus, db.Model):
    """One document of a plan: its decision, the PDF, its pages as pictures, what its signs mean.

    ``number`` and ``decided_on`` may be missing from a draft alone. ``painted_at``: when the worker
    had made the pictures. ``ended_at``: when it was replaced or taken back.
    """

    __tablename__ = "planning_version"
    statuses = STATUSES
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey(Plan.id, ondelete="CASCADE"))
    position: Mapped[int]
    status: Mapped[str] = mapped_column(String(12), default=PREPARED)
    number: Mapped[str] = mapped_column(String(MAX_NUMBER), default="")
    decided_on: Mapped[date | None]
    words: Mapped[str] = mapped_column(default="")
    legend: Mapped[str] = mapped_column(default="")
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), index=True)
    survey_id: Mapped[int | None] = mapped_column(ForeignKey(Survey.id), index=True)
    painted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(MAX_REASON), default="")
    """Why it was taken back: everybody reads it."""
    created_at: Mapped[datetime]

    plan: Mapped[Plan] = relationship(back_populates="versions")
    paper: Mapped[Paper | None] = relationship()
    survey: Mapped[Survey | None] = relationship()
    pictures: Mapped[list["PlanPicture"]] = relationship(
        cascade="all, delete-orphan", order_by="PlanPicture.page, PlanPicture.part"
    )

    @property
    def is_shown(self) -> bool:
        return self.status in SHOWN and self.published_at is not None

    @property
    def signs(self) -> list[tuple[str, str]]:
        """Give the legend: each sign, and what it means; a line without a colon has no sign."""
        lines = (each.partition(":") for each in self.legend.splitlines() if each.strip())
        return [
            (sign.strip(), means.strip()) if means.strip() else ("", sign.strip())
            for sign, _colon, means in lines
        ]


class PlanPicture(db.Model):
    """A page as a picture: ``part`` 0 is all of it, 1 to 4 the quarters of a large one."""

    __tablename__ = "planning_picture"
    __table_args__ = (UniqueConstraint("version_id", "page", "part"),)

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(PlanVersion.id, ondelete="CASCADE"))
    page: Mapped[int]
    part: Mapped[int]
    thing: Mapped[Photo] = relationship(lazy="joined", innerjoin=True)


class PlanWord(db.Model):
    """A word by which a plan is found, without marks."""

    __tablename__ = "planning_word"
    __table_args__ = (Index("ix_planning_word_plan", "plan_id"),)

    word: Mapped[str] = mapped_column(String(MAX_WORD), primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey(Plan.id, ondelete="CASCADE"), primary_key=True)
