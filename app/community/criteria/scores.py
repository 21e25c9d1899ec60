"""What a unit reached in a year by one version of a set: its own score, the appraised one, papers.

The figures that were counted are kept as they were when the unit sent its score.
"""

from datetime import datetime
from typing import Any, ClassVar

from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency
from app.community.criteria.models import CriteriaVersion, Criterion
from app.core import codes
from app.core.db import db
from app.core.lifecycle import Life, WithStatus
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.media.models import Attachment
from app.places.models import Place

MAX_WORDS, MAX_SOURCE = 500, 300
MOST_PAPERS = 6
OPEN, SENT, APPRAISED, PUBLISHED = "open", "sent", "appraised", "published"
SCORER, APPRAISER, PROVINCE = "scorer", "appraiser", "province"
LIFE: Life["CriteriaScore"] = Life("criteria_score")
LIFE.verb("write", {OPEN}, by={SCORER})
LIFE.verb("send", {OPEN}, SENT, by={SCORER})
LIFE.verb("return", {SENT}, OPEN, by={APPRAISER})
LIFE.verb("appraise", {SENT}, APPRAISED, by={APPRAISER})
LIFE.verb("refer", {APPRAISED}, SENT, by={PROVINCE})
LIFE.verb("publish", {APPRAISED}, PUBLISHED, by={PROVINCE})
LIFE.verb("withdraw", {PUBLISHED}, APPRAISED, by={PROVINCE})


class CriteriaScore(Versioned, WithStatus, Referenced, db.Model):
    """A village's, a commune's or an agency's score of a year."""

    __tablename__ = "criteria_score"
    __table_args__ = (
        UniqueConstraint("version_id", "place_id", "year"),
        UniqueConstraint("version_id", "agency_id", "year"),
        Index("ix_criteria_score_status", "status", "id"),
        CheckConstraint("(place_id IS NULL) <> (agency_id IS NULL)", "unit"),
    )
    statuses: ClassVar = {
        OPEN: (lazy_pgettext("criteria", "The unit is scoring"), "soon"),
        SENT: (lazy_pgettext("criteria", "To be appraised"), "soon"),
        APPRAISED: (lazy_pgettext("criteria", "Appraised, to be published"), "info"),
        PUBLISHED: (lazy_pgettext("criteria", "Published"), "ok"),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    version_id: Mapped[int] = mapped_column(ForeignKey("criteria_version.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    year: Mapped[int]
    status: Mapped[str] = mapped_column(String(10), default=OPEN)
    said: Mapped[str] = mapped_column(String(MAX_WORDS), default="")
    """Why it came back; the last time."""
    appraised_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    appraised_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]

    by: Mapped[CriteriaVersion] = relationship(lazy="joined", innerjoin=True)
    place: Mapped[Place | None] = relationship(lazy="joined")
    agency: Mapped[Agency | None] = relationship(lazy="joined")
    marks: Mapped[list["CriteriaMark"]] = relationship(
        cascade="all, delete-orphan", back_populates="score"
    )

    @property
    def unit_name(self) -> str:
        return self.place.title if self.place is not None else str(self.agency.name)  # type: ignore[union-attr]

    @property
    def where(self) -> str:
        """Give the unit above a village, so that two of one name are told apart."""
        parent = self.place.parent if self.place is not None and self.by.of.kind in (
            "citizen", "village") else None  # fmt: skip
        return parent.title if parent is not None else ""

    def mark_of(self, criterion: Criterion) -> "CriteriaMark | None":
        return next((each for each in self.marks if each.criterion_id == criterion.id), None)


class CriteriaMark(db.Model):
    """Points for one criterion, in tenths: the unit's own, and the appraised.

    ``number`` of ``base`` is what was counted. Of a sample ``number`` is the share in per cent,
    between ``low`` and ``high``, among ``base`` who answered.
    """

    __tablename__ = "criteria_mark"
    __table_args__ = (UniqueConstraint("score_id", "criterion_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    score_id: Mapped[int] = mapped_column(ForeignKey("criteria_score.id", ondelete="CASCADE"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    own: Mapped[int | None]
    own_words: Mapped[str] = mapped_column(String(MAX_WORDS), default="")
    own_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    number: Mapped[int | None]
    base: Mapped[int | None]
    low: Mapped[int | None]
    high: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(60), default="")
    source_said: Mapped[str] = mapped_column(String(MAX_SOURCE), default="")
    """The survey, the question and the answer, in words."""
    counted_at: Mapped[datetime | None]
    appraised: Mapped[int | None]
    appraised_words: Mapped[str] = mapped_column(String(MAX_WORDS), default="")

    score: Mapped[CriteriaScore] = relationship(back_populates="marks")
    criterion: Mapped[Criterion] = relationship(lazy="joined", innerjoin=True)
    links: Mapped[list["CriteriaPaper"]] = relationship(
        cascade="all, delete-orphan", order_by="CriteriaPaper.attachment_id"
    )


class CriteriaPaper(db.Model):
    """A photo or a document that shows what a mark claims: for those who score and appraise."""

    __tablename__ = "criteria_paper"

    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), primary_key=True)
    mark_id: Mapped[int] = mapped_column(
        ForeignKey("criteria_mark.id", ondelete="CASCADE"), index=True
    )

    thing: Mapped[Any] = relationship(Attachment, lazy="joined", innerjoin=True)
