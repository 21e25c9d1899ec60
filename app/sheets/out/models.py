"""A list that somebody asked for as a file, and the pieces it is kept in until it is forgotten."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import codes
from app.core.db import db
from app.core.lifecycle import Life
from app.core.referring import Referenced

WORKING, DONE, FAILED = "working", "done", "failed"
LABELS = {
    WORKING: _l("Being made"),
    DONE: _l("Ready"),
    FAILED: _l("Could not be made"),
}
EXPORT: Life["Export"] = Life("export", column="state", versioned=False)
EXPORT.verb("finish", {WORKING}, DONE)
EXPORT.verb("fail", {WORKING, DONE}, FAILED)
KEPT = timedelta(days=1)
"""How long a file can be fetched: what is in it grows old, and lies in one place more."""


class Export(Referenced, db.Model):
    """One list as a file. It is its asker's alone; ``reason`` says why personal columns are in it.

    ``parameters`` are the list's own, as its kind reads them; ``after`` is where it goes on.
    """

    __tablename__ = "export"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    kind: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    parameters: Mapped[dict[str, Any]]
    form: Mapped[str] = mapped_column(String(4))
    reason: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(10), default=WORKING)
    after: Mapped[str] = mapped_column(String(80), default="")
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    parts_done: Mapped[int] = mapped_column(default=0)
    is_whole: Mapped[bool] = mapped_column(default=False)
    """All rows are there; an XLSX file has still to be put together from them."""
    size: Mapped[int] = mapped_column(default=0)
    """Bytes of the finished file."""
    problem: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()

    @property
    def label(self) -> Any:
        return LABELS[self.state]

    @property
    def is_working(self) -> bool:
        return self.state == WORKING

    @property
    def percent(self) -> int:
        """Give how much is done, 0 to 100; what comes in meanwhile does not make it more."""
        return min(100, 100 * self.rows_done // self.rows_total) if self.rows_total else 0

    @property
    def file_name(self) -> str:
        return f"{self.kind}-{self.created_at:%Y%m%d-%H%M}.{self.form}"

    def finish(self, size: int, now: datetime) -> None:
        EXPORT.move(self, "finish")
        self.size, self.finished_at = size, now

    def fail(self, problem: str, now: datetime) -> None:
        EXPORT.move(self, "fail")
        self.problem, self.finished_at = problem[:300], now


class ExportPart(db.Model):
    """A piece of a file, or of the rows from which it is put together."""

    __tablename__ = "export_part"
    __table_args__ = (UniqueConstraint("export_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    export_id: Mapped[int] = mapped_column(ForeignKey("export.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[bytes]
