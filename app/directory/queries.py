"""Reading the directory: lists by words and facets, what lies nearest, what a desk looks after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import cos, radians
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.models import Agency
from app.core import text
from app.core.db import db, one
from app.core.listing import Count, Listing, Page, code_of, counted
from app.core.navigation import MOST_WAITING
from app.directory import finding
from app.directory.models import (
    DirectoryEntry,
    DirectoryFault,
    DirectoryKind,
    DirectoryTurn,
    DirectoryWord,
)
from app.places.geometry import METRES_A_DEGREE, metres

BY_NAME = Listing(DirectoryWord.sort_key, DirectoryWord.entry_id)
BY_DUE = Listing(DirectoryEntry.check_due, DirectoryEntry.id)
MOST_WORDS, SHORTEST = 6, 2
MOST_COUNTED = 60
"""What so many entries have is no rare word."""
MOST_NEAR = 20
RINGS = (1, 3, 9, 27)
"""How many cells around one's own are looked at, until enough was found."""
MOST_URGENT, LEAST_ELSEWHERE = 80, 20
"""What a phone keeps, and for how many with turns of duty there is room beside one's commune's."""


@dataclass(frozen=True)
class Near:
    """An entry, and how many metres it is away."""

    entry: DirectoryEntry
    metres: float


def kinds() -> Sequence[DirectoryKind]:
    order = DirectoryKind.position, DirectoryKind.id
    return db.session.scalars(select(DirectoryKind).order_by(*order)).all()


def kind_by_code(code: str) -> DirectoryKind | None:
    return db.session.scalar(select(DirectoryKind).where(DirectoryKind.code == code))


def search_words(typed: str) -> list[str]:
    """Give the folded words of what was typed that the index can know."""
    found = [word for word in text.words(typed) if len(word) >= SHORTEST]
    return list(dict.fromkeys(found))[:MOST_WORDS]


def listed(
    words: Sequence[str], kind_id: int | None, commune_id: int | None, after: str = ""
) -> Page[DirectoryEntry]:
    """Give a page of entries by name: those with all the words, of a kind, in a commune."""
    return _page([*words, *_facets(kind_id, commune_id)] or [finding.EVERY], after)


def found_of(agency: Agency, words: Sequence[str], after: str = "") -> Page[DirectoryEntry]:
    """Give a page of an agency's entries with all the words."""
    return _page([*words, finding.agency_facet(agency.id)], after)


def _facets(kind_id: int | None, commune_id: int | None) -> list[str]:
    if kind_id and commune_id:
        return [finding.both_facet(kind_id, commune_id)]
    if kind_id:
        return [finding.kind_facet(kind_id)]
    return [finding.place_facet(commune_id)] if commune_id else []


def _page(terms: Sequence[str], after: str) -> Page[DirectoryEntry]:
    first, *others = rarest_first(terms)
    statement = _whole(
        select(DirectoryEntry)
        .join(DirectoryWord, DirectoryWord.entry_id == DirectoryEntry.id)
        .where(DirectoryWord.word == first)
    )
    for word in others:
        statement = statement.where(_has(word))
    if others:
        statement = statement.where(DirectoryWord.sort_key.between(*_where_all_are(terms)))
    behind = by_code(after) if after else None
    point = (finding.sort_key(behind.name), behind.id) if behind is not None else None
    return BY_NAME.page(statement, point, code_of)


def rarest_first(terms: Sequence[str]) -> list[str]:
    """Begin the walk where it is short: with what fewest entries have; else the longest word."""
    if len(terms) < 2:
        return list(terms)
    of = DirectoryWord.entry_id
    many = (counted(select(of).where(DirectoryWord.word == each), MOST_COUNTED) for each in terms)
    numbers = dict(zip(terms, db.session.execute(select(*many)).one(), strict=True))
    return sorted(terms, key=lambda each: (numbers[each], -len(each)))


def _where_all_are(terms: Sequence[str]) -> tuple[Any, Any]:
    """Give from where to where all the terms' walks overlap: names of a kind mostly begin alike."""
    return _end(func.min, func.max, terms), _end(func.max, func.min, terms)


def _end(own: Any, of_all: Any, terms: Sequence[str]) -> Any:
    """Give one end; asked for both at once, SQLite reads each walk from one to the other."""
    key = own(DirectoryWord.sort_key).label("key")
    ends = union_all(*(select(key).where(DirectoryWord.word == each) for each in terms)).subquery()
    return select(of_all(ends.c.key)).scalar_subquery()


def _has(word: str) -> ColumnElement[bool]:
    """Tell of an entry on the walk whether it has ``word`` too; a look into the same index."""
    also = aliased(DirectoryWord)
    here = also.entry_id == DirectoryWord.entry_id
    found = select(also.entry_id).where(also.word == word, here).correlate(DirectoryWord)
    return found.limit(1).scalar_subquery().is_not(None)


def _whole(statement: Select[Any]) -> Select[Any]:
    """Load with each row what a line of a list shows."""
    places = joinedload(DirectoryEntry.commune), joinedload(DirectoryEntry.village)
    return statement.options(*places)


def by_code(code: str) -> DirectoryEntry | None:
    return db.session.scalar(select(DirectoryEntry).where(DirectoryEntry.code == code))


def shown(_viewer: object, code: str) -> DirectoryEntry | None:
    """Give the entry with that code while it is there, with what its page shows."""
    statement = _whole(select(DirectoryEntry).where(DirectoryEntry.code == code)).options(
        joinedload(DirectoryEntry.agency), selectinload(DirectoryEntry.turns),
        selectinload(DirectoryEntry.photos),
    )  # fmt: skip
    found: DirectoryEntry | None = db.session.scalar(statement)
    return found if found is not None and found.is_open else None


def kept(_viewer: object, code: str) -> DirectoryEntry | None:
    """Give the entry with that code for its desk; locked where it is to be changed."""
    statement = select(DirectoryEntry).where(DirectoryEntry.code == code)
    found: DirectoryEntry | None = one(statement, of=DirectoryEntry)
    return found


def turn(_viewer: object, code: str, number: int) -> DirectoryTurn | None:
    """Give a turn of duty of the entry with that code."""
    entry = kept(None, code)
    turns = entry.turns if entry is not None else []
    return next((each for each in turns if each.id == number), None)


def nearest(kind: DirectoryKind, lat: float, long: float) -> list[Near]:
    """Give the entries of a kind that lie nearest, by the straight line, the nearest first."""
    found: list[tuple[float, int]] = []
    for ring in RINGS:
        found = sorted(_around(kind, lat, long, ring))
        sure = ring * finding.CELL_DEGREES * METRES_A_DEGREE * cos(radians(lat))
        if len(found) >= MOST_NEAR and found[MOST_NEAR - 1][0] <= sure:
            break
    near = dict((number, away) for away, number in found[:MOST_NEAR])
    rows = db.session.scalars(_whole(select(DirectoryEntry).where(DirectoryEntry.id.in_(near))))
    return sorted((Near(each, near[each.id]) for each in rows), key=lambda each: each.metres)


def _around(kind: DirectoryKind, lat: float, long: float, ring: int) -> list[tuple[float, int]]:
    row, column = finding.row_of(lat), finding.column_of(long)
    cells = (each * finding.COLUMNS + column for each in range(row - ring, row + ring + 1))
    found = db.session.execute(union_all(*(_in_row(kind, each, ring) for each in cells)))
    return [
        (metres(lat, long, north, east), number)
        for number, north, east in found
        if north is not None and east is not None
    ]


def _in_row(kind: DirectoryKind, cell: int, ring: int) -> Select[int, float | None, float | None]:
    """Select where a kind's entries are in a row of cells: one walk of the index, never an OR."""
    here = DirectoryEntry.cell.between(cell - ring, cell + ring)
    wanted = DirectoryEntry.kind_id == kind.id, DirectoryEntry.closed_on.is_(None), here
    return select(DirectoryEntry.id, DirectoryEntry.lat, DirectoryEntry.long).where(*wanted)


def urgent(commune_id: int | None) -> list[DirectoryEntry]:
    """Give what a phone keeps: of urgent kinds, those of a commune and all with turns of duty."""
    known = [each for each in kinds() if each.is_urgent]
    everywhere = _walked([finding.kind_facet(each.id) for each in known if each.has_duty])
    own = _walked([finding.both_facet(each.id, commune_id) for each in known] if commune_id else [])
    room = MOST_URGENT - min(len(everywhere), LEAST_ELSEWHERE)
    ids = list(dict.fromkeys([*own[:room], *everywhere]))[:MOST_URGENT]
    statement = _whole(select(DirectoryEntry).where(DirectoryEntry.id.in_(ids)))
    rows = db.session.scalars(statement.options(selectinload(DirectoryEntry.turns))).all()
    return sorted(rows, key=lambda each: (each.commune_id != commune_id, each.kind.position,
                                          finding.sort_key(each.name)))  # fmt: skip


def _walked(facets: Sequence[str]) -> list[int]:
    """Give entries that have one of the facets, in the facets' order; none is walked to its end."""
    parts = [
        select(literal(place).label("place"), *BY_NAME.columns)
        .where(DirectoryWord.word == facet)
        .order_by(*BY_NAME.columns)
        .limit(MOST_URGENT)
        .subquery()
        for place, facet in enumerate(facets)
    ]
    found = union_all(*(select(each) for each in parts)) if parts else None
    rows = db.session.execute(found).all() if found is not None else []
    return [each.entry_id for each in sorted(rows)[:MOST_URGENT]]


def on_duty(entries: Sequence[DirectoryEntry], now: datetime) -> dict[int, list[DirectoryTurn]]:
    """Give of each entry with turns who is on duty now and who comes next, by its id."""
    return {
        each.id: [turn for turn in each.turns if turn.ends_at > now][:2]
        for each in entries
        if each.kind.has_duty
    }


# --- the desk


def to_look_after(agency: Agency, today: date | None, after: str = "") -> Page[DirectoryEntry]:
    """Give an agency's entries, those first whose check is due first; to ``today`` where given."""
    mine = _whole(select(DirectoryEntry)).where(DirectoryEntry.agency_id == agency.id)
    if today is not None:
        mine = mine.where(DirectoryEntry.closed_on.is_(None), DirectoryEntry.check_due <= today)
    behind = by_code(after) if after else None
    point = (behind.check_due, behind.id) if behind is not None else None
    return BY_DUE.page(mine, point, code_of)


def with_faults(agency: Agency) -> Sequence[DirectoryEntry]:
    """Give an agency's entries of which somebody said that something is wrong."""
    mine = DirectoryEntry.id.in_(faulty([agency.id]))
    statement = _whole(select(DirectoryEntry).where(mine))
    whole = statement.options(selectinload(DirectoryEntry.faults))
    return db.session.scalars(whole.order_by(DirectoryEntry.id).limit(BY_NAME.most)).all()


def faulty(agencies: Any) -> Select[Any]:
    """Select the entries of those agencies of which something is said to be wrong.

    What is said is walked and asked whose it is: a join would look at all that an agency keeps.
    """
    said = DirectoryEntry.id == DirectoryFault.entry_id
    whose = select(DirectoryEntry.agency_id).where(said).scalar_subquery()
    return select(DirectoryFault.entry_id).where(whose.in_(agencies)).distinct()


def counts(agency: Agency, today: date) -> tuple[Count, Count]:
    """Give how many of an agency's entries wait for a check, and of how many something is wrong."""
    open_ones = DirectoryEntry.agency_id == agency.id, DirectoryEntry.closed_on.is_(None)
    due = select(DirectoryEntry.id).where(*open_ones, DirectoryEntry.check_due <= today)
    waiting = (counted(each, MOST_WAITING) for each in (due, faulty([agency.id])))
    numbers = db.session.execute(select(*waiting)).one()
    return Count.until(numbers[0], MOST_WAITING), Count.until(numbers[1], MOST_WAITING)


def by_keys(agency_id: int, keys: Sequence[str]) -> dict[str, DirectoryEntry]:
    """Give an agency's entries by what a sheet calls them."""
    mine = DirectoryEntry.agency_id == agency_id, DirectoryEntry.source_key.in_(keys)
    statement = select(DirectoryEntry).where(*mine).order_by(DirectoryEntry.id)
    rows = db.session.scalars(statement.options(selectinload(DirectoryEntry.words)))
    return {each.source_key: each for each in rows}
