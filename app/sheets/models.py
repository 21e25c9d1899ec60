"""Sheets that somebody sent, kept until they are applied or dropped; which column holds what."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.actors import OFFICIAL, SYSTEM, Actor
from app.core import codes
from app.core.db import db
from app.core.lifecycle import Life
from app.core.referring import Referenced

MAPPING, CHECKING, CHECKED = "mapping", "checking", "checked"
APPLYING, DONE, FAILED, DROPPED = "applying", "done", "failed", "dropped"
LABELS = {
    MAPPING: _l("Columns to be confirmed"),
    CHECKING: _l("Being checked"),
    CHECKED: _l("Checked, not yet applied"),
    APPLYING: _l("Being applied"),
    DONE: _l("Applied"),
    FAILED: _l("Could not be taken"),
    DROPPED: _l("Dropped"),
}
UPLOAD: Life["SheetUpload"] = Life("sheet_upload", column="state", versioned=False)
UPLOAD.verb("check", {MAPPING, CHECKED, FAILED}, CHECKING)
UPLOAD.verb("show", {CHECKING}, CHECKED)
UPLOAD.verb("apply", {CHECKED}, APPLYING)
UPLOAD.verb("finish", {APPLYING, CHECKING}, DONE)
UPLOAD.verb("fail", {CHECKING, APPLYING}, FAILED)
UPLOAD.verb("drop", {MAPPING, CHECKED, FAILED, CHECKING}, DROPPED)
MAX_NAME, MAX_SHEET, MAX_PROBLEMS, MAX_ASIDE = 120, 100, 200, 100
SHOWN_LETTERS = 160
KEPT = timedelta(days=7)
"""How long a sheet that nobody applied is kept."""


@dataclass
class Notes:
    """What is said of the rows that were not taken; as many are kept in words as are shown.

    ``problems`` are (row number, sentence) pairs, ``aside`` (row number, text) pairs.
    """

    bad: int = 0
    set_aside: int = 0
    problems: list[Any] = field(default_factory=list)
    aside: list[Any] = field(default_factory=list)

    def found_bad(self, row: int, message: str) -> None:
        self.bad += 1
        if self.bad <= MAX_PROBLEMS:
            self.problems.append([row, message])

    def found_aside(self, row: int, cells: list[str]) -> None:
        self.set_aside += 1
        if self.set_aside <= MAX_ASIDE:
            text = " · ".join(cell for cell in cells if cell)
            self.aside.append([row, text[:SHOWN_LETTERS]])


class SheetUpload(Referenced, db.Model):
    """One sheet. ``content`` goes once it is applied or dropped.

    ``problems`` are (row number, sentence) pairs of rows that cannot be taken, ``aside`` (row
    number, text) pairs of rows that are none: letterheads, sums, signatures. ``sheets`` are the
    names of a workbook's sheets that have rows, ``sheet`` the one that is read, "" while a person
    has to choose. ``doubtful`` are fields for which several columns could be meant. ``letters``
    names the old encoding that was converted.
    """

    __tablename__ = "sheet_upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(index=True)
    file_name: Mapped[str] = mapped_column(String(MAX_NAME))
    content: Mapped[bytes | None]
    digest: Mapped[str] = mapped_column(String(64))
    head_row: Mapped[int] = mapped_column(default=1)
    heads: Mapped[list[Any]]
    sheet: Mapped[str] = mapped_column(String(MAX_SHEET), default="", server_default="")
    sheets: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    doubtful: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    letters: Mapped[str] = mapped_column(String(10), default="", server_default="")
    sample: Mapped[list[Any]]
    columns: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default=MAPPING)
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_bad: Mapped[int] = mapped_column(default=0)
    rows_aside: Mapped[int] = mapped_column(default=0, server_default="0")
    problems: Mapped[list[Any]]
    aside: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    result: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    finished_at: Mapped[datetime | None]

    @property
    def label(self) -> Any:
        return LABELS[self.state]

    @property
    def asks_for_sheet(self) -> bool:
        """Tell whether a person must first say which sheet is meant."""
        return len(self.sheets) > 1 and not self.sheet

    @property
    def is_working(self) -> bool:
        return self.state in (CHECKING, APPLYING)

    @property
    def percent(self) -> int:
        """Give how much of the present work is done, 0 to 100."""
        return 100 * self.rows_done // self.rows_total if self.rows_total else 0

    def go(self, verb: str) -> None:
        """Take a step of the life cycle; raises ``InvalidTransition`` where it is not allowed."""
        UPLOAD.move(self, verb)

    def by(self, agency_id: int | None = None) -> Actor:
        if self.created_by_id is None:
            return SYSTEM
        return Actor(OFFICIAL, self.created_by_id, agency_id)

    def begin_check(self, columns: dict[str, Any]) -> None:
        self.go("check")
        self.columns, self.result = columns, {}
        self.rows_done = self.rows_total = 0
        self.note(Notes())

    def begin_apply(self) -> None:
        self.go("apply")
        self.rows_done = 0

    def note(self, notes: Notes) -> None:
        """Keep what reading found; what was said of its rows before is forgotten."""
        self.problems, self.rows_bad = notes.problems, notes.bad
        self.aside, self.rows_aside = notes.aside, notes.set_aside

    def finish(self, result: dict[str, Any], now: datetime) -> None:
        self.go("finish")
        self.result, self.finished_at, self.content = result, now, None

    def fail(self, message: str) -> None:
        """It cannot be read at all."""
        self.go("fail")
        self.problems = [[0, message]]

    def drop(self, now: datetime) -> None:
        self.go("drop")
        self.content, self.finished_at = None, now


class ColumnMapping(db.Model):
    """For sheets of ``kind`` about ``subject_id`` with these heads: field to column number."""

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("kind", "subject_id", "heads_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    heads_digest: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, Any]]
