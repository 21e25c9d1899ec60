"""What the app counts for a criterion, from what is kept: of the lists, the visits, the homes."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.community.campaigns.models import HELPED, SKILL, VISITED
from app.community.people.models import CommunityPerson
from app.community.people.queries import counts
from app.community.teams import queries as teams
from app.community.visits import skills
from app.community.visits.models import (
    COUNTED,
    CommunitySkill,
    CommunityVisit,
    CommunityVisitSkill,
)
from app.core.db import db
from app.places import queries as places
from app.places.models import COMMUNE, Place
from app.villages.households.models import Household, HouseholdMember

HOMES = "homes"
MEASURES: dict[str, Any] = {
    VISITED: _l("People on the digital team's list who were visited"),
    HELPED: _l("People on the digital team's list who were helped"),
    HOMES: _l("Households that belong to somebody's account"),
}


class Counted(NamedTuple):
    """So many, of so many."""

    number: int
    base: int


def measures() -> list[tuple[str, Any]]:
    """Give what can be counted, with its name; each skill that was ever taught is one."""
    taught = [
        (
            f"{SKILL}{each.code}",
            _l("People on the list who were taught: %(skill)s", skill=each.name),
        )
        for each in skills.every()
    ]
    return [*MEASURES.items(), *taught]


def name_of(measure: str) -> Any:
    return dict(measures()).get(measure, measure)


def count(measure: str, unit: Place | None) -> Counted:
    """Count in a village, or in all villages of a commune; each person once."""
    villages = _villages(unit)
    if measure == HOMES:
        return _homes([each.id for each in villages])
    found = teams.of_places([each.id for each in villages])
    sums = counts([each.id for each in found.values()]).values()
    base = sum(each[0] for each in sums)
    if measure in (VISITED, HELPED):
        return Counted(sum(each[1 if measure == VISITED else 2] for each in sums), base)
    return Counted(_taught([each.id for each in found.values()], measure), base)


def _villages(unit: Place | None) -> Sequence[Place]:
    if unit is None:
        return ()
    return places.villages_of(unit) if unit.kind == COMMUNE else (unit,)


def _taught(team_ids: list[int], measure: str) -> int:
    """Count who is on a list now and was taught at a visit that counts."""
    visit, row = CommunityVisit, CommunityVisitSkill
    statement = (
        select(func.count(visit.person_id.distinct()))
        .join(row, row.visit_id == visit.id)
        .join(CommunitySkill, CommunitySkill.id == row.skill_id)
        .join(CommunityPerson, CommunityPerson.id == visit.person_id)
        .where(
            visit.team_id.in_(team_ids), visit.status == COUNTED,
            CommunitySkill.code == measure.removeprefix(SKILL),
            CommunityPerson.position.is_not(None),
        )
    )  # fmt: skip
    return db.session.scalar(statement) or 0


def _homes(place_ids: list[int]) -> Counted:
    mine = Household.village_id.in_(place_ids), Household.number.is_not(None)
    bound = select(HouseholdMember.household_id).distinct()
    base = db.session.scalar(select(func.count(Household.id)).where(*mine)) or 0
    some = select(func.count(Household.id)).where(*mine, Household.id.in_(bound))
    return Counted(db.session.scalar(some) or 0, base)
