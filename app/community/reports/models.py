"""A team's report of a day, and a difficulty that the commune is to answer."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.community.teams.models import CommunityTeam
from app.core.db import db
from app.core.lifecycle import Life
from app.core.referring import Referenced

OPEN, ANSWERED = "open", "answered"
DIFFICULTY: Life[Any] = Life("community_difficulty", versioned=False)
DIFFICULTY.verb("answer", {OPEN}, ANSWERED)
MAX_LINE, MAX_DIFFICULTY, MAX_ANSWER = 500, 500, 1_000


class CommunityReport(Referenced, db.Model):
    """What a lead sent of a day: the sums as they stood then, and a line."""

    __tablename__ = "community_report"
    __table_args__ = (UniqueConstraint("team_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("community_team.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(index=True)
    line: Mapped[str] = mapped_column(String(MAX_LINE), default="")
    sums: Mapped[dict[str, Any]] = mapped_column(JSON)
    sent_at: Mapped[datetime]

    team: Mapped[CommunityTeam] = relationship()


class CommunityDifficulty(Referenced, db.Model):
    """What a team cannot solve itself, in the lead's words: they name nobody."""

    __tablename__ = "community_difficulty"
    __table_args__ = (Index("ix_community_difficulty_team", "team_id", "status", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("community_team.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(String(10), default=OPEN)
    words: Mapped[str] = mapped_column(String(MAX_DIFFICULTY))
    asked_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(String(MAX_ANSWER))
    answered_at: Mapped[datetime | None]

    team: Mapped[CommunityTeam] = relationship()
