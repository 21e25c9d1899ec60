"""What is found and in which order: the words and facets of an entry, the cell it lies in."""

from math import floor

from app.core import text
from app.directory.models import (
    MAX_SORT,
    MAX_WORD,
    DirectoryEntry,
    DirectoryKind,
    DirectoryWord,
)
from app.places.models import Place

EVERY = ":"
"""The facet that all entries have."""
CELL_DEGREES = 0.05
"""Five and a half kilometres north to south."""
COLUMNS = 10_000


def kind_facet(kind_id: int) -> str:
    return f":k{kind_id}"


def place_facet(commune_id: int) -> str:
    return f":c{commune_id}"


def both_facet(kind_id: int, commune_id: int) -> str:
    return f":k{kind_id}c{commune_id}"


def agency_facet(agency_id: int) -> str:
    return f":a{agency_id}"


def sort_key(name: str) -> str:
    return text.sort_key(name)[:MAX_SORT]


def words_of(entry: DirectoryEntry) -> set[str]:
    """Give all by which an entry is found; none where it is there no longer."""
    if not entry.is_open:
        return set()
    return words_for(entry.name, entry.where, entry.kind, entry.commune, entry.agency_id)


def words_for(
    name: str, where: str, kind: DirectoryKind, commune: Place | None, agency_id: int
) -> set[str]:
    """Give all by which one is found that is called so and lies there."""
    said = (name, kind.name, kind.name_en, where)
    found = {word[:MAX_WORD] for each in said for word in text.words(each)}
    found |= {EVERY, kind_facet(kind.id), agency_facet(agency_id)}
    if commune is not None:
        found |= {place_facet(commune.id), both_facet(kind.id, commune.id)}
    return found


def index(entry: DirectoryEntry) -> None:
    """Keep its words as they are now; those that stay keep their rows."""
    key, wanted = sort_key(entry.name), words_of(entry)
    kept = [each for each in entry.words if each.word in wanted and each.sort_key == key]
    there = {each.word for each in kept}
    entry.words = kept + [DirectoryWord(word=word, sort_key=key) for word in sorted(wanted - there)]


def cell_of(lat: float, long: float) -> int:
    """Give the square of the ground that a point lies in: its row times ``COLUMNS`` and column."""
    return row_of(lat) * COLUMNS + column_of(long)


def row_of(lat: float) -> int:
    return floor((lat + 90) / CELL_DEGREES)


def column_of(long: float) -> int:
    return floor((long + 180) / CELL_DEGREES)
