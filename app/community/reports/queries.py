"""Finding reports and difficulties."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.community.reports.models import OPEN, CommunityDifficulty, CommunityReport
from app.community.teams.models import CommunityTeam
from app.core.db import db, one

MOST = 20


def of_team(team_id: int) -> Sequence[CommunityReport]:
    """Give the reports that were sent, the newest first."""
    mine = select(CommunityReport).where(CommunityReport.team_id == team_id)
    return db.session.scalars(mine.order_by(CommunityReport.day.desc()).limit(MOST)).all()


def of_day(team_ids: Iterable[int], day: date) -> dict[int, CommunityReport]:
    """Give the reports of a day, by team."""
    mine = CommunityReport.team_id.in_(list(team_ids)), CommunityReport.day == day
    return {each.team_id: each for each in db.session.scalars(select(CommunityReport).where(*mine))}


def difficulties(team_ids: Iterable[int], *, is_open: bool) -> Sequence[CommunityDifficulty]:
    """Give what is difficult: open ones first asked first, answered ones the newest first."""
    row = CommunityDifficulty
    state = row.status == OPEN if is_open else row.status != OPEN
    order = row.id if is_open else row.id.desc()
    mine = select(row).where(row.team_id.in_(list(team_ids)), state).order_by(order).limit(MOST)
    whole = joinedload(row.team).joinedload(CommunityTeam.place)
    return db.session.scalars(mine.options(whole)).all()


def difficulty(number: int) -> CommunityDifficulty | None:
    found: CommunityDifficulty | None = one(
        select(CommunityDifficulty).where(CommunityDifficulty.id == number), of=CommunityDifficulty
    )
    return found
