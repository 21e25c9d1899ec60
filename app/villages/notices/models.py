"""A notice to a village, and for each household whether it was reached and what it said."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import codes, personal
from app.core.db import db
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.media.models import Photo
from app.places.models import Place
from app.villages.households.models import Household
from app.villages.notices.life import CANCELLED, SENT

NEWS, MEETING, QUESTION = "news", "meeting", "question"
KINDS = {NEWS: _l("Notice"), MEETING: _l("Meeting"), QUESTION: _l("Question")}
ALL, ONE_EACH, GROUP = "all", "one", "group"
GOING, NOT_GOING, SENDS = "going", "not_going", "sends"
ANSWERS = {
    GOING: _l("Is coming"),
    NOT_GOING: _l("Is not coming"),
    SENDS: _l("Sends somebody else"),
}
BY_APP, BY_LINK, BY_HEAD = "app", "link", "head"
MAX_TITLE, MAX_WORDS, MAX_WHERE, MAX_NAME = 120, 2_000, 160, 80
MAX_CHOICE, MOST_CHOICES = 80, 5
OPEN_AFTER = timedelta(hours=12)
"""How long after its beginning a meeting is still answered and attended."""


class VillageGroup(db.Model):
    """A list of the village's own, such as a women's union: which households belong to it."""

    __tablename__ = "village_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    created_at: Mapped[datetime]

    village: Mapped[Place] = relationship()


class VillageGroupHousehold(db.Model):
    """That a household belongs to a group."""

    __tablename__ = "village_group_household"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("village_group.id", ondelete="CASCADE"), primary_key=True
    )
    household_id: Mapped[int] = mapped_column(
        ForeignKey("household.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class VillageText(db.Model):
    """A text that a head keeps, to be sent again with another day."""

    __tablename__ = "village_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    words: Mapped[str]
    place: Mapped[str] = mapped_column(String(MAX_WHERE), default="")


class VillageNotice(Versioned, Referenced, db.Model):
    """A notice, a meeting or a question. ``token`` is what the link for the chat group carries.

    ``audience`` is all, one person of each household, or a group. ``sums`` keeps the counts once
    what each household said is no longer kept. ``choices`` and ``by_person`` are a question's.
    """

    __tablename__ = "village_notice"
    __table_args__ = (
        Index("ix_village_notice_village", "village_id", "id"),
        Index("ix_village_notice_due", "status", "remind_at"),
        CheckConstraint("kind <> 'meeting' OR starts_at IS NOT NULL", "meeting"),
        CheckConstraint("approved_at IS NULL OR minutes IS NOT NULL", "minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    token: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: codes.readable_code(3)
    )
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(12), default=SENT)
    kind: Mapped[str] = mapped_column(String(10))
    village_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    words: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(String(MAX_WHERE), default="")
    starts_at: Mapped[datetime | None]
    """When a meeting begins; until when a question is answered."""
    audience: Mapped[str] = mapped_column(String(10), default=ALL)
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("village_group.id", ondelete="SET NULL"), index=True
    )
    choices: Mapped[list[Any]] = mapped_column(default=list)
    by_person: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    for_head: Mapped[bool] = mapped_column(default=False)
    """The commune sent it in the head's place."""
    remind_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    minutes: Mapped[str | None]
    minutes_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    sums: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    village: Mapped[Place] = relationship()
    group: Mapped[VillageGroup | None] = relationship()
    sent_by: Mapped[User | None] = relationship()
    photos: Mapped[list["MinutesPhoto"]] = relationship(
        cascade="all, delete-orphan", order_by="MinutesPhoto.position"
    )

    @property
    def label(self) -> Any:
        return KINDS[self.kind]

    @property
    def is_meeting(self) -> bool:
        return self.kind == MEETING

    @property
    def is_question(self) -> bool:
        return self.kind == QUESTION

    @property
    def is_off(self) -> bool:
        return self.status == CANCELLED

    @property
    def is_published(self) -> bool:
        """Tell whether the village reads the minutes."""
        return self.approved_at is not None

    def takes_answers(self, now: datetime) -> bool:
        """Tell whether a household may still say something."""
        if self.status != SENT or self.kind == NEWS:
            return False
        if self.starts_at is None:
            return True
        return now < (self.starts_at if self.is_question else self.starts_at + OPEN_AFTER)


class VillageReach(db.Model):
    """One household of a notice: how it was reached, what it answered, whether it came."""

    __tablename__ = "village_reach"
    __table_args__ = (
        UniqueConstraint("notice_id", "household_id"),
        Index("ix_village_reach_household", "household_id", "notice_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("village_notice.id", ondelete="CASCADE"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"))
    seen_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    """When the head told it at the door or by telephone."""
    answer: Mapped[str | None] = mapped_column(String(10))
    answer_by: Mapped[str | None] = mapped_column(String(5))
    answered_at: Mapped[datetime | None]
    delegate_sealed: Mapped[bytes | None]
    votes: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    """Of a question: how many of the household chose each."""
    came_at: Mapped[datetime | None]

    notice: Mapped[VillageNotice] = relationship()
    household: Mapped[Household] = relationship()

    @property
    def delegate(self) -> str:
        """Give the name of whoever comes instead."""
        return personal.decrypt(self.household.person_key, self.delegate_sealed) or ""

    def say(self, answer: str, delegate: str, by: str, now: datetime) -> None:
        """Write down whether somebody comes; the last word counts."""
        self.answer, self.answer_by, self.answered_at = answer, by, now
        sealed = personal.encrypt(self.household.person_key, delegate) if delegate else None
        self.delegate_sealed = sealed

    def vote(self, votes: Sequence[int], by: str, now: datetime) -> None:
        """Write down what the household chose; the last word counts."""
        self.votes, self.answer_by, self.answered_at = list(votes), by, now

    def tell(self, now: datetime) -> None:
        self.told_at = self.told_at or now


class MinutesPhoto(db.Model):
    """A photo of a meeting's minutes."""

    __tablename__ = "village_minutes_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(
        ForeignKey("village_notice.id", ondelete="CASCADE"), index=True
    )
    photo_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), unique=True)
    position: Mapped[int] = mapped_column(default=0)

    photo: Mapped[Photo] = relationship(lazy="joined", innerjoin=True)
