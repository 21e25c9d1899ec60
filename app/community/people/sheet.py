"""A team's list from a spreadsheet: how a row is read, and what becomes of it.

A person is known by household number, name and year of birth, with or without accents: sent again,
the same sheet changes nothing. Whoever the sheet does not name stays on the list.
"""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from app.community.people import keeping, queries
from app.community.people.forms import NO_NAME, as_born, as_phone, is_too_young
from app.community.people.keeping import Said
from app.community.people.models import MAX_ADDRESS, MAX_NAME, CommunityPerson
from app.community.teams.models import CommunityTeam
from app.core import clock
from app.core.db import db
from app.core.tables.asides import is_head, is_numbering, is_sum
from app.core.tables.cells import Cells, refuse_hollow
from app.core.tables.columns import Field
from app.core.tables.errors import BadValue
from app.core.text import line, normalise_tone
from app.places import queries as places
from app.sheets.jobs import register
from app.sheets.kinds import Read, Rows, SheetKind, Steps
from app.sheets.models import SheetUpload
from app.sheets.pieces import CHANGED, NEW, SAME, take_over
from app.villages.households.forms import as_number
from app.villages.households.sheet import PHONE, VILLAGE, Village

FIELDS = (
    Field("name", _l("Name"),
          ("ho-ten", "ho-va-ten", "ten", "ho-ten-cong-dan", "name"),
          against=("chu-ho", "cha", "me")),
    Field("born", _l("Year of birth"),
          ("nam-sinh", "ngay-sinh", "ngay-thang-nam-sinh", "sinh-nam", "born"), required=False),
    Field("number", _l("Number of the household"),
          ("so-ho", "ho-so", "so-thu-tu-ho", "ma-ho", "household"), required=False),
    Field("address", _l("Address"), ("dia-chi", "noi-o", "cho-o", "address"), required=False),
    Field("area", _l("Area"), ("khu", "khu-vuc", "ngo", "to", "xom", "area"), required=False),
    PHONE,
    VILLAGE,
)  # fmt: skip


def _reader(upload: SheetUpload) -> Read:
    team = db.session.get_one(CommunityTeam, upload.subject_id)
    place = places.get(team.place_id)
    assert place is not None
    village, cells_of = Village.of(place), Cells(FIELDS, upload.columns)
    heads, now = upload.heads, clock.now()
    seen: dict[str, int] = {}

    def person(number: int, cells: list[str]) -> Said | None:
        row = cells_of.row(cells)
        if not any(row.values()) or is_head(cells, heads) or is_numbering(cells):
            return None
        if is_sum(row.get("name", "")) or set(row) <= {"village", "area", "address"}:
            return None
        refuse_hollow(row)
        village.refuse_other(line(row.get("village", ""), 80))
        said = _read(team.id, row)
        _refuse_twice(said, number, seen)
        return None if is_too_young(said.born, now) else said

    return person


def _read(team_id: int, row: dict[str, str]) -> Said:
    name = normalise_tone(line(row.get("name", ""), MAX_NAME))
    if not any(each.isalpha() for each in name):
        raise BadValue(NO_NAME)
    born = as_born(row["born"]) if row.get("born") else None
    number = as_number(row["number"]) if row.get("number") else None
    return Said.of(
        team_id, number, name, born,
        address=line(row.get("address", ""), MAX_ADDRESS),
        area=line(row.get("area", ""), 60),
        phone=as_phone(row["phone"]) if row.get("phone") else "",
    )  # fmt: skip


def _refuse_twice(said: Said, number: int, seen: dict[str, int]) -> None:
    first = seen.setdefault(said.known_by, number)
    if first != number:
        raise BadValue(_l("This person stands in row %(row)s already.", row=first))


def _apply(upload: SheetUpload, rows: Rows) -> Steps:
    def take(some: Rows) -> Iterator[str]:
        team, now = db.session.get_one(CommunityTeam, upload.subject_id), clock.now()
        there = _there(team.id, some)
        known = [(said, _known(said, there)) for said in some]
        fresh = [said for said, person in known if person is None]
        keeping.bear(team, fresh, now)
        yield from (NEW if person is None else _bring_up_to_date(team, said, person)
                    for said, person in known)  # fmt: skip
        db.session.flush()

    return take_over(upload, rows, "community.import", take)


def _there(team_id: int, some: Rows) -> dict[str, CommunityPerson]:
    """Give who is on the list already: known exactly, or by name alone."""
    exact = queries.known(team_id, [each.known_by for each in some])
    named = queries.named(team_id, [each.named_by for each in some])
    return {**named, **exact}


def _bring_up_to_date(team: CommunityTeam, said: Said, person: CommunityPerson) -> str:
    """Write down what the row says of somebody on the list; say what became of it."""
    if _is_same(person, said):
        return SAME
    it = person.opened()
    address, phone = said.address or it.address, said.phone or it.phone
    person.describe(said.number, said.name, said.born or it.born, address, phone)
    person.area_id = keeping.area_for(team, said.number, said.area) or person.area_id
    person.version += 1
    return CHANGED


def _known(said: Said, there: dict[str, CommunityPerson]) -> CommunityPerson | None:
    """Give whom the row means: by all it says, else by name where one of both has no year."""
    exact, named = there.get(said.known_by), there.get(said.named_by)
    if exact is not None or named is None:
        return exact
    return named if said.born is None or named.born_sealed is None else None


def _is_same(person: CommunityPerson, said: Said) -> bool:
    """Tell whether the row says nothing new: what it leaves out says nothing."""
    it = person.opened()
    return (
        it.name == said.name
        and said.born in (None, it.born)
        and said.address in ("", it.address)
        and said.phone in ("", it.phone)
        and _is_there(person, said)
    )


def _is_there(person: CommunityPerson, said: Said) -> bool:
    named = keeping.area_for(person.team, None, said.area)
    return named in (None, person.area_id)


MOST = 60_000
"""People of one list: as many as the largest units have."""
SHEET = register(
    SheetKind(name="community", fields=FIELDS, reader=_reader, apply=_apply, most_rows=MOST)
)  # fmt: skip
