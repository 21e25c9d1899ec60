"""Text that may be a table: its encoding, and the separator of its columns."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from flask_babel import lazy_gettext as _l

from app.core.tables.errors import SheetError
from app.core.tables.letters import recognise

SEPARATORS = ";\t|,"
"""The comma last: it also stands inside amounts and sentences."""
SAMPLE_ROWS = 60
"""Banks print up to some twenty rows of letterhead, which say nothing of the columns."""
SAID = re.compile(r"sep=(.)\r?\n")
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROLS, END = re.compile(rb"[\x00-\x08\x0e-\x1f]"), b"\x1a\r\n"
"""Bytes that no text has, but for the end mark of DOS programs: this is something else."""
VIETNAMESE, WESTERN = "cp1258", "cp1252"
"""What old office programs save; text in TCVN3 and VNI fonts is Western to them."""
AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
Cells = list[str]


def decoded(content: bytes) -> tuple[str, str]:
    """Give the text, and in which old letters it was typed ("" for Unicode); it is converted later.

    Raises:
        SheetError: these bytes are no text.
    """
    if content.startswith(MARKS):
        return _tried(content, "utf-16"), ""
    if CONTROLS.search(content.rstrip(END)):
        raise _no_text()
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return _old(content)


def rows(text: str) -> Iterator[tuple[int, Cells]]:
    """Give (line number, cells) of each line of `text`, empty ones too.

    Raises:
        SheetError: a quotation mark is not closed.
    """
    said = SAID.match(text)
    body, first = (text[said.end() :], 2) if said else (text, 1)
    delimiter = said[1] if said else separator(body)
    try:
        found = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
        wrapped = '="' in body or '=""' in body
        for number, cells in enumerate(found, start=first):
            yield number, [_unwrapped(cell) for cell in cells] if wrapped else cells
    except csv.Error as error:
        raise SheetError(_l("The CSV file is damaged: a quotation mark is not closed.")) from error


def separator(text: str) -> str:
    """Give the separator by which the most rows have one and the same number of cells."""
    return max(SEPARATORS, key=lambda each: _agreement(text, each))


def _agreement(text: str, delimiter: str) -> tuple[int, int]:
    """Give in how many of the first rows the usual number of cells is found, and that number."""
    try:
        lines = list(islice(csv.reader(io.StringIO(text), delimiter=delimiter), SAMPLE_ROWS))
    except csv.Error:
        return 0, 0
    counts = Counter(len(cells) for cells in lines if len(cells) > 1)
    return max(((rows, cells) for cells, rows in counts.items()), default=(0, 0))


def _unwrapped(cell: str) -> str:
    """Give ``="0123"``, by which programs keep a number's first zero, as 0123."""
    found = AS_TEXT.fullmatch(cell) if cell.startswith("=") else None
    return found[1] if found else cell


def _old(content: bytes) -> tuple[str, str]:
    western = content.decode(WESTERN, errors="replace")
    letters = recognise(_words(western))
    return (western, letters) if letters else (_tried(content, VIETNAMESE), "")


def _words(text: str) -> list[str]:
    return re.split(r"[;,|\t\r\n\" ]+", text[:20_000])


def _tried(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _no_text() from error


def _no_text() -> SheetError:
    return SheetError(
        _l("The file is neither XLSX, XLS nor CSV. Save it as one of these and try again.")
    )
