"""Villages from a sheet: every row is checked, and only a sheet without a fault goes in.

Nobody publishes villages, so an operator keeps the sheet. Columns, by their heads (accents and
case do not matter): ma_xa and/or xa, ten_thon, loai, and if known so_ho, nhan_khau, ma_thon.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.db import db
from app.core.tables import asides, columns, reading
from app.core.tables.columns import HEAD_WITHIN, Field
from app.core.tables.errors import SheetError
from app.core.text import ascii_slug, whole, words
from app.places.imports.communes import Communes, Named
from app.places.imports.units import REFORM
from app.places.models import VILLAGE, Place

Row = tuple[int, dict[str, str]]
"""A row's number in the file, and its cells by head in slug form ("Tên thôn" is "ten-thon")."""
HEADS = {
    "commune_code": ("ma-xa", "ma-phuong", "ma-don-vi"),
    "commune": ("xa", "ten-xa", "xa-phuong", "phuong-xa", "phuong"),
    "name": ("ten-thon", "thon", "ten", "ten-thon-to-dan-pho"),
    "unit_type": ("loai", "loai-hinh"),
    "households": ("so-ho",),
    "residents": ("nhan-khau", "so-nhan-khau", "so-nguoi"),
    "code": ("ma-thon",),
}
FIELDS = tuple(Field(name, name, heads) for name, heads in HEADS.items())
# Longer ones first: "Tổ dân phố" is not a "Tổ". Read off a name where the column is empty.
USUAL_TYPES = ("Tổ dân phố", "Khu dân cư", "Khu phố", "Thôn", "Bản", "Làng", "Xóm", "Ấp", "Buôn",
               "Khóm", "Khối", "Phố", "Tổ", "Khu")  # fmt: skip
MOST_RESIDENTS = 100_000


@dataclass(frozen=True)
class Sheet:
    """A sheet of villages: its rows, and the rows (number, text) that are none."""

    rows: list[Row]
    aside: list[tuple[int, str]]


def read(content: bytes, name: str = "") -> Sheet:
    """Read a file's sheet called ``name``, or the only one that has the heads of villages.

    The heads are looked for below a letterhead. Letterheads, sums and signatures are set aside.

    Raises:
        SheetError: it cannot be read as a table, or several sheets could be meant.
    """
    tables = [each for each in reading.look(content, None, sheet=name) if each.rows]
    meant = [each for each in tables if columns.has_head(FIELDS, each.rows[:HEAD_WITHIN])]
    if len(meant) > 1:
        names = ", ".join(each.name for each in meant)
        raise SheetError(_l("Say which sheet is meant: %(names)s.", names=names))
    if not tables:
        raise SheetError(_l("The file is empty: the first row must name the columns."))
    return _parted(meant[0] if meant else tables[0])


def _parted(table: reading.Table) -> Sheet:
    guess = columns.guess(FIELDS, table.rows[:HEAD_WITHIN])
    heads = [ascii_slug(head) for head in guess.heads]
    sheet = Sheet([], [])
    for number, cells in table.rows:
        row = _by_head(heads, cells)
        if number < guess.head_row or (number > guess.head_row and _is_aside(cells, heads, row)):
            sheet.aside.append((number, " · ".join(filter(None, cells))))
        elif number > guess.head_row:
            sheet.rows.append((number, row))
    return sheet


def _by_head(heads: list[str], cells: list[str]) -> dict[str, str]:
    """Give cells by head, empty ones too; of two equal heads the second is left out."""
    row: dict[str, str] = {}
    for at, head in enumerate(heads):
        if head:
            row.setdefault(head, cells[at] if at < len(cells) else "")
    return row


def _is_aside(cells: list[str], heads: list[str], row: dict[str, str]) -> bool:
    said = {name: _first(row, name) for name in HEADS}
    where = said["commune_code"] or said["commune"] or said["unit_type"] or said["code"]
    is_named = bool(said["name"] and where) and not asides.is_sum(said["name"])
    figures = [said[name] for name in ("commune_code", "households", "residents", "code")]
    return asides.is_aside(cells, heads, is_named, figures)


def _first(row: dict[str, str], name: str) -> str:
    return next((row[head] for head in HEADS[name] if row.get(head)), "")


class RowError(ValueError):
    """A row cannot go in; ``reason`` is for the person who keeps the sheet."""

    def __init__(self, reason: Any) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Village:
    """One checked row."""

    code: str
    unit_type: str
    name: str
    commune: Named
    households: int | None
    residents: int | None


@dataclass
class Report:
    """What an import did; nothing, when there are ``faults`` (line number, reason)."""

    added: int = 0
    updated: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)


def import_villages(rows: Iterable[Row]) -> Report:
    """Check every row, then add or update the villages if none is at fault; the caller commits.

    Safe to run again. A village that the sheet no longer has stays.

    Raises:
        SheetError: when the sheet lacks a needed column or any row.
    """
    report, checked = Report(), _Checker()
    for number, cells in rows:
        try:
            checked.take(number, _by_field(cells))
        except RowError as error:
            report.faults.append((number, str(error.reason)))
    if not report.faults and not checked.villages:
        raise SheetError(_l("The sheet has no rows."))
    if not report.faults:
        _store(checked.villages, report)
    return report


def _by_field(cells: dict[str, str]) -> dict[str, str]:
    found = {name: _first(cells, name) for name in HEADS}
    if not any(head in cells for head in HEADS["name"]):
        raise SheetError(_l("The column ten_thon (name of the village) is missing."))
    return found


class _Checker:
    """Checks rows against the communes and against one another."""

    def __init__(self) -> None:
        self.communes = Communes()
        self.villages: list[Village] = []
        self._lines: dict[str, int] = {}

    def take(self, number: int, cells: dict[str, str]) -> None:
        """Check one row and keep it; raise ``RowError`` for one at fault."""
        village = self._read(cells)
        if village.code in self._lines:
            raise RowError(
                gettext(
                    "The same village as in row %(row)s, or one that differs only in accents: "
                    "give each its own ma_thon.",
                    row=self._lines[village.code],
                )
            )
        self._lines[village.code] = number
        self.villages.append(village)

    def _read(self, cells: dict[str, str]) -> Village:
        unit_type, name = _named(cells["unit_type"], cells["name"])
        try:
            commune = self.communes.find(cells["commune_code"], cells["commune"])
        except LookupError as error:
            raise RowError(error.args[0]) from error
        code = ascii_slug(cells["code"]) or ascii_slug(f"{unit_type} {name}")
        return Village(
            f"{commune.named.code}-{code}"[:80],
            unit_type,
            name,
            commune,
            _count(cells["households"]),
            _count(cells["residents"]),
        )


def _named(unit_type: str, name: str) -> tuple[str, str]:
    """Part the type from the name, whether or not the sheet wrote it twice."""
    kind = unit_type or next((one for one in USUAL_TYPES if _begins(name, one)), "")
    if not kind or len(kind) > 30 or not words(kind):
        raise RowError(_l("The type is missing (thôn, bản, tổ dân phố…)."))
    if _begins(name, kind):
        name = " ".join(name.split()[len(kind.split()) :])
    if not words(name) or len(name) > 100:
        raise RowError(_l("The name is missing or too long."))
    return kind[:1].upper() + kind[1:].lower(), name


def _begins(name: str, kind: str) -> bool:
    size = len(kind.split())
    return words(" ".join(name.split()[:size])) == words(kind) and len(name.split()) > size


def _count(cell: str) -> int | None:
    """Read a count that may be grouped: 1.205 or 1,205 or 1 205."""
    if not cell:
        return None
    digits = cell.replace(".", "").replace(",", "").replace(" ", "")
    number = whole(digits)
    if number is None or number > MOST_RESIDENTS:
        raise RowError(gettext("“%(cell)s” is no number of households or people.", cell=cell))
    return number


def _store(villages: list[Village], report: Report) -> None:
    rows = db.session.scalars(select(Place).where(Place.kind == VILLAGE, Place.valid_to.is_(None)))
    known = {row.code: row for row in rows}
    twins = Counter((v.commune.place.id, *words(f"{v.unit_type} {v.name}")) for v in villages)
    for village in villages:
        place = known.get(village.code)
        if place is None:
            place = Place(kind=VILLAGE, code=village.code, valid_from=REFORM)
            db.session.add(place)
            report.added += 1
        else:
            report.updated += 1
        twin = twins[village.commune.place.id, *words(f"{village.unit_type} {village.name}")] > 1
        _fill(place, village, twin)


def _fill(place: Place, village: Village, twin: bool) -> None:
    """Write a row; of two namesakes in a merged commune each keeps its former commune's name."""
    above, former = village.commune.place, village.commune.named
    place.parent = above
    context = former.title if twin and former is not above else ""
    place.rename(
        village.unit_type, village.name, context=context, above=f"{former.title} {above.title}"
    )
    place.households, place.residents = village.households, village.residents
