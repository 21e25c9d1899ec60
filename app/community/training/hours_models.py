"""Hours that a volunteer gave on a day: at a class, or entered by the lead; then approved."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.community.teams.models import CommunityMember
from app.community.training.models import Training
from app.core.db import db
from app.core.lifecycle import Life, WithStatus
from app.core.referring import Referenced

MAX_WHAT = 120
ENTERED, APPROVED, STRUCK = "entered", "approved", "struck"
STATUSES: dict[str, tuple[Any, str]] = {
    ENTERED: (_l("To be approved"), "soon"),
    APPROVED: (lazy_pgettext("hours", "Approved"), "ok"),
    STRUCK: (lazy_pgettext("hours", "Struck out"), "info"),
}
HOURS: Life["VolunteerHours"] = Life("community_hours", versioned=False)
HOURS.verb("approve", {ENTERED}, APPROVED)
HOURS.verb("strike", {ENTERED, APPROVED}, STRUCK)


class VolunteerHours(WithStatus, Referenced, db.Model):
    """What a member gave on a day (of Viet Nam), in minutes; struck out it stays readable."""

    __tablename__ = "community_hours"
    statuses = STATUSES
    __table_args__ = (
        UniqueConstraint("training_id", "member_id"),
        Index("ix_community_hours_member", "member_id", "day"),
        CheckConstraint("minutes > 0 AND minutes <= 1440", "minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("community_member.id", ondelete="CASCADE"))
    training_id: Mapped[int | None] = mapped_column(
        ForeignKey("community_training.id", ondelete="CASCADE")
    )
    status: Mapped[str] = mapped_column(String(10), default=ENTERED)
    day: Mapped[date]
    minutes: Mapped[int]
    what: Mapped[str] = mapped_column(String(MAX_WHAT))
    entered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    approved_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    entered_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]

    member: Mapped[CommunityMember] = relationship(lazy="joined", innerjoin=True)
    training: Mapped[Training | None] = relationship()

    @property
    def waits(self) -> bool:
        return self.status == ENTERED
