"""A set of criteria, its dated versions, and the criteria of each.

A version is written as a draft and never changes once it is enacted: what was scored by it stays
readable as it was. Which version holds on a day follows from ``valid_from`` alone.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import codes
from app.core.db import db
from app.core.lifecycle import Life, WithStatus
from app.core.referring import Referenced
from app.core.versions import Versioned

MAX_SET, MAX_GROUP, MAX_CRITERION, MAX_DECISION = 120, 120, 400, 80
MOST_SETS, MOST_CRITERIA = 40, 80
MOST_TENTHS = 10_000
CITIZEN, VILLAGE, COMMUNE, AGENCY = "citizen", "village", "commune", "agency"
KINDS: dict[str, Any] = {
    CITIZEN: _l("Digital citizens, by village"),
    VILLAGE: _l("Digital village"),
    COMMUNE: _l("Digital commune"),
    AGENCY: _l("Digital agency"),
}
"""Whom a set is about; who scores and who appraises follows from it."""
COUNTED, SAMPLED, PAPER = "counted", "survey", "paper"
WAYS: dict[str, Any] = {
    COUNTED: _l("Counted by the app"),
    SAMPLED: _l("Sample survey"),
    PAPER: lazy_pgettext("criteria", "Document"),
}
DRAFT, ENACTED = "draft", "enacted"
LIFE: Life["CriteriaVersion"] = Life("criteria_version")
LIFE.verb("write", {DRAFT})
LIFE.verb("enact", {DRAFT}, ENACTED)


class CriteriaSet(db.Model):
    """Criteria for one kind of unit; what they say stands in its versions."""

    __tablename__ = "criteria_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(MAX_SET))
    created_at: Mapped[datetime]

    versions: Mapped[list["CriteriaVersion"]] = relationship(
        order_by="CriteriaVersion.number.desc()", back_populates="of"
    )

    @property
    def label(self) -> Any:
        return KINDS[self.kind]


class CriteriaVersion(Versioned, WithStatus, Referenced, db.Model):
    """A set as a decision has it: by its number and date, from a day on.

    ``needed``: with how many points a unit has reached it, in tenths of a point.
    """

    __tablename__ = "criteria_version"
    __table_args__ = (
        UniqueConstraint("set_id", "number"),
        Index("ix_criteria_version_status", "status", "valid_from"),
        CheckConstraint("status = 'draft' OR valid_from IS NOT NULL", "dated"),
    )
    statuses: ClassVar = {
        DRAFT: (lazy_pgettext("criteria", "Draft"), "soon"),
        ENACTED: (lazy_pgettext("criteria", "Enacted"), "ok"),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id"))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(10), default=DRAFT)
    is_example: Mapped[bool] = mapped_column(default=False)
    """The app's own words, no authority's: it cannot be enacted while they stand."""
    decision: Mapped[str] = mapped_column(String(MAX_DECISION), default="")
    decided_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    needed: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    of: Mapped[CriteriaSet] = relationship(lazy="joined", innerjoin=True, back_populates="versions")
    criteria: Mapped[list["Criterion"]] = relationship(
        cascade="all, delete-orphan", order_by="Criterion.position, Criterion.id"
    )

    @property
    def is_draft(self) -> bool:
        return self.status == DRAFT

    @property
    def most(self) -> int:
        """Give the points of all criteria together, in tenths."""
        return sum(each.tenths for each in self.criteria)


class Criterion(db.Model):
    """One criterion: what it asks, how it is measured, how many points it is worth.

    ``measure`` says what is counted. ``target``: the share, in per cent, that gives all points;
    below it none, or those of a graded one by how near it comes.
    """

    __tablename__ = "criterion"
    __table_args__ = (
        CheckConstraint("tenths > 0", "tenths"),
        CheckConstraint("way = 'paper' OR target > 0", "target"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("criteria_version.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    group: Mapped[str] = mapped_column("group_name", String(MAX_GROUP), default="")
    title: Mapped[str] = mapped_column(String(MAX_CRITERION))
    way: Mapped[str] = mapped_column(String(10))
    measure: Mapped[str] = mapped_column(String(30), default="")
    target: Mapped[int] = mapped_column(default=0)
    is_graded: Mapped[bool] = mapped_column(default=False)
    tenths: Mapped[int]
    is_needed: Mapped[bool] = mapped_column(default=False)
    """Without all its points nothing is reached, however many the others have."""

    @property
    def way_name(self) -> Any:
        return WAYS[self.way]
