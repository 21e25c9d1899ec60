"""Finding people to be helped: a part of an area or of the whole list, by words, by code."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from app.community.people.models import HELPED, OPEN, CommunityPerson
from app.community.teams.models import CommunityTeam
from app.core.db import db, for_change, one
from app.core.listing import Listing, Page
from app.core.personal import PersonKey, decrypt_each
from app.core.text import fold

PART = 125
"""People on a page: more than most areas have, and within a page's bytes."""
LIST = Listing(CommunityPerson.position, most=PART)
NOWHERE = 0
"""Stands for those who have no area, where an area is asked for by its number."""


def listed(team_id: int) -> Select[CommunityPerson]:
    """Select whoever is on a team's list."""
    mine = CommunityPerson.team_id == team_id, CommunityPerson.position.is_not(None)
    return select(CommunityPerson).where(*mine)


def page(team: CommunityTeam, after: int | None) -> Page[CommunityPerson]:
    """Give a part of the whole list; ``after``: the last position of the part before."""
    statement = listed(team.id).options(joinedload(CommunityPerson.area))
    return LIST.page(statement, after, lambda each: each.position)


def of_area(area_id: int, after: int | None) -> Page[CommunityPerson]:
    """Give a part of the people of an area, walked by its index.

    The team is the area's: asked for both, PostgreSQL takes them for two filters that each leave
    few, reads the whole area with its people's keys, and sorts it.
    """
    there = CommunityPerson.area_id == area_id, CommunityPerson.position.is_not(None)
    statement = select(CommunityPerson).where(*there)
    return LIST.page(statement, after, lambda each: each.position)


def matching(team: CommunityTeam, typed: str) -> Sequence[CommunityPerson]:
    """Give those in whose name or address every word typed stands, without regard to accents.

    What they are called is sealed, so the list is opened and looked through.
    """
    wanted = fold(typed).split()
    found = [position for position, text in _texts(team) if all(word in text for word in wanted)]
    statement = listed(team.id).where(CommunityPerson.position.in_(found[:PART]))
    shown = statement.options(joinedload(CommunityPerson.area)).order_by(CommunityPerson.position)
    return db.session.scalars(shown).all()


def _texts(team: CommunityTeam) -> Iterator[tuple[int, str]]:
    person = CommunityPerson
    columns = (person.position, person.name_sealed, person.address_sealed, PersonKey.wrapped)
    statement = select(*columns).join(person.person_key)
    mine = person.team_id == team.id, person.position.is_not(None)
    for row in db.session.execute(statement.where(*mine).order_by(person.position)):
        opened = decrypt_each(row.wrapped, [row.name_sealed, row.address_sealed])
        yield row.position, fold(" ".join([str(row.position), *filter(None, opened)]))


def by_code(code: str) -> CommunityPerson | None:
    """Give the person with that code, while they are on a list."""
    statement = select(CommunityPerson).where(
        CommunityPerson.code == code, CommunityPerson.position.is_not(None)
    )
    both = joinedload(CommunityPerson.team), joinedload(CommunityPerson.area)
    found: CommunityPerson | None = one(statement.options(*both), of=CommunityPerson)
    return found


def at(team_id: int, position: int | None) -> CommunityPerson | None:
    """Give who stands at a position of the list, locked: whoever writes at one door waits."""
    statement = listed(team_id).where(CommunityPerson.position == position)
    return db.session.scalar(for_change(statement, of=CommunityPerson))


def known(team_id: int, indexes: Iterable[str]) -> dict[str, CommunityPerson]:
    """Give those of the list who are known by one of ``indexes``, by it."""
    statement = listed(team_id).where(CommunityPerson.known_by.in_(list(indexes)))
    return {each.known_by: each for each in db.session.scalars(statement) if each.known_by}


def named(team_id: int, indexes: Iterable[str]) -> dict[str, CommunityPerson]:
    """Give those of the list who have one of those names in its household, whatever their year."""
    statement = listed(team_id).where(CommunityPerson.named_by.in_(list(indexes)))
    return {each.named_by: each for each in db.session.scalars(statement) if each.named_by}


def counts(team_ids: Iterable[int]) -> dict[int, tuple[int, int, int]]:
    """Give (people, visited, helped) by team."""
    return _counted(CommunityPerson.team_id, CommunityPerson.team_id.in_(list(team_ids)))


def counts_by_area(team_id: int) -> dict[int, tuple[int, int, int]]:
    """Give (people, visited, helped) by area; those without one under ``NOWHERE``."""
    area = func.coalesce(CommunityPerson.area_id, NOWHERE)
    return _counted(area, CommunityPerson.team_id == team_id)


def _counted(by: Any, which: Any) -> dict[int, tuple[int, int, int]]:
    state = CommunityPerson.state
    sums = [func.sum(case((each, 1), else_=0)) for each in (state != OPEN, state == HELPED)]
    statement = select(by, func.count(), *sums).where(which, CommunityPerson.position.is_not(None))
    return {
        row[0]: (row[1], int(row[2] or 0), int(row[3] or 0))
        for row in db.session.execute(statement.group_by(by))
    }
