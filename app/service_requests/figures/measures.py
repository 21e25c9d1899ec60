"""What each figure is called and means, in the order in which they are told.

    tally.open, share(tally, "on_time"), MEASURES["late"].meaning

The same names and sentences stand on every page, in files and on paper.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.service_requests.figures.models import COUNTED, KEPT


@dataclass(frozen=True)
class Measure:
    """``of`` is the figure that it is a part of; "" where it is none's."""

    name: str
    label: Any
    meaning: Any
    of: str = ""


@dataclass(frozen=True)
class Tally:
    """The figures of something over a time."""

    received: int = 0
    on_time: int = 0
    late: int = 0
    withdrawn: int = 0
    overdue: int = 0
    answered: int = 0
    answered_in_time: int = 0
    reopened: int = 0
    transferred: int = 0
    rated: int = 0
    satisfied: int = 0
    extended: int = 0
    late_balance: int = 0
    asked_balance: int = 0

    @property
    def open(self) -> int:
        """Give what has neither ended nor passed its time: the fifth part of what was received."""
        return self.received - self.on_time - self.late - self.withdrawn - self.overdue

    @property
    def answered_late(self) -> int:
        return self.answered - self.answered_in_time

    @property
    def pending(self) -> int:
        """Give all that has not ended."""
        return self.open + self.overdue

    @property
    def ended(self) -> int:
        """Give all of what was received that has ended."""
        return self.on_time + self.late + self.withdrawn

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, name) for name in COUNTED)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, name) + getattr(other, name) for name in KEPT))


NOTHING = Tally()
_ALL = (
    Measure(
        "received", _l("Came in"),
        _l("Reports that came in within the period. Each counts for the agency and the handler "
           "that have it now, once. Sealed ones are counted nowhere."),
    ),
    Measure(
        "on_time", _l("Ended on time"),
        _l("Of these: ended, every answer given by the promised time. A reason for not accepting "
           "is an answer."),
        of="received",
    ),
    Measure(
        "late", _l("Ended late"),
        _l("Of these: ended, an answer came after the promised time. Opening it again does not "
           "wipe that out."),
        of="received",
    ),
    Measure(
        "open", _l("Open in time"),
        _l("Of these: not ended, the time has not passed, or stands still while the sender is "
           "asked."),
        of="received",
    ),
    Measure(
        "overdue", _l("Late and unanswered"),
        _l("Of these: not ended, though the promised time has passed."), of="received",
    ),
    Measure(
        "withdrawn", _l("Withdrawn"),
        _l("Of these: taken back by the sender before an answer."), of="received",
    ),
    Measure(
        "answered", _l("Answered in the period"),
        _l("Answers that ended a report within the period, whenever it had come in; one opened "
           "again and answered again counts twice."),
    ),
    Measure(
        "answered_in_time", _l("Of which on time"),
        _l("Of the answers given within the period: by the promised time."), of="answered",
    ),
    Measure(
        "reopened", _l("Opened again"),
        _l("How often a sender said within the period that it was not settled."),
    ),
    Measure(
        "transferred", _l("Passed on"),
        _l("How often a report was passed to another agency, or back, within the period: counted "
           "for who passed it on."),
    ),
    Measure("rated", _l("Ratings"), _l("Answers that a sender rated within the period.")),
    Measure(
        "satisfied", lazy_pgettext("figure", "Satisfied"),
        _l("Of the ratings: with the satisfied face."), of="rated",
    ),
)  # fmt: skip
MEASURES: Mapping[str, Measure] = {each.name: each for each in _ALL}
STATES = tuple(each.name for each in _ALL if each.of == "received")
"""Of what was received every report is in one of them: together they are all."""


def percent(part: int, whole: int) -> int | None:
    """Give the share in whole per cent, halves rounded up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def share(tally: Tally, name: str) -> int | None:
    """Give a figure's share of what it is a part of, in whole per cent."""
    whole = MEASURES[name].of
    return percent(getattr(tally, name), getattr(tally, whole)) if whole else None


def shares(tally: Tally) -> dict[str, int | None]:
    """Give the share of every state, so that together they are 100: the largest rests go up."""
    whole = tally.received
    if not whole:
        return dict.fromkeys(STATES)
    found = {name: divmod(100 * getattr(tally, name), whole) for name in STATES}
    missing = 100 - sum(each for each, _ in found.values())
    up = sorted(STATES, key=lambda name: -found[name][1])[:missing]
    return {name: found[name][0] + (name in up) for name in STATES}


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, NOTHING)
