"""Entries from a spreadsheet or a GeoJSON file: how a row is read, and what becomes of it.

An entry is known by the key that the file gives it, else by its kind, name and place: sent again,
it changes what is there, and the same file twice changes nothing twice. What the file does not name
stays. Nobody has checked what came so, unless the row says on which day somebody did.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import lazy_gettext as _l

from app.accounts.models import Agency
from app.core import clock
from app.core.db import db
from app.core.tables.asides import is_head, is_sum
from app.core.tables.cells import Cells, refuse_hollow
from app.core.tables.columns import Field
from app.core.tables.errors import BadValue
from app.core.tables.values import as_date
from app.core.text import clean, decimal, fold, line, words
from app.directory import finding, keeping, queries
from app.directory.bearing import Newcomer, bear
from app.directory.forms import as_days, as_hours, as_phones, as_point
from app.directory.geojson import MOST_FEATURES
from app.directory.keeping import Said
from app.directory.models import (
    MAX_ABOUT,
    MAX_ADDRESS,
    MAX_KEY,
    MAX_LINE,
    MAX_NAME,
    DirectoryEntry,
    DirectoryKind,
)
from app.directory.rights import commune_of
from app.places import queries as places
from app.places.models import Place
from app.sheets.jobs import register
from app.sheets.kinds import Read, Rows, SheetKind, Steps
from app.sheets.models import SheetUpload
from app.sheets.pieces import CHANGED, NEW, SAME, take_over

FIELDS = (
    Field("kind", _l("Kind of entry"), ("loai", "loai-hinh", "nhom", "linh-vuc", "kind")),
    Field("name", _l("Name"), ("ten", "ten-goi", "ten-co-so", "don-vi", "ho-ten", "name")),
    Field("commune", _l("Commune"),
          ("xa", "phuong", "xa-phuong", "xa-phuong-dac-khu", "commune"), required=False),
    Field("village", _l("Village"),
          ("thon", "ban", "to-dan-pho", "thon-ban", "thon-to-dan-pho", "village"), required=False),
    Field("phone", _l("Phone number"),
          ("dien-thoai", "so-dien-thoai", "sdt", "dt", "phone"), required=False),
    Field("address", _l("Address"), ("dia-chi", "address"), required=False),
    Field("hours", _l("Opening hours"),
          ("gio-mo-cua", "gio-lam-viec", "gio", "opening-hours"), required=False),
    Field("days", _l("Market days, days of the festival"),
          ("ngay-hop", "ngay-phien", "ngay-hoi", "phien"), required=False),
    Field("lat", _l("Latitude"), ("vi-do", "lat", "latitude"), required=False),
    Field("long", _l("Longitude"), ("kinh-do", "long", "lon", "lng", "longitude"), required=False),
    Field("about", _l("Note"), ("ghi-chu", "mo-ta", "gioi-thieu", "note"), required=False),
    Field("key", _l("Its key in this list"), ("ma", "ma-so", "id", "key"), required=False),
    Field("checked", _l("Checked on"),
          ("ngay-kiem-tra", "kiem-tra-ngay", "checked-on"), required=False),
)  # fmt: skip
COLUMNS = {
    "phones": "phone", "address": "address", "hours": "hours", "days": "days", "about": "about",
    "point": "lat",
}  # fmt: skip
"""What an entry has, by the field of a sheet that says it."""
MOST_BYTES = 20_000_000
"""Of the table that an extract of a map becomes, every feature of a kind that is kept."""


@dataclass(frozen=True)
class Row:
    """An entry as a row has it; places by their ids, ``key`` empty where the row gives none."""

    kind_id: int
    commune_id: int | None
    village_id: int | None
    said: Said
    key: str
    checked_on: date | None


@dataclass
class Known:
    """What is known before the rows are read: kinds by their names, communes and villages."""

    kinds: dict[str, int]
    communes: dict[str, int]
    villages: dict[tuple[int, str], int]
    fixed: Place | None

    @classmethod
    def of(cls, agency: Agency) -> "Known":
        fixed = commune_of(agency)
        kinds = {called: each.id for each in queries.kinds() for called in each.called}
        communes = [fixed] if fixed else list(places.communes())
        known = {name: each.id for each in communes for name in _names(each)}
        inside = places.villages_of(fixed) if fixed else ()
        villages = {
            (each.parent_id or 0, name): each.id for each in inside for name in _names(each)
        }
        return cls(kinds, known, villages, fixed)

    def kind(self, named: str) -> int:
        found = self.kinds.get(fold(named))
        if found is None:
            raise BadValue(_l("There is no kind of entry called “%(name)s”.", name=named[:40]))
        return found

    def commune(self, named: str) -> int | None:
        if not named:
            return self.fixed.id if self.fixed else None
        found = self.communes.get(" ".join(words(named)))
        if found is None and self.fixed is not None:
            raise BadValue(_l("This row is of %(named)s. The list is of %(place)s: leave it out.",
                              named=named[:60], place=self.fixed.title))  # fmt: skip
        if found is None:
            raise BadValue(_l("There is no commune called “%(name)s” now.", name=named[:60]))
        return found

    def village(self, commune_id: int | None, named: str) -> int | None:
        """Give the village of that name; one that is not on the list stays in the address."""
        return self.villages.get((commune_id or 0, " ".join(words(named)))) if named else None


def _names(place: Place) -> tuple[str, ...]:
    return " ".join(words(place.title)), " ".join(words(place.name)), place.code


def _agency(upload: SheetUpload) -> Agency:
    return db.session.get_one(Agency, upload.subject_id)


def _reader(upload: SheetUpload) -> Read:
    known, cells_of, heads = Known.of(_agency(upload)), Cells(FIELDS, upload.columns), upload.heads
    seen: dict[str, int] = {}

    def entry(number: int, cells: list[str]) -> Row | None:
        row = cells_of.row(cells)
        if not any(row.values()) or is_head(cells, heads) or is_sum(row.get("kind", "")):
            return None
        refuse_hollow(row)
        read = _read(row, known)
        if read.key:
            first = seen.setdefault(read.key, number)
            if first != number:
                raise BadValue(_l("This key stands in row %(row)s already.", row=first))
        return read

    return entry


def _read(row: Mapping[str, str], known: Known) -> Row:
    name = line(row.get("name", ""), MAX_NAME + 1)
    if not name:
        raise BadValue(_l("Write its name."))
    if len(name) > MAX_NAME:
        raise BadValue(_l("This name is too long: at most %(most)s characters.", most=MAX_NAME))
    commune_id = known.commune(line(row.get("commune", ""), 80))
    named = line(row.get("village", ""), 80)
    village_id = known.village(commune_id, named)
    address = row.get("address", "")
    whole = address if village_id or not named else ", ".join(filter(None, [address, named]))
    said = Said(
        name,
        phones=as_phones(row["phone"]) if row.get("phone") else "",
        address=line(whole, MAX_ADDRESS),
        hours=as_hours(line(row["hours"], MAX_LINE)) if row.get("hours") else "",
        days=as_days(line(row["days"], MAX_LINE)) if row.get("days") else "",
        about=clean(row.get("about", ""), MAX_ABOUT),
        point=_point(row.get("lat", ""), row.get("long", "")),
    )
    checked = as_date(row["checked"]) if row.get("checked") else None
    key = line(row.get("key", ""), MAX_KEY)
    return Row(known.kind(row.get("kind", "")), commune_id, village_id, said, key, checked)


def _point(lat: str, long: str) -> tuple[float, float] | None:
    if not lat and not long:
        return None
    values = [decimal(each.strip(), 3) if "." in each else None for each in (lat, long)]
    if None in values:
        return as_point(f"{lat}, {long}")
    return as_point(f"{values[0]}, {values[1]}")


def _apply(upload: SheetUpload, rows: Rows) -> Steps:
    left_alone = [name for name, column in COLUMNS.items() if column not in upload.columns]

    def take(some: Rows) -> Iterator[str]:
        agency, kinds = _agency(upload), {each.id: each for each in queries.kinds()}
        placed = [_placed(each) for each in some]
        keys = [row.key or keeping.key_of(kinds[row.kind_id], row.said) for row in placed]
        there = queries.by_keys(agency.id, keys)
        fresh: dict[str, Newcomer] = {}
        for row, key in zip(placed, keys, strict=True):
            if key in fresh:  # without keys of their own two rows may mean one
                there |= queries.by_keys(agency.id, _born(agency, fresh))
            found, kind = there.get(key), kinds[row.kind_id]
            if found is None:
                fresh[key] = Newcomer(kind, key, row.said, row.checked_on)
                yield NEW
            else:
                said = _with_rest(row.said, found, left_alone)
                yield _bring_up_to_date(found, kind, said, row.checked_on)
        _born(agency, fresh)

    return take_over(upload, rows, "directory.import", take)


def _placed(row: Row) -> Row:
    """Give the row with its places themselves beside their ids."""
    commune, village = places.get(row.commune_id), places.get(row.village_id)
    return replace(row, said=replace(row.said, commune=commune, village=village))


def _with_rest(said: Said, found: DirectoryEntry, left_alone: Sequence[str]) -> Said:
    """Give what a row says, and as it is what the file has no column for."""
    kept = {name: getattr(found, name) for name in left_alone if name != "point"}
    if "point" in left_alone and found.lat is not None and found.long is not None:
        kept["point"] = (found.lat, found.long)
    return replace(said, values=found.values, **kept)


def _born(agency: Agency, fresh: dict[str, Newcomer]) -> list[str]:
    """Write down what is new until here, and give its keys; ``fresh`` is empty then."""
    keys, rows = list(fresh), list(fresh.values())
    bear(agency, rows, clock.now())
    fresh.clear()
    return keys


def _bring_up_to_date(
    entry: DirectoryEntry, kind: DirectoryKind, said: Said, checked_on: date | None
) -> str:
    """Write down what a row says of an entry; say whether that changed it."""
    if entry.kind_id == kind.id and keeping.is_as_said(entry, said):
        _note_check(entry, checked_on)
        return SAME
    now = clock.now()
    with db.session.no_autoflush:
        entry.kind, entry.kind_id = kind, kind.id
        keeping.describe(entry, said, now)
        entry.version += 1
        entry.checked_on, entry.checked_by_id, entry.checked_by_owner = None, None, False
        entry.check_due, entry.told_of_check = clock.local(now).date(), False
        _note_check(entry, checked_on)
        finding.index(entry)
    return CHANGED


def _note_check(entry: DirectoryEntry, day: date | None) -> None:
    if day is not None and (entry.checked_on is None or day > entry.checked_on):
        entry.checked_on, entry.checked_by_id, entry.checked_by_owner = day, None, False
        entry.check_due, entry.told_of_check = keeping.due(entry.kind, day), False


SHEET = register(
    SheetKind(name="directory", fields=FIELDS, reader=_reader, apply=_apply,
              most_rows=MOST_FEATURES, most_bytes=MOST_BYTES)
)  # fmt: skip
