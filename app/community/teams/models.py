"""A team of a village or a commune, its areas, its members, and when numbers were looked at."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import codes, personal
from app.core.db import db
from app.core.personal import PersonKey
from app.core.referring import Referenced
from app.places.models import VILLAGE, Place

MAX_AREA, MAX_MEMBER = 60, 80
MOST_AREAS, MOST_MEMBERS = 30, 60


def index_of(code: str) -> str:
    """Give by what an invitation is found; how it is typed does not matter."""
    return personal.blind_index("community-member", codes.letters_of(code))


class CommunityTeam(Referenced, db.Model):
    """A community digital team: one for a village or for a commune."""

    __tablename__ = "community_team"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), unique=True)
    created_at: Mapped[datetime]
    positions: Mapped[int] = mapped_column(default=0)
    """How many places of the list were given: none is given twice, so that a visit that waits on a
    phone finds the person it was made to or nobody."""

    place: Mapped[Place] = relationship()
    areas: Mapped[list["CommunityArea"]] = relationship(
        cascade="all, delete-orphan", order_by="CommunityArea.id", back_populates="team"
    )

    @property
    def is_village(self) -> bool:
        """Tell whether it has a list of people: a commune's team has none."""
        return self.place.kind == VILLAGE


class CommunityArea(db.Model):
    """A part of a team's village: a lane, a hamlet, the households from one number to another."""

    __tablename__ = "community_area"
    __table_args__ = (
        UniqueConstraint("team_id", "name"),
        CheckConstraint("first_number IS NULL OR last_number >= first_number", "numbers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    team_id: Mapped[int] = mapped_column(ForeignKey("community_team.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(MAX_AREA))
    first_number: Mapped[int | None]
    last_number: Mapped[int | None]

    team: Mapped[CommunityTeam] = relationship(back_populates="areas")

    def takes(self, number: int | None) -> bool:
        """Tell whether the household of that number lies in it."""
        if number is None or self.first_number is None or self.last_number is None:
            return False
        return self.first_number <= number <= self.last_number


class CommunityMember(Referenced, db.Model):
    """Somebody of a team: invited by a code, an account's from the day they join to when they go.

    The name is as the team calls them, sealed under a key of the row's own.
    """

    __tablename__ = "community_member"
    __table_args__ = (
        Index("ix_community_member_team", "team_id", "id"),
        Index("ix_community_member_user", "user_id", "left_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("community_team.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    name_sealed: Mapped[bytes | None]
    invitation_sealed: Mapped[bytes | None]
    invitation_index: Mapped[str | None] = mapped_column(String(64), unique=True)
    leads: Mapped[bool] = mapped_column(default=False)
    invited_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    team: Mapped[CommunityTeam] = relationship(lazy="joined", innerjoin=True)
    user: Mapped[User | None] = relationship()
    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)
    area_rows: Mapped[list["CommunityMemberArea"]] = relationship(cascade="all, delete-orphan")

    @property
    def name(self) -> str:
        return personal.decrypt(self.person_key, self.name_sealed) or ""

    @property
    def invitation(self) -> str:
        """Give the code with which the person joins; empty once they have."""
        return personal.decrypt(self.person_key, self.invitation_sealed) or ""

    @property
    def is_present(self) -> bool:
        return self.joined_at is not None and self.left_at is None

    @property
    def area_ids(self) -> frozenset[int]:
        return frozenset(each.area_id for each in self.area_rows)

    def invite(self, name: str) -> None:
        """Write down the name, and make the code that is handed over."""
        code = codes.readable_code()
        sealed = personal.encrypt_each(self.person_key.wrapped, (name, code))
        self.name_sealed, self.invitation_sealed = sealed
        self.invitation_index = index_of(code)

    def look_after(self, area_ids: frozenset[int]) -> None:
        """Set the areas; those that stay keep their rows."""
        kept = [each for each in self.area_rows if each.area_id in area_ids]
        fresh = sorted(area_ids - {each.area_id for each in kept})
        self.area_rows = [*kept, *(CommunityMemberArea(area_id=each) for each in fresh)]

    def withdraw(self) -> None:
        """Let the invitation open nothing any more."""
        self.invitation_sealed = self.invitation_index = None

    def forget(self) -> None:
        """Let nothing tell any more who it was; what they did stays counted."""
        self.withdraw()
        personal.destroy(self.person_key)
        self.name_sealed = self.user_id = None


class CommunityMemberArea(db.Model):
    """That a member looks after an area."""

    __tablename__ = "community_member_area"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("community_member.id", ondelete="CASCADE"), primary_key=True
    )
    area_id: Mapped[int] = mapped_column(
        ForeignKey("community_area.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class CommunityLook(db.Model):
    """Somebody opened the phones of an area, or of a whole list, for some hours, and why."""

    __tablename__ = "community_look"
    __table_args__ = (Index("ix_community_look_user", "user_id", "team_id", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(
        ForeignKey("community_team.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    until: Mapped[datetime]
