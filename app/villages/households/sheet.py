"""A village's list from a spreadsheet: how a row is read, and what becomes of it.

A household is known by its number: sent again, it changes what is there, and the same sheet twice
changes nothing twice. What the sheet does not name stays on the list.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.db import db
from app.core.tables.asides import is_head, is_sum
from app.core.tables.cells import Cells, refuse_hollow
from app.core.tables.columns import Field
from app.core.tables.errors import BadValue
from app.core.text import fold, line, words
from app.places import queries as places
from app.places.models import Place
from app.sheets.jobs import register
from app.sheets.kinds import Read, Rows, SheetKind, Steps
from app.sheets.models import SheetUpload
from app.sheets.pieces import CHANGED, NEW, SAME, take_over
from app.villages.households import keeping, queries
from app.villages.households.forms import as_head, as_number, as_people, as_phones
from app.villages.households.models import MAX_ADDRESS, MAX_HEAD, MAX_NOTE, Household

PHONE = Field("phone", _l("Phone number"),
              ("dien-thoai", "so-dien-thoai", "sdt", "dt", "phone"), required=False)  # fmt: skip
VILLAGE = Field("village", _l("Village"),
                ("thon", "ban", "to-dan-pho", "thon-to-dan-pho", "khu-pho", "village"),
                required=False)  # fmt: skip
FIELDS = (
    Field("number", _l("Number of the household"),
          ("so-ho", "ho-so", "so-thu-tu-ho", "ma-ho", "household"),
          weaker=("stt", "so-tt", "tt", "no")),
    Field("head", _l("Head of the household"),
          ("chu-ho", "ho-ten-chu-ho", "ho-va-ten-chu-ho", "ten-chu-ho", "head"),
          weaker=("ho-ten", "ho-va-ten", "ten")),
    Field("people", _l("Number of people"),
          ("so-khau", "so-nhan-khau", "nhan-khau", "khau", "so-nguoi", "people"), required=False),
    Field("address", _l("Address"),
          ("dia-chi", "noi-o", "cho-o", "ngo", "khu-vuc", "address"), required=False),
    PHONE,
    Field("note", _l("Note"), ("ghi-chu", "note"), required=False),
    VILLAGE,
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A household as a row has it."""

    number: int
    head: str
    people: int
    address: str
    phones: tuple[str, ...]
    note: str


@dataclass
class Village:
    """What is known of the village before the rows are read: its names, those it took over."""

    title: str
    names: frozenset[str]

    @classmethod
    def of(cls, place: Place) -> "Village":
        former = places.former(place.id)
        known = {" ".join(words(name)) for each in (place, *former) for name in _names(each)}
        return cls(place.title, frozenset(known))

    def refuse_other(self, named: str) -> None:
        """Raise ``BadValue`` for a row of another village; of one that went into it is fine."""
        if named and " ".join(words(named)) not in self.names:
            raise BadValue(_l("This row is of %(named)s. The list is of %(village)s: leave it out.",
                              named=named, village=self.title))  # fmt: skip


def _names(place: Place) -> tuple[str, str]:
    return place.title, place.name


def _reader(upload: SheetUpload) -> Read:
    place = places.get(upload.subject_id)
    assert place is not None
    village, cells_of, heads = Village.of(place), Cells(FIELDS, upload.columns), upload.heads
    numbers: dict[int, tuple[int, str]] = {}

    def household(number: int, cells: list[str]) -> Said | None:
        row = cells_of.row(cells)
        if not any(row.values()) or is_head(cells, heads) or _is_aside(row):
            return None
        refuse_hollow(row)
        village.refuse_other(line(row.get("village", ""), 80))
        said = _read(row)
        _refuse_twice(said, number, numbers)
        return said

    return household


def _is_aside(row: dict[str, Any]) -> bool:
    """Tell whether a row is a sum or a signature: it has no number, or names a sum."""
    number, head = row.get("number", ""), row.get("head", "")
    return is_sum(number) or is_sum(head) or (not number and not head)


def _read(row: dict[str, Any]) -> Said:
    head = line(row.get("head", ""), MAX_HEAD)
    if not row.get("number"):
        raise BadValue(_l("The household of %(head)s has no number.", head=head))
    return Said(
        as_number(row["number"]),
        as_head(head),
        as_people(row["people"]) if row.get("people") else 1,
        line(row.get("address", ""), MAX_ADDRESS),
        tuple(as_phones(row.get("phone", ""))),
        line(row.get("note", ""), MAX_NOTE),
    )


def _refuse_twice(said: Said, number: int, seen: dict[int, tuple[int, str]]) -> None:
    first, head = seen.setdefault(said.number, (number, said.head))
    if first == number:
        return
    if fold(head) == fold(said.head):
        raise BadValue(_l("This household stands in row %(row)s already.", row=first))
    raise BadValue(
        _l("Number %(number)s stands twice: %(head)s in row %(row)s, %(other)s here. Give each"
           " household a number of its own.", number=said.number, head=head, row=first,
           other=said.head)
    )  # fmt: skip


def _apply(upload: SheetUpload, rows: Rows) -> Steps:
    village_id = upload.subject_id

    def take(some: Rows) -> Iterator[str]:
        there = queries.by_numbers(village_id, [each.number for each in some])
        return (_take(village_id, said, there.get(said.number)) for said in some)

    return take_over(upload, rows, "household.import", take)


def _take(village_id: int, said: Said, there: Household | None) -> str:
    """Write one down; say whether it was new, changed or as it is already."""
    if there is not None and _is_same(there, said):
        return SAME
    now = clock.now()
    household = there or keeping.born(village_id, now)
    household.describe(said.number, said.head, said.people, said.address, said.note)
    household.be_called(said.phones)
    household.changed_at = now
    household.version += 1
    db.session.flush()
    return CHANGED if there else NEW


def _is_same(there: Household, said: Said) -> bool:
    now = (there.head, there.people, there.address, tuple(there.phones), there.note)
    return now == (said.head, said.people, said.address, said.phones, said.note)


SHEET = register(
    SheetKind(name="households", fields=FIELDS, reader=_reader, apply=_apply)
)  # fmt: skip
