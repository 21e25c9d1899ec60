"""A sheet that somebody sent: kept until it is applied or dropped, worked on by the worker."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import codes
from app.core.db import db
from app.core.lifecycle import Life

MAPPING, CHECKING, CHECKED = "mapping", "checking", "checked"
APPLYING, DONE, FAILED, DROPPED = "applying", "done", "failed", "dropped"
LABELS = {
    MAPPING: _l("Columns to be confirmed"),
    CHECKING: _l("Being checked"),
    CHECKED: _l("Checked, not yet applied"),
    APPLYING: _l("Being applied"),
    DONE: _l("Applied"),
    FAILED: _l("Could not be read"),
    DROPPED: _l("Dropped"),
}
UPLOAD: Life["SheetUpload"] = Life("sheet_upload", column="state", versioned=False)
UPLOAD.verb("check", {MAPPING, CHECKED, FAILED}, CHECKING)
UPLOAD.verb("show", {CHECKING}, CHECKED)
UPLOAD.verb("apply", {CHECKED}, APPLYING)
UPLOAD.verb("finish", {APPLYING, CHECKING}, DONE)
UPLOAD.verb("fail", {CHECKING, APPLYING}, FAILED)
UPLOAD.verb("drop", {MAPPING, CHECKED, FAILED, CHECKING}, DROPPED)
MAX_NAME, MAX_PROBLEMS = 120, 200
KEPT = timedelta(days=7)
"""How long a sheet that nobody applied is kept."""


class SheetUpload(db.Model):
    """One sheet. ``content`` goes once it is applied or dropped.

    ``problems`` are (row number, sentence) pairs of rows that cannot be taken.
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
    sample: Mapped[list[Any]]
    columns: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default=MAPPING)
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_bad: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[Any]]
    result: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    finished_at: Mapped[datetime | None]

    @property
    def label(self) -> Any:
        """Give the state in words."""
        return LABELS[self.state]

    @property
    def is_working(self) -> bool:
        """Tell whether the worker has it."""
        return self.state in (CHECKING, APPLYING)

    @property
    def percent(self) -> int:
        """Give how much of the present work is done, 0 to 100."""
        return 100 * self.rows_done // self.rows_total if self.rows_total else 0

    @property
    def reference(self) -> str:
        """Give ``sheet_upload:4``, as audit rows name it."""
        return f"sheet_upload:{self.id}"

    def go(self, verb: str) -> None:
        """Take a step of the life cycle; raises ``InvalidTransition`` where it is not allowed."""
        UPLOAD.move(self, verb)

    def begin_check(self, columns: dict[str, Any]) -> None:
        """Have it read with these columns."""
        self.go("check")
        self.columns, self.problems, self.rows_bad = columns, [], 0
        self.rows_done = self.rows_total = 0

    def found_bad(self, row: int, message: str) -> None:
        """Note a row that cannot be taken; only the first 200 are kept in words."""
        self.rows_bad += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems = [*self.problems, [row, message]]

    def finish(self, result: dict[str, Any], now: datetime) -> None:
        """It was applied."""
        self.go("finish")
        self.result, self.finished_at, self.content = result, now, None

    def fail(self, message: str) -> None:
        """It cannot be read at all."""
        self.go("fail")
        self.problems = [[0, message]]

    def drop(self, now: datetime) -> None:
        """Nobody wants it."""
        self.go("drop")
        self.content, self.finished_at = None, now
