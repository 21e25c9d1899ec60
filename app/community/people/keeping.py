"""People come onto the list, are changed, and are taken off it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select

from app.community.people import queries
from app.community.people.forms import PersonForm, refuse_known
from app.community.people.models import CommunityPerson, index_of, name_index, sealed
from app.community.teams.keeping import REASONS
from app.community.teams.models import CommunityArea, CommunityTeam
from app.core import audit, personal
from app.core.db import db, for_change
from app.core.errors import DomainError
from app.villages.households import queries as homes
from app.villages.households.models import Household

HEADS_AT_ONCE = 200


class Said(NamedTuple):
    """Somebody as a list of others has them, and by what they are known on the team's own."""

    number: int | None
    name: str
    born: int | None
    address: str
    phone: str
    area: str
    known_by: str
    named_by: str

    @classmethod
    def of(
        cls,
        team_id: int,
        number: int | None,
        name: str,
        born: int | None,
        address: str,
        phone: str,
        area: str = "",
    ) -> "Said":
        known_by = index_of(team_id, number, name, born)
        named_by = name_index(team_id, number, name)
        return cls(number, name, born, address, phone, area, known_by, named_by)


def add(
    team: CommunityTeam, area: CommunityArea | None, form: PersonForm, by: str, now: datetime
) -> CommunityPerson:
    """Write down somebody who is not on the list yet.

    Raises:
        DomainError: the person is on it.
    """
    refuse_known(_same(team.id, form), None)
    made = born(team.id, take_positions(team.id, 1), now)
    _describe(made, area, form, now)
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


def bear(team: CommunityTeam, rows: Sequence[Said], now: datetime) -> None:
    """Write down many who are new, at the next places of the list: as bare rows, in one go."""
    if not rows:
        return
    first, keys = take_positions(team.id, len(rows)), personal.new_keys(len(rows))
    made = [
        {**_columns(team, said, key.wrapped), "person_key_id": key.id, "position": position,
         "created_at": now}
        for position, (said, key) in enumerate(zip(rows, keys, strict=True), first)
    ]  # fmt: skip
    db.session.execute(insert(CommunityPerson.__table__), made)


def _columns(team: CommunityTeam, said: Said, wrapped: bytes | None) -> dict[str, Any]:
    return {
        "team_id": team.id,
        "area_id": area_for(team, said.number, said.area),
        "number": said.number,
        "known_by": said.known_by,
        "named_by": said.named_by,
        **sealed(wrapped, said.name, said.born, said.address, said.phone),
    }


def change(
    person: CommunityPerson, area: CommunityArea | None, form: PersonForm, by: str, now: datetime
) -> None:
    """Write down what changed.

    Raises:
        DomainError: that would be somebody else of the list. StaleVersion: changed meanwhile.
    """
    person.count_version(form.version.data)
    refuse_known(_same(person.team_id, form), person)
    _describe(person, area, form, now)
    audit.record(by, "community.person", person.reference, now=now)


def take_off(person: CommunityPerson, by: str, now: datetime) -> None:
    """Take a person off the list for good: what tells who it was goes at once."""
    person.forget()
    audit.record(by, "community.person-off", person.reference, now=now)


def open_card(person: CommunityPerson, reason: str, by: str, now: datetime) -> str:
    """Give the card's number, and write down who asked for it and what for.

    Raises:
        DomainError: no reason.
    """
    if reason not in REASONS:
        raise DomainError(_l("Choose what the numbers are for."), field="ly_do")
    audit.record(by, "community.card", person.reference, now=now, after={"reason": reason})
    return person.card


def drop_card(person: CommunityPerson, by: str, now: datetime) -> None:
    """Delete the card's number, as the person may ask at any time."""
    person.drop_card()
    audit.record(by, "community.card-off", person.reference, now=now)


def bring_heads(team: CommunityTeam, by: str, now: datetime) -> int:
    """Bring the heads of the village's households onto the list; give how many were new.

    Whoever is there already stays as they are.
    """
    households, made = homes.everyone(team.place_id), 0
    for start in range(0, len(households), HEADS_AT_ONCE):
        heads = [_head(team, each) for each in households[start : start + HEADS_AT_ONCE]]
        there = queries.named(team.id, [each.named_by for each in heads])
        fresh = [each for each in heads if each.named_by not in there]
        bear(team, fresh, now)
        made += len(fresh)
    audit.record(by, "community.households", team.reference, now=now, after={"new": made})
    return made


def _head(team: CommunityTeam, home: Household) -> Said:
    it = home.opened()
    phone = it.calls[0][0] if it.calls else ""
    return Said.of(team.id, home.number, it.head, None, it.address, phone)


def area_for(team: CommunityTeam, number: int | None, named: str = "") -> int | None:
    """Give the area that a row names, else the one in which the household's number lies."""
    wanted = named.casefold()
    by_name = next((each.id for each in team.areas if each.name.casefold() == wanted), None)
    return by_name or next((each.id for each in team.areas if each.takes(number)), None)


def _same(team_id: int, form: PersonForm) -> CommunityPerson | None:
    index = index_of(team_id, form.number.data, form.name.data, form.born.data)
    return queries.known(team_id, [index]).get(index)


def _describe(
    person: CommunityPerson, area: CommunityArea | None, form: PersonForm, now: datetime
) -> None:
    card = form.agreed_card()
    person.describe(
        form.number.data, form.name.data, form.born.data, form.address.data, form.phone.data
    )
    person.area_id = area.id if area is not None else None
    if form.sex.data is not None:
        person.note_sex(form.sex.data)
    if card:
        person.keep_card(card, now)
