"""The counters, what each report adds to them, and what waits to be counted.

A report's parts say in which cells (day, agency, commune, service, handler) it counts. The counters
are the sums of the parts, by what pages ask for. Neither holds anything of a sender.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db

AGENCY, PLACE, SERVICE, HANDLER, WHOLE = "agency", "place", "service", "handler", "whole"
KINDS = (WHOLE, AGENCY, PLACE, SERVICE, HANDLER)
DAY, WEEKLY, MONTH, EVER = "d", "w", "m", "e"
"""How long a time a counter spans."""
PROVINCE = 0
"""The scope over all agencies; every other is an agency's number."""
NONE = 0
"""The key of reports that no agency, or nobody, has."""
APART = -1
"""The key of reports about officials among agencies: which agency it is, its lead is not told."""
BEGINNING = date(1970, 1, 1)
"""The day of counters that span everything."""
SHAPE = 2
"""Of which make the counters are: the worker that knows a later one brings them there first."""


class Counts:
    """What is counted, in columns; `measures` says what each means."""

    received: Mapped[int] = mapped_column(default=0)
    on_time: Mapped[int] = mapped_column(default=0)
    late: Mapped[int] = mapped_column(default=0)
    withdrawn: Mapped[int] = mapped_column(default=0)
    overdue: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    answered_in_time: Mapped[int] = mapped_column(default=0)
    reopened: Mapped[int] = mapped_column(default=0)
    transferred: Mapped[int] = mapped_column(default=0)
    rated: Mapped[int] = mapped_column(default=0)
    satisfied: Mapped[int] = mapped_column(default=0)
    extended: Mapped[int] = mapped_column(default=0, server_default="0")
    late_balance: Mapped[int] = mapped_column(default=0, server_default="0")
    """One more for each promise that became late, one less for each that no longer is.

    Added up from the beginning they are how many were late when the day was over.
    """
    asked_balance: Mapped[int] = mapped_column(default=0, server_default="0")
    """Likewise, how many waited for their senders."""
    waits: Mapped[int] = mapped_column(default=0, server_default="0")
    """On the day it is due: to be handled now, and nobody waits for its sender."""
    waits_late: Mapped[int] = mapped_column(default=0, server_default="0")
    asks: Mapped[int] = mapped_column(default=0, server_default="0")
    """Likewise: its sender was asked."""
    loose: Mapped[int] = mapped_column(default=0, server_default="0")
    """Of what waits: given to nobody."""
    loose_late: Mapped[int] = mapped_column(default=0, server_default="0")


COUNTED = (
    "received", "on_time", "late", "withdrawn", "overdue", "answered", "answered_in_time",
    "reopened", "transferred", "rated", "satisfied",
)  # fmt: skip
KEPT = (*COUNTED, "extended", "late_balance", "asked_balance")
"""All that is told of a time; the last ones are the week's alone."""
STANDING = ("waits", "waits_late", "asks", "loose", "loose_late")
"""What stands now, wherever it came in: `standing` tells of it."""
STORED = (*KEPT, *STANDING)
"""All that a counter keeps."""


class Told:
    """What only the public account tells, kept with the parts alone; it says what each means."""

    accepted_on_time: Mapped[int] = mapped_column(default=0, server_default="0")
    fixed: Mapped[int] = mapped_column(default=0, server_default="0")
    explained: Mapped[int] = mapped_column(default=0, server_default="0")
    scheduled: Mapped[int] = mapped_column(default=0, server_default="0")
    not_accepted: Mapped[int] = mapped_column(default=0, server_default="0")
    answers_satisfied: Mapped[int] = mapped_column(default=0, server_default="0")
    answers_fair: Mapped[int] = mapped_column(default=0, server_default="0")
    answers_dissatisfied: Mapped[int] = mapped_column(default=0, server_default="0")
    reopened_fixed: Mapped[int] = mapped_column(default=0, server_default="0")
    reopened_otherwise: Mapped[int] = mapped_column(default=0, server_default="0")
    kept: Mapped[int] = mapped_column(default=0, server_default="0")
    broken: Mapped[int] = mapped_column(default=0, server_default="0")
    accept_in: Mapped[int] = mapped_column(default=0, server_default="0")
    """Hours until it was accepted, on the part of that day; 0 on every other (`parts.hours`)."""
    answer_in: Mapped[int] = mapped_column(default=0, server_default="0")
    """Hours until its first answer, likewise."""
    hidden_as: Mapped[int] = mapped_column(default=0, server_default="0")
    """On the part of its receipt, the reason why its words are not public; `PRIVATE`, or 0."""


TOLD = (
    "accepted_on_time", "fixed", "explained", "scheduled", "not_accepted", "answers_satisfied",
    "answers_fair", "answers_dissatisfied", "reopened_fixed", "reopened_otherwise", "kept",
    "broken",
)  # fmt: skip
MARKED = ("accept_in", "answer_in", "hidden_as")
"""Numbers that stand on one part of a report each and are not added up."""
OF_PARTS = (*STORED, *TOLD, *MARKED)
PRIVATE = -1
"""Not public by the kind of matter it is."""


class Figure(Counts, db.Model):
    """A counter: of a kind of rows (``key_id`` is a row), in a scope, over a time from ``day``."""

    __tablename__ = "figure"

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    scope_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    span: Mapped[str] = mapped_column(String(1), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    key_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class FigurePart(Counts, Told, db.Model):
    """What one report adds to the counters of one cell."""

    __tablename__ = "figure_part"
    __table_args__ = (
        Index("ix_figure_part_request", "service_request_id"),
        Index("ix_figure_part_month", "month"),
        Index(
            "ix_figure_part_turns",
            "turns_at",
            sqlite_where=text("turns_at IS NOT NULL"),
            postgresql_where=text("turns_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE")
    )
    day: Mapped[date]
    month: Mapped[date]
    agency_id: Mapped[int]
    place_id: Mapped[int]
    service_id: Mapped[int]
    handler_id: Mapped[int]
    turns_at: Mapped[datetime | None]
    """When time alone changes what it adds, if nothing happens to it before."""


class FigureDue(db.Model):
    """A report to be counted anew: a row for every step, so that none is lost to another's."""

    __tablename__ = "figure_due"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )


class FigureClock(db.Model):
    """The one row that whoever counts must hold; ``counted_at`` is until when all was counted."""

    __tablename__ = "figure_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime]
    shape: Mapped[int] = mapped_column(default=SHAPE, server_default="0")


def numbers(row: Any) -> dict[str, int]:
    """The counts of a row, by name."""
    return {name: getattr(row, name) for name in STORED}
