"""Reads a table that somebody sends, CSV or XLSX, without letting it eat the machine.

What a file unpacks to is counted before anything parses it (two megabytes can hold gigabytes),
rows are read one at a time, and XML with entities is refused.
"""

import csv
import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

# Where lxml happens to be installed openpyxl would prefer it, and lxml expands entities: this
# must be said before openpyxl is first imported.
os.environ["OPENPYXL_LXML"] = "False"

import openpyxl
from defusedxml import DefusedXmlException
from flask_babel import lazy_gettext as _l
from openpyxl.utils.exceptions import InvalidFileException

from app.core.errors import DomainError
from app.core.text import ascii_slug, clean


@dataclass(frozen=True)
class Limits:
    """What a sheet may be: bytes as sent and unpacked, files inside, rows, columns, letters."""

    packed: int = 5_000_000
    unpacked: int = 60_000_000
    files: int = 200
    rows: int = 20_000
    columns: int = 60
    cell: int = 1_000


LIMITS = Limits()
DAMAGED = _l("The XLSX file is damaged. Save it again and try once more.")
DAMAGE = (
    DefusedXmlException,
    InvalidFileException,
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What zipfile and openpyxl let through for a file that only looks like a workbook: torn streams,
a password (RuntimeError), packing that Python does not know, XML without end."""
Row = tuple[int, dict[str, str]]


class SheetError(DomainError):
    """The file cannot be read as a table; the sentence says why."""


def read(path: Path, limits: Limits = LIMITS) -> Iterator[Row]:
    """Give (line number, {column: cell}) for each row below the head that is not empty.

    Columns are named by their head in slug form ("Tên thôn" is "ten-thon"); the second of two
    equal heads is left out. Cells are cleaned text; whole numbers have no ".0".

    Raises:
        SheetError: for a file that is too large, not a table, or dangerous.
    """
    if path.stat().st_size > limits.packed:
        raise SheetError(_l("The file is too large. Split it and import the parts."))
    rows = _from_xlsx(path, limits) if zipfile.is_zipfile(path) else _from_csv(path)
    return _named(rows, limits)


def _named(rows: Iterable[Iterable[Any]], limits: Limits) -> Iterator[Row]:
    heads: list[str] = []
    for number, cells in enumerate(rows, start=1):
        if number > limits.rows + 1:
            raise SheetError(_l("The sheet has too many rows. Split it and import the parts."))
        texts = [_text(cell, limits) for cell in cells]
        if len(texts) > limits.columns and any(texts[limits.columns :]):
            raise SheetError(_l("The sheet has too many columns."))
        if not heads:
            heads = [ascii_slug(cell) for cell in texts]
        elif any(texts):
            yield number, _row(heads, texts)
    if not any(heads):
        raise SheetError(_l("The file is empty: the first row must name the columns."))


def _row(heads: list[str], texts: list[str]) -> dict[str, str]:
    row: dict[str, str] = {}
    for head, cell in zip(heads, texts, strict=False):
        if head:
            row.setdefault(head, cell)
    return row


def _text(cell: Any, limits: Limits) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if len(text := str(cell)) > limits.cell:
        raise SheetError(_l("A cell holds far too much text."))
    return clean(text)


def _from_csv(path: Path) -> Iterator[list[str]]:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetError(
            _l("The file is neither XLSX nor CSV in UTF-8. Save it as one of these and try again.")
        ) from error
    head = content.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise SheetError(_l("The CSV file is damaged: a quotation mark is not closed.")) from error


def _from_xlsx(path: Path, limits: Limits) -> Iterator[tuple[Any, ...]]:
    _refuse_bomb(path, limits)
    if not openpyxl.DEFUSEDXML:
        raise SheetError(_l("XLSX cannot be read safely here. Send CSV in UTF-8."))
    try:
        with path.open("rb") as file:  # openpyxl leaves open what it fails to read
            sheet = openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets[0]
            sheet.reset_dimensions()  # what the file says of its own size is not to be believed
            yield from sheet.iter_rows(values_only=True, max_col=limits.columns + 1)
    except DAMAGE as error:
        raise SheetError(DAMAGED) from error


def _refuse_bomb(path: Path, limits: Limits) -> None:
    """Count what the archive unpacks to; zipfile never gives more than an entry declares."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise SheetError(DAMAGED) from error
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.files or unpacked > limits.unpacked:
        raise SheetError(_l("The file unpacks to far more than a table needs. It was refused."))
