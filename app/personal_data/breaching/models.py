"""The register of leaks: each with its 72 hours, and what was done, entry by entry."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import codes
from app.core.db import db
from app.core.lifecycle import Life
from app.core.promises import Deadline
from app.core.referring import Referenced
from app.core.versions import Versioned

NOTICE = timedelta(hours=72)
"""Law 91/2025: the authority is told within 72 hours of finding it out."""
OPEN_NOW, CLOSED = "open", "closed"
LIFE: Life["Breach"] = Life("data_breach")
LIFE.verb("tell_authority", {OPEN_NOW}, label=_l("The authority was told"))
LIFE.verb("tell_people", {OPEN_NOW}, label=_l("The people were told"))
LIFE.verb("note", {OPEN_NOW}, label=_l("Noted"))
LIFE.verb("close", {OPEN_NOW}, CLOSED, label=_l("Closed"))


class Breach(Versioned, Referenced, db.Model):
    """What happened. No names of people belong into its words."""

    __tablename__ = "data_breach"
    __table_args__ = (Index("ix_data_breach_status", "status", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: "SC" + codes.readable_code(2)
    )
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(8), default=OPEN_NOW)
    title: Mapped[str] = mapped_column(String(120))
    what: Mapped[str]
    """What happened, how it was found out."""
    data: Mapped[str]
    """Which kinds of data."""
    people: Mapped[int | None]
    """About how many people; None while nobody knows."""
    found_at: Mapped[datetime]
    tell_by: Mapped[datetime]
    authority_told_at: Mapped[datetime | None]
    people_told_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    entries: Mapped[list["BreachEntry"]] = relationship(
        order_by="BreachEntry.id", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        return self.status == OPEN_NOW

    def deadline(self, now: datetime) -> Deadline | None:
        """Give the end of the 72 hours; None once the authority was told, or it is over."""
        if self.authority_told_at is not None or not self.is_open:
            return None
        return Deadline.between(self.found_at, self.tell_by, now)

    def add(self, verb: str, words: str, by_id: int | None, now: datetime) -> None:
        self.entries.append(BreachEntry(at=now, verb=verb, words=words, by_id=by_id))


class BreachEntry(db.Model):
    """One thing done about it; never changed."""

    __tablename__ = "data_breach_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    breach_id: Mapped[int] = mapped_column(
        ForeignKey("data_breach.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(String(16))
    words: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    @property
    def label(self) -> Any:
        verb = LIFE.verbs.get(self.verb)
        return verb.label if verb else _l("Found out")
