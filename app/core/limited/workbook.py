"""What the limited process does with one workbook or HTML table: give its rows as text.

Calamine reads .xlsx and .xls. It builds a dense block of cells and may end the process on a
hostile file, so what the archive unpacks to is counted before it, entities are refused, and the
limits of the process do the rest. What calamine does not tell (formulas without a stored value)
is looked for in the sheet's XML here.
"""

from __future__ import annotations

import importlib
import io
import json
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree  # no entities: parts with a DOCTYPE are refused before

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

page = importlib.import_module("page")  # by name: this folder is run by its path

ZIP = b"PK\x03\x04"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>[^<]")
PLACE = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")
TEXT_RESULT = re.compile(rb"\bt=\"str\"")
HOLLOW = "="
"""Stands in a cell whose formula was never worked out."""
MOST_SHEETS, LONGEST_NAME = 50, 100
LARGEST_EXACT = 10**15
BLANK_ROWS = 30
"""Letterheads and notes do not count against the number of rows."""
Row = tuple[int, list[str]]


class Refused(Exception):
    """The file is not taken; `reason` is one of the words of `tables.workbooks.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


SMALL = {
    "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'content-types"/>',
    "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'relationships"><Relationship Id="b" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    b'main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    b'<sheet name="A" sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/'
    b'2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/worksheet" Target="worksheets/a.xml"/></Relationships>',
    "xl/worksheets/a.xml": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    b'main"><sheetData><row r="1"><c r="A1"><f>1+1</f></c></row></sheetData></worksheet>',
}
"""The parts of the smallest workbook there is."""


def prepare_process(limits: dict[str, int]) -> None:
    """Have the libraries load all they ever load: a child can open nothing."""
    few = {"files": 9, "unpacked": 9_999, "rows": 9, "columns": 9, "cell": 99}
    order = {"sheet": "", "rows": None, "limits": few}
    small = io.BytesIO()
    with zipfile.ZipFile(small, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in SMALL.items():
            archive.writestr(name, content)
    done({**order, "act": "book"}, small.getvalue(), limits)
    done({**order, "act": "page"}, b"<table><tr><td>&agrave;</table>", limits)


def done(
    order: dict[str, Any], data: bytes, limits: dict[str, int]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Read `data`; `order` says `act` (book or page), `sheet` ("" for all) and `rows`.

    Gives {"sheets": names of the visible sheets} and the file "tables", JSON: for each sheet read
    [name, rows as [number, cells], [first, last] of cells merged over several rows].
    """
    limits = {**limits, **order["limits"]}
    try:
        names, tables = _page(data, order, limits) if order["act"] == "page" else _book(
            data, order, limits
        )  # fmt: skip
    except PasswordError as error:
        raise Refused("locked") from error
    except CalamineError as error:
        raise Refused("damaged") from error
    except (Refused, Exception):
        raise
    except BaseException as panic:  # calamine's panics are no Exception
        raise Refused("damaged") from panic
    return {"sheets": names}, {"tables": json.dumps(tables, ensure_ascii=False).encode()}


def _book(
    data: bytes, order: dict[str, Any], limits: dict[str, int]
) -> tuple[list[str], list[Any]]:
    parts = _parts(data, limits) if data.startswith(ZIP) else None
    if parts is None and ENCRYPTED in data:
        raise Refused("locked")
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = _visible(book)
    wanted = [name for name in names if order["sheet"] in ("", plain(name))]
    if not wanted:
        raise Refused("no_sheet")
    return [plain(name) for name in names], [
        _sheet(book.get_sheet_by_name(name), _hollow(parts, name), order["rows"], limits)
        for name in wanted
    ]


def _parts(data: bytes, limits: dict[str, int]) -> zipfile.ZipFile:
    """Open the archive, once what it unpacks to is counted and no part has entities.

    zipfile never gives more of an entry than the entry declares.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if len(entries) > limits["files"] or sum(e.file_size for e in entries) > limits["unpacked"]:
        raise Refused("unpacks")
    if "xl/workbook.xml" not in archive.namelist():
        raise Refused("no_book")
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")) and _has_entities(archive, entry):
            raise Refused("damaged")
    return archive


def _has_entities(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    content = archive.read(entry)
    if b"\0" in content[:4]:  # sixteen bits a letter
        content = content.replace(b"\0", b"")
    return any(word in content for word in FORBIDDEN)


def _visible(book: CalamineWorkbook) -> list[str]:
    found = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]
    return found[:MOST_SHEETS]


def _hollow(parts: zipfile.ZipFile | None, name: str) -> dict[int, list[int]]:
    """Give the columns, by row, whose formula has no stored value."""
    content = _sheet_xml(parts, name) if parts else b""
    found: dict[int, list[int]] = {}
    if not FORMULA.search(content):
        return found
    for attributes, inner in CELL.findall(content):
        place = PLACE.search(attributes)
        if place and _is_hollow(attributes, inner):
            found.setdefault(int(place[2]), []).append(_column(place[1]))
    return found


def _is_hollow(attributes: bytes, inner: bytes) -> bool:
    if not FORMULA.search(inner) or TEXT_RESULT.search(attributes):
        return False
    return not VALUE.search(inner)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _sheet_xml(parts: zipfile.ZipFile, name: str) -> bytes:
    """Give the XML of the sheet called `name`, empty where it cannot be found."""
    book = ElementTree.fromstring(parts.read("xl/workbook.xml"))  # noqa: S314
    ids = [
        value
        for sheet in book.iter()
        if sheet.get("name") == name
        for key, value in sheet.items()
        if key.endswith("}id")
    ]
    links = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = [link.get("Target", "") for link in links.iter() if link.get("Id") in ids[:1]]
    paths = [posixpath.normpath(posixpath.join("/xl", target))[1:] for target in targets]
    return parts.read(paths[0]) if paths and paths[0] in parts.namelist() else b""


def _sheet(
    sheet: CalamineSheet, hollow: dict[int, list[int]], most: int | None, limits: dict[str, int]
) -> list[Any]:
    rows = enumerate(_cells(sheet), start=1 + _rows_above(sheet))
    texts = ((number, _texts(cells, hollow.get(number))) for number, cells in rows)
    stacked = [
        (first + 1, last + 1)
        for (first, _), (last, _) in sheet.merged_cell_ranges or []
        if last > first
    ]
    return [plain(sheet.name), _kept(texts, most, limits), stacked]


def plain(name: str) -> str:
    """Give a sheet's name as it is shown and chosen by: one line, nothing invisible."""
    seen = "".join(char if char.isprintable() else " " for char in name)
    return " ".join(seen.split())[:LONGEST_NAME]


def _rows_above(sheet: CalamineSheet) -> int:
    return sheet.start[0] if sheet.start else 0


def _cells(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """Give the rows from the first that has a value on, each from column A on."""
    if not sheet.start:
        return
    before: list[Any] = [""] * sheet.start[1]
    for row in sheet.to_python(skip_empty_area=True):
        yield before + row


def _texts(cells: list[Any], hollow: list[int] | None) -> list[str]:
    texts = [cell if isinstance(cell, str) else _text(cell) for cell in cells]
    for column in hollow or ():
        texts += [""] * (column + 1 - len(texts))
        texts[column] = HOLLOW
    return texts


def _text(cell: Any) -> str:
    """Give a cell as it is compared: days as 2026-11-19, whole numbers without ".0"."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, int) or cell.is_integer():
        return str(int(cell))
    # Fifteen digits are what a workbook keeps: 0.1 + 0.2 is 0.3 there.
    return f"{cell:.15g}" if abs(cell) < LARGEST_EXACT else str(cell)


def _kept(rows: Iterable[Row], most: int | None, limits: dict[str, int]) -> list[Row]:
    """Keep the rows that say something, the first `most` of them."""
    kept: list[Row] = []
    for number, cells in rows:
        while cells and (not cells[-1] or cells[-1].isspace()):
            cells.pop()
        if cells:
            kept.append((number, cells))
            _check(len(kept), cells, limits)
        if most is not None and len(kept) >= most:
            break
    return kept


def _check(count: int, cells: list[str], limits: dict[str, int]) -> None:
    if count > limits["rows"] + BLANK_ROWS:
        raise Refused("rows")
    if len(cells) > limits["columns"]:
        raise Refused("columns")
    if max(map(len, cells)) > limits["cell"]:
        raise Refused("cell")


def _page(
    data: bytes, order: dict[str, Any], limits: dict[str, int]
) -> tuple[list[str], list[Any]]:
    found = page.Page(limits["rows"], limits["columns"])
    try:
        found.feed(data.decode())
        found.close()
    except page.TooLarge as error:
        raise Refused(error.reason) from error
    rows = _kept(enumerate(found.rows, start=1), order["rows"], limits)
    return [""], [["", rows, found.stacked]]
