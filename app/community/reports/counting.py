"""What a day's visits come to: in all, by member, by area. Only visits that count are counted."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, distinct, exists, func, select

from app.community.people.models import HELPED
from app.community.visits.models import (
    COUNTED,
    TAPS,
    CommunitySkill,
    CommunityVisit,
    CommunityVisitSkill,
)
from app.core import clock
from app.core.db import db

APP = "app"
"""The skill by which an installed app is counted."""


@dataclass(frozen=True)
class Sums:
    """Visits, people visited, people helped, apps installed, hard cases, people who did
    all five things of a skill by themselves."""

    visits: int = 0
    people: int = 0
    helped: int = 0
    installs: int = 0
    hard: int = 0
    alone: int = 0

    def as_json(self) -> dict[str, int]:
        return asdict(self)

    def __add__(self, other: "Sums") -> "Sums":
        """Add those of another team: nobody is on two lists."""
        mine, theirs = asdict(self), asdict(other)
        return Sums(**{name: mine[name] + theirs[name] for name in mine})


def bounds(day: date) -> tuple[datetime, datetime]:
    """Give when a day begins and ends where the province is."""
    begins = clock.at(day)
    return begins, begins + timedelta(days=1)


def by_team(team_ids: Iterable[int], day: date) -> dict[int, Sums]:
    return _sums(CommunityVisit.team_id, CommunityVisit.team_id.in_(list(team_ids)), day)


def by_member(team_id: int, day: date) -> dict[int, Sums]:
    return _sums(CommunityVisit.member_id, CommunityVisit.team_id == team_id, day)


def by_area(team_id: int, day: date) -> dict[int, Sums]:
    """Give the sums by area; under 0 those of people without one."""
    return _sums(func.coalesce(CommunityVisit.area_id, 0), CommunityVisit.team_id == team_id, day)


def _sums(key: Any, which: Any, day: date) -> dict[int, Sums]:
    visit = CommunityVisit
    installed = exists().where(
        CommunityVisitSkill.visit_id == visit.id, CommunityVisitSkill.skill_id == CommunitySkill.id,
        CommunitySkill.code == APP,
    )  # fmt: skip
    by_themselves = exists().where(
        CommunityVisitSkill.visit_id == visit.id, CommunityVisitSkill.alone == TAPS
    )
    begins, ends = bounds(day)
    statement = (
        select(
            key, func.count(), func.count(distinct(visit.person_id)),
            func.count(distinct(case((visit.state == HELPED, visit.person_id)))),
            func.count(distinct(case((installed, visit.person_id)))),
            func.sum(case((visit.is_hard, 1), else_=0)),
            func.count(distinct(case((by_themselves, visit.person_id)))),
        )
        .where(which, visit.status == COUNTED, visit.happened_at >= begins,
               visit.happened_at < ends)
        .group_by(key)
    )  # fmt: skip
    rows = db.session.execute(statement)
    return {row[0]: Sums(row[1], row[2], row[3], row[4], int(row[5] or 0), row[6]) for row in rows}
