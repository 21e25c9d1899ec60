"""A class: what, where, when, how many places; who has one; its cards, files and helpers."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.community.teams.models import CommunityMember
from app.community.training.life import ANNOUNCED, LIFE, OPEN, STATUSES
from app.community.visits.models import CommunitySkill
from app.core import codes
from app.core.db import db
from app.core.lifecycle import WithStatus
from app.core.personal import PersonKey, SealedTexts
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.media.models import Attachment
from app.places.models import Place

MAX_TITLE, MAX_WORDS, MAX_WHERE, MAX_NAME, MAX_REASON = 120, 1_000, 160, 80, 300
MOST_PLACES, MOST_FILES, MOST_WAITING = 300, 6, 100
LONGEST = timedelta(hours=12)
EVERYBODY, TEAMS, PUPILS = "everybody", "teams", "pupils"
AUDIENCES: dict[str, Any] = {
    EVERYBODY: _l("Everybody who lives there"),
    TEAMS: _l("Members of digital teams"),
    PUPILS: _l("Pupils"),
}
HAS, WAITS = "has", "waits"
SUBJECT = "training"
"""As guests' grants name a place in a class."""


class Training(WithStatus, Versioned, Referenced, db.Model):
    """A class of a village or a commune. Moments in UTC.

    ``taken``, ``waiting`` and ``came`` are kept with the rows of those who signed up, and stay when
    these are deleted. ``numbers``: how many were given; a number is nobody else's afterwards.
    ``reminded_at``: when all who had a place were told of tomorrow; None after another time.
    """

    __tablename__ = "community_training"
    statuses = STATUSES
    __table_args__ = (
        Index("ix_community_training_place", "place_id", "starts_at", "id"),
        Index("ix_community_training_soon", "starts_at"),
        CheckConstraint("ends_at > starts_at", "times"),
        CheckConstraint("places > 0 AND taken >= 0 AND waiting >= 0 AND came >= 0", "counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(10), default=ANNOUNCED)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    words: Mapped[str] = mapped_column(String(MAX_WORDS), default="")
    venue: Mapped[str] = mapped_column(String(MAX_WHERE))
    taught_by: Mapped[str] = mapped_column(String(MAX_NAME), default="")
    audience: Mapped[str] = mapped_column(String(10), default=EVERYBODY)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    came: Mapped[int] = mapped_column(default=0)
    numbers: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(MAX_REASON), default="")
    created_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]

    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)
    skill_rows: Mapped[list["TrainingSkill"]] = relationship(
        cascade="all, delete-orphan", order_by="TrainingSkill.skill_id"
    )
    files: Mapped[list["TrainingFile"]] = relationship(
        cascade="all, delete-orphan", order_by="TrainingFile.attachment_id"
    )
    helpers: Mapped[list["TrainingHelper"]] = relationship(
        cascade="all, delete-orphan", order_by="TrainingHelper.member_id"
    )

    @property
    def label(self) -> Any:
        """Say for whom it is."""
        return AUDIENCES[self.audience]

    @property
    def left(self) -> int:
        """Give how many places nobody has."""
        return max(self.places - self.taken, 0)

    @property
    def is_full(self) -> bool:
        return self.status == OPEN and not self.left

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    def takes(self, now: datetime) -> bool:
        """Tell whether somebody may sign up now."""
        return LIFE.may(self, "sign_up") and now < self.starts_at


class TrainingPlace(SealedTexts, Referenced, db.Model):
    """Somebody who signed up, with a place or waiting for one; sealed under a key of their own.

    ``who`` is a keyed hash by which one person stands there once. ``user`` is None for a guest, who
    proved ``phone``, and for whoever ``helper`` signed up because they have no phone.
    """

    __tablename__ = "community_training_place"
    __table_args__ = (
        UniqueConstraint("training_id", "who"),
        UniqueConstraint("training_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(ForeignKey(Training.id, ondelete="CASCADE"))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(5))
    who: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    helper_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    is_helped: Mapped[bool] = mapped_column(default=False)
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    name_sealed: Mapped[bytes | None]
    phone_sealed: Mapped[bytes | None]
    signed_at: Mapped[datetime]
    came_at: Mapped[datetime | None]

    training: Mapped[Training] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    helper: Mapped[User | None] = relationship(foreign_keys=[helper_id])
    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)

    @property
    def name(self) -> str:
        return self.opened("name")

    @property
    def phone(self) -> str:
        """Give the number that a guest proved; empty for an account's."""
        return self.opened("phone")

    @property
    def has_place(self) -> bool:
        return self.status == HAS


class TrainingSkill(db.Model):
    """That a class teaches a skill: its lesson card is material of the class."""

    __tablename__ = "community_training_skill"

    training_id: Mapped[int] = mapped_column(
        ForeignKey(Training.id, ondelete="CASCADE"), primary_key=True
    )
    skill_id: Mapped[int] = mapped_column(
        ForeignKey(CommunitySkill.id, ondelete="CASCADE"), primary_key=True, index=True
    )

    skill: Mapped[CommunitySkill] = relationship(lazy="joined", innerjoin=True)


class TrainingFile(db.Model):
    """A document or a picture that is handed out: whoever may read of the class has it."""

    __tablename__ = "community_training_file"

    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), primary_key=True)
    training_id: Mapped[int] = mapped_column(
        ForeignKey(Training.id, ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(MAX_NAME))

    thing: Mapped[Any] = relationship(Attachment, lazy="joined", innerjoin=True)


class TrainingHelper(db.Model):
    """That a member of the place's team teaches a class or helps at it: their hours count."""

    __tablename__ = "community_training_helper"

    training_id: Mapped[int] = mapped_column(
        ForeignKey(Training.id, ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey(CommunityMember.id, ondelete="CASCADE"), primary_key=True, index=True
    )

    member: Mapped[CommunityMember] = relationship(lazy="joined", innerjoin=True)
