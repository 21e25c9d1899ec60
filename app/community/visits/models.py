"""A visit at somebody's door, what it came to, and the skills that were taught."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.community.people.models import STATES, CommunityPerson
from app.community.teams.models import CommunityArea, CommunityMember
from app.core import personal
from app.core.db import db
from app.core.lifecycle import Life
from app.core.referring import Referenced

COUNTED, REVIEW, LEFT_OUT = "counted", "review", "left_out"
VISIT: Life[Any] = Life("community_visit", versioned=False)
VISIT.verb("accept", {REVIEW}, COUNTED, label=_l("The lead took the visit over"))
VISIT.verb("leave_out", {REVIEW}, LEFT_OUT, label=_l("The lead left the visit out"))
MAX_SKILL, MAX_WORDS = 60, 300
MOST_SKILLS = 20
TAPS = 5
"""Things that somebody does by themselves, seen one by one, before a skill counts as theirs."""


class CommunitySkill(db.Model):
    """Something that people are helped with; the list is the operator's own."""

    __tablename__ = "community_skill"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(MAX_SKILL))
    is_on: Mapped[bool] = mapped_column(default=True)


class CommunityVisit(Referenced, db.Model):
    """A visit, as it was written down at the door; never changed afterwards.

    ``happened_at`` is when the phone wrote it down, ``received_at`` when it arrived. ``met``: when
    it arrived, somebody else had written down a visit that this phone's page did not know of.
    """

    __tablename__ = "community_visit"
    __table_args__ = (
        Index("ix_community_visit_person", "person_id", "happened_at"),
        Index("ix_community_visit_team", "team_id", "status", "happened_at"),
        Index("ix_community_visit_received", "team_id", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("community_team.id", ondelete="CASCADE"))
    area_id: Mapped[int | None] = mapped_column(
        ForeignKey("community_area.id", ondelete="SET NULL"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("community_person.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("community_member.id"), index=True)
    status: Mapped[str] = mapped_column(String(10), default=COUNTED)
    state: Mapped[str] = mapped_column(String(10))
    is_hard: Mapped[bool] = mapped_column(default=False)
    met: Mapped[bool] = mapped_column(default=False)
    words_sealed: Mapped[bytes | None]
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]

    person: Mapped[CommunityPerson] = relationship()
    area: Mapped[CommunityArea | None] = relationship()
    member: Mapped[CommunityMember] = relationship()
    skills: Mapped[list["CommunityVisitSkill"]] = relationship(cascade="all, delete-orphan")

    @property
    def label(self) -> Any:
        return STATES[self.state]

    @property
    def words(self) -> str:
        """Give what was noted at the door: sealed under the visited person's key."""
        return personal.decrypt(self.person.person_key, self.words_sealed) or ""

    @property
    def waits(self) -> bool:
        return self.status == REVIEW


class CommunityVisitSkill(db.Model):
    """That a skill was taught at a visit; ``alone``: how many of its five things the person then
    did by themselves, with whoever helped looking on."""

    __tablename__ = "community_visit_skill"

    visit_id: Mapped[int] = mapped_column(
        ForeignKey("community_visit.id", ondelete="CASCADE"), primary_key=True
    )
    skill_id: Mapped[int] = mapped_column(ForeignKey("community_skill.id"), primary_key=True)
    alone: Mapped[int] = mapped_column(default=0, server_default="0")

    skill: Mapped[CommunitySkill] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_alone(self) -> bool:
        return self.alone == TAPS
