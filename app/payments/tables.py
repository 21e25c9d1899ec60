"""Reads the tables that banks and water stations send: CSV in any usual encoding, XLSX.

The limits of ``core.sheets`` hold here too: what a file unpacks to is counted before anything
parses it. Formulas are refused (their value is not in our hands), and merged cells below the
head are refused (whose they are cannot be told).
"""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, cast

import openpyxl
from flask_babel import lazy_gettext as _l

from app.core.sheets import DAMAGE, DAMAGED, LIMITS, Limits, SheetError
from app.core.text import clean

ZIP = b"PK\x03\x04"
CONTROL_BYTES = b"\x00"
WINDOWS = "cp1258"
"""Vietnamese Windows: what old office programs save as CSV."""
MERGED = re.compile(rb'<mergeCell [^>]*ref="[A-Z]+(\d{1,7}):[A-Z]+(\d{1,7})"')
SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
PIECE = 1_000_000
Cells = list[str]


def rows(content: bytes, limits: Limits = LIMITS) -> Iterator[tuple[int, Cells]]:
    """Give (line number, cells as cleaned text) of every row that is not empty.

    Dates come as 2026-11-19, whole numbers without ".0".

    Raises:
        SheetError: too large, not a table, damaged, dangerous, or with formulas.
    """
    if len(content) > limits.packed:
        raise SheetError(_l("The file is too large. Split it and import the parts."))
    is_book = content.startswith(ZIP)
    found = _from_xlsx(content, limits) if is_book else _from_csv(content)
    kept = 0
    for number, raw in enumerate(found, start=1):
        cells = [_text(cell, number, limits) for cell in raw]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        kept += 1
        if kept > limits.rows + 30:
            raise SheetError(_l("The sheet has too many rows. Split it and import the parts."))
        if len(cells) > limits.columns:
            raise SheetError(_l("The sheet has too many columns."))
        yield number, cells


def first_rows(content: bytes, count: int, limits: Limits = LIMITS) -> list[tuple[int, Cells]]:
    """Give the first ``count`` rows that are not empty; raises as ``rows`` does."""
    return list(islice(rows(content, limits), count))


def refuse_merged(content: bytes, below: int) -> None:
    """Raise ``SheetError`` where cells are merged in a row after ``below``."""
    if not content.startswith(ZIP):
        return
    for first, last in _merged_of(content):
        if last > below:
            raise SheetError(
                _l("Cells are merged in row %(row)s. Split them, then send the file again.",
                   row=max(first, below + 1))
            )  # fmt: skip


def _text(cell: Any, row: int, limits: Limits) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    if text.startswith("="):
        raise SheetError(
            _l("Row %(row)s holds a formula. Save the sheet with values only, then send it again.",
               row=row)
        )  # fmt: skip
    if len(text) > limits.cell:
        raise SheetError(_l("A cell holds far too much text."))
    return clean(text)


def _from_csv(content: bytes) -> Iterator[Cells]:
    text = _decoded(content)
    sample = "\n".join(text.splitlines()[:10])
    delimiter = max(";,\t|", key=sample.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise SheetError(_l("The CSV file is damaged: a quotation mark is not closed.")) from error


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif CONTROL_BYTES in content:
        encodings = ()
    else:
        encodings = ("utf-8-sig", WINDOWS)
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError(_l("The file is neither XLSX nor CSV. Save it as one of these and try again."))


def _from_xlsx(content: bytes, limits: Limits) -> Iterator[tuple[Any, ...]]:
    _refuse_bomb(content, limits)
    if not openpyxl.DEFUSEDXML:
        raise SheetError(_l("XLSX cannot be read safely here. Send CSV in UTF-8."))
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = cast(Any, book.worksheets[0])
        sheet.reset_dimensions()  # what the file says of its own size is not to be believed
        yield from sheet.iter_rows(values_only=True, max_col=limits.columns + 1)
    except DAMAGE as error:
        if isinstance(error, SheetError):
            raise
        raise SheetError(DAMAGED) from error


def _refuse_bomb(content: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise SheetError(DAMAGED) from error
    if len(entries) > limits.files or sum(e.file_size for e in entries) > limits.unpacked:
        raise SheetError(_l("The file unpacks to far more than a table needs. It was refused."))


def _merged_of(content: bytes) -> list[tuple[int, int]]:
    try:
        return list(_merged(content))
    except DAMAGE as error:
        raise SheetError(DAMAGED) from error


def _merged(content: bytes) -> Iterator[tuple[int, int]]:
    """Give (first row, last row) of the first sheet's merged cells, read in pieces."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = sorted(
            n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)
        )
        if not sheets:
            return
        with archive.open(sheets[0]) as file:
            tail = b""
            while piece := file.read(PIECE):
                text = tail + piece
                for found in MERGED.finditer(text):
                    yield int(found[1]), int(found[2])
                tail = text[text.rfind(b"<") :] if b"<" in text[-200:] else b""
