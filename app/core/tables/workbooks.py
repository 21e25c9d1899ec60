"""Workbooks and HTML tables, opened in the limited process: see ``core.fork_server``."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from flask_babel import lazy_gettext as _l

from app.core.fork_server import DAMAGED, TOO_HEAVY, DecoderBusy, ForkServer, Undecodable, nonsense
from app.core.tables.errors import SheetError

BOOK, PAGE = "book", "page"
NICE = 5
"""Somebody waits, but readers come first."""
PROCESS = {
    "cpu_seconds": 10,
    "wall_seconds": 20,
    "memory_mb": 512,
    "answer_bytes": 64 * 1024 * 1024,
}
SENTENCES = {
    DAMAGED: _l("The XLSX file is damaged. Save it again and try once more."),
    TOO_HEAVY: _l("The sheet is too heavy to be read: something stands far below or right of "
                  "the table. Copy the table into a new file."),
    "locked": _l("The file is locked with a password. Save it without one and try again."),
    "no_book": _l("The file is neither XLSX, XLS nor CSV. Save it as one of these and try again."),
    "no_sheet": _l("There is no such sheet in the file, or it is hidden."),
    "unpacks": _l("The file unpacks to far more than a table needs. It was refused."),
    "rows": _l("The sheet has too many rows. Split it and import the parts."),
    "columns": _l("The sheet has too many columns."),
    "cell": _l("A cell holds far too much text."),
}  # fmt: skip
REASONS = frozenset(SENTENCES)
Row = tuple[int, list[str]]


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


@dataclass(frozen=True)
class RawSheet:
    """A sheet as it came: not cleaned. ``stacked``: first and last row of cells merged down."""

    name: str
    rows: list[Row]
    stacked: list[tuple[int, int]]


def opened(
    content: bytes, act: str, limits: Limits, sheet: str = "", most: int | None = None
) -> tuple[list[str], list[RawSheet]]:
    """Give the names of the visible sheets, and the rows of ``sheet`` or of all of them.

    Raises:
        SheetError: too large, damaged, locked, dangerous, or no such sheet.
    """
    order = {"act": act, "nice": NICE, "sheet": sheet, "rows": most, "limits": asdict(limits)}
    try:
        answer = _server.run(order, content)
    except Undecodable as refusal:
        raise SheetError(SENTENCES[refusal.reason]) from refusal
    except DecoderBusy as busy:
        raise SheetError(_l("Too many files are being read. Try again in a minute.")) from busy
    try:
        names = [str(name) for name in answer.head["sheets"]]
        return names, [_sheet(each) for each in json.loads(answer.files["tables"])]
    except (ValueError, KeyError, TypeError) as error:
        raise SheetError(SENTENCES[nonsense().reason]) from error


def _sheet(given: list[object]) -> RawSheet:
    name, rows, stacked = given
    if not (isinstance(rows, list) and isinstance(stacked, list)):
        raise TypeError("no rows")
    return RawSheet(
        str(name),
        [(int(number), [str(cell) for cell in cells]) for number, cells in rows],
        [(int(first), int(last)) for first, last in stacked],
    )


_server = ForkServer(PROCESS, Path(__file__).parent.with_name("limited") / "workbook.py", REASONS)
