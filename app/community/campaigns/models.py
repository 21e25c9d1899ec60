"""A commune's campaign, each village's target in it, pledges, and figures entered by hand."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import codes
from app.core.db import db
from app.core.lifecycle import Life
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.places.models import Place

MAX_TITLE, MAX_PLEDGE, MAX_SOURCE = 120, 300, 120
LARGEST = 100_000
VISITED, HELPED, PLEDGED, SKILL = "visited", "helped", "pledged", "skill:"
MEASURES: dict[str, Any] = {
    VISITED: _l("People visited"),
    HELPED: _l("People helped"),
    PLEDGED: _l("Pledges signed"),
}
"""What may be counted, and each skill that is taught at the door."""
OPEN, WITHDRAWN = "open", "withdrawn"
LIFE: Life["CommunityCampaign"] = Life("community_campaign")
LIFE.verb("set", {OPEN})
LIFE.verb("withdraw", {OPEN}, WITHDRAWN)


class CommunityCampaign(Versioned, Referenced, db.Model):
    """What the villages of a commune want to reach, from a day to a day, both included."""

    __tablename__ = "community_campaign"
    __table_args__ = (
        Index("ix_community_campaign_place", "place_id", "status", "ends_on"),
        CheckConstraint("ends_on >= begins_on", "days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    status: Mapped[str] = mapped_column(String(10), default=OPEN)
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    measure: Mapped[str] = mapped_column(String(30))
    pledge: Mapped[str] = mapped_column(String(MAX_PLEDGE), default="")
    """What people sign; empty: nothing is signed."""
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    created_at: Mapped[datetime]

    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)
    targets: Mapped[list["CommunityTarget"]] = relationship(
        cascade="all, delete-orphan", order_by="CommunityTarget.place_id"
    )

    @property
    def is_open(self) -> bool:
        return self.status == OPEN

    def runs_on(self, day: date) -> bool:
        return self.is_open and self.begins_on <= day <= self.ends_on

    @property
    def skill(self) -> str | None:
        """Give the code of the skill that is counted; None where it is something else."""
        return self.measure.removeprefix(SKILL) if self.measure.startswith(SKILL) else None


class CommunityTarget(db.Model):
    """What a village is to reach: so many of ``base``, who live there or are on its list."""

    __tablename__ = "community_target"
    __table_args__ = (CheckConstraint("base > 0 AND number > 0", "sizes"),)

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("community_campaign.id", ondelete="CASCADE"), primary_key=True
    )
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True, index=True)
    base: Mapped[int]
    number: Mapped[int]
    is_typed: Mapped[bool] = mapped_column(default=False)
    """Typed by hand, not taken from the digital team's list."""

    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)


class CommunityPledge(db.Model):
    """That somebody signed a campaign's pledge, once, for the village where they live."""

    __tablename__ = "community_pledge"
    __table_args__ = (UniqueConstraint("campaign_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("community_campaign.id", ondelete="CASCADE")
    )
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    day: Mapped[date]

    campaign: Mapped[CommunityCampaign] = relationship()


class CommunityFigure(db.Model):
    """A number that somebody entered by hand: shown as such, and never ranked."""

    __tablename__ = "community_figure"
    __table_args__ = (Index("ix_community_figure_campaign", "campaign_id", "place_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("community_campaign.id", ondelete="CASCADE")
    )
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    day: Mapped[date]
    number: Mapped[int]
    source: Mapped[str] = mapped_column(String(MAX_SOURCE))
    at: Mapped[datetime]

    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)
