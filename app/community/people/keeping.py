"""People come onto the list, are changed, and are taken off it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from app.community.people import queries
from app.community.people.forms import PersonForm, refuse_known
from app.community.people.models import CommunityPerson, index_of, name_index
from app.community.teams.models import CommunityArea, CommunityTeam
from app.core import audit, personal
from app.core.db import db, for_change
from app.villages.households import queries as homes
from app.villages.households.models import Household

HEADS_AT_ONCE = 200


def add(
    team: CommunityTeam, area: CommunityArea | None, form: PersonForm, by: str, now: datetime
) -> CommunityPerson:
    """Write down somebody who is not on the list yet.

    Raises:
        DomainError: the person is on it.
    """
    refuse_known(_same(team.id, form), None)
    made = born(team.id, take_positions(team.id, 1), now)
    _describe(made, area, form)
    db.session.flush()
    audit.record(by, "community.person", made.reference, now=now)
    return made


def take_positions(team_id: int, many: int) -> int:
    """Take places of the list and give the first; whoever adds to one list waits for each other."""
    locked = for_change(select(CommunityTeam).where(CommunityTeam.id == team_id), CommunityTeam)
    team = db.session.scalars(locked.execution_options(populate_existing=True)).one()
    first = team.positions + 1
    team.positions += many
    return first


def born(team_id: int, position: int, now: datetime) -> CommunityPerson:
    """Make a person with a key and a place on the list; the caller describes them."""
    made = CommunityPerson(
        team_id=team_id, position=position, person_key=personal.new_key(), created_at=now, version=1
    )
    db.session.add(made)
    return made


def change(
    person: CommunityPerson, area: CommunityArea | None, form: PersonForm, by: str, now: datetime
) -> None:
    """Write down what changed.

    Raises:
        DomainError: that would be somebody else of the list. StaleVersion: changed meanwhile.
    """
    person.count_version(form.version.data)
    refuse_known(_same(person.team_id, form), person)
    _describe(person, area, form)
    audit.record(by, "community.person", person.reference, now=now)


def take_off(person: CommunityPerson, by: str, now: datetime) -> None:
    """Take a person off the list for good: what tells who it was goes at once."""
    person.forget()
    audit.record(by, "community.person-off", person.reference, now=now)


def bring_heads(team: CommunityTeam, by: str, now: datetime) -> int:
    """Bring the heads of the village's households onto the list; give how many were new.

    Whoever is there already stays as they are.
    """
    households, made = homes.everyone(team.place_id), 0
    for start in range(0, len(households), HEADS_AT_ONCE):
        heads = [Head.of(team, each) for each in households[start : start + HEADS_AT_ONCE]]
        there = queries.named(team.id, [each.named_by for each in heads])
        fresh = [each for each in heads if each.named_by not in there]
        position = take_positions(team.id, len(fresh))
        for place, each in enumerate(fresh, position):
            person = born(team.id, place, now)
            person.describe(each.number, each.name, None, each.address, each.phone)
            person.area_id = area_for(team, each.number)
        db.session.flush()
        made += len(fresh)
    audit.record(by, "community.households", team.reference, now=now, after={"new": made})
    return made


class Head(NamedTuple):
    """The head of a household, as the village's list has them."""

    number: int | None
    name: str
    address: str
    phone: str
    named_by: str

    @classmethod
    def of(cls, team: CommunityTeam, home: Household) -> "Head":
        it = home.opened()
        phone = it.calls[0][0] if it.calls else ""
        named_by = name_index(team.id, home.number, it.head)
        return cls(home.number, it.head, it.address, phone, named_by)


def area_for(team: CommunityTeam, number: int | None, named: str = "") -> int | None:
    """Give the area that a row names, else the one in which the household's number lies."""
    wanted = named.casefold()
    by_name = next((each.id for each in team.areas if each.name.casefold() == wanted), None)
    return by_name or next((each.id for each in team.areas if each.takes(number)), None)


def _same(team_id: int, form: PersonForm) -> CommunityPerson | None:
    index = index_of(team_id, form.number.data, form.name.data, form.born.data)
    return queries.known(team_id, [index]).get(index)


def _describe(person: CommunityPerson, area: CommunityArea | None, form: PersonForm) -> None:
    person.describe(
        form.number.data, form.name.data, form.born.data, form.address.data, form.phone.data
    )
    person.area_id = area.id if area is not None else None
