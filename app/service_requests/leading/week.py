"""A week in figures, for the Monday meeting. What each means is said beside it on the page.

All of them are the counters'. What was late or waited when the week ended is what is late or waits
now, less what came to that since. A report counts where it lies now: what was handed on counts for
who has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from app.accounts.viewer import Viewer
from app.core import clock, text
from app.core.db import db
from app.places.models import Place
from app.service_requests.catalogue.models import Service
from app.service_requests.figures import queries
from app.service_requests.figures.measures import Tally
from app.service_requests.figures.models import PLACE, SERVICE
from app.service_requests.figures.periods import ALWAYS, SIX, Period
from app.service_requests.figures.periods import WEEK as WEEKLY
from app.service_requests.figures.queries import Freshness
from app.service_requests.leading.reach import reach_of

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """A week from Monday's first minute to the next Monday's; ``end`` never lies ahead."""

    start: datetime
    end: datetime
    since: Period
    """The weeks after it, up to the present one; none of them where it is that."""

    @classmethod
    def of(cls, monday: date, now: datetime) -> "Span":
        """Give the week that begins on ``monday`` (Viet Nam), cut off at ``now``."""
        start = clock.at(monday)
        sunday = clock.monday_of(clock.local(now).date()) + SIX
        return cls(start, min(start + WEEK, now), Period(WEEKLY, monday + WEEK, sunday))

    @property
    def period(self) -> Period:
        return Period.around(WEEKLY, clock.local(self.start).date())


@dataclass(frozen=True)
class Figures:
    """The week's numbers; ``late`` and ``waiting`` are as at its end."""

    received: int
    answered: int
    on_time: int
    late: int
    extended: int
    waiting: int
    rated: int
    satisfied: int


@dataclass(frozen=True)
class Worst:
    """Where most promises were missed: answered late in the week, or late at its end."""

    name: str
    missed: int


def figures(viewer: Viewer, spans: Sequence[Span]) -> tuple[list[Figures], Freshness]:
    """Give the figures of each of the weeks in the lead's branches, and how fresh they are."""
    asked = [period for span in spans for period in (span.period, span.since)]
    found = queries.totals(reach_of(viewer), asked)
    pairs = zip(found.periods[::2], found.periods[1::2], strict=True)
    return [_figures(it, found.ever, since) for it, since in pairs], found.freshness


def _figures(it: Tally, ever: Tally, since: Tally) -> Figures:
    return Figures(
        received=it.received,
        answered=it.answered,
        on_time=it.answered_in_time,
        late=ever.late_balance - since.late_balance,
        extended=it.extended,
        waiting=ever.asked_balance - since.asked_balance,
        rated=it.rated,
        satisfied=it.satisfied,
    )


def worst_service(viewer: Viewer, span: Span) -> Worst | None:
    """Give the service with most missed promises; None where none was missed."""
    number, missed = _most_missed(viewer, span, SERVICE)
    named = select(Service).options(lazyload(Service.urgency_class)).where(Service.id == number)
    service = db.session.scalars(named).unique().one() if missed else None
    return Worst(text.lowered(service.service_name), missed) if service else None


def worst_place(viewer: Viewer, span: Span) -> Worst | None:
    """Give the commune with most missed promises; None where none was missed."""
    number, missed = _most_missed(viewer, span, PLACE)
    place = db.session.get(Place, number) if missed else None
    return Worst(place.label, missed) if place else None


def _most_missed(viewer: Viewer, span: Span, kind: str) -> tuple[int, int]:
    """Give the number of the service or commune with most missed promises, and how many."""
    week, since, ever = queries.tables(reach_of(viewer), kind, (span.period, span.since, ALWAYS))
    none = Tally()
    missed = {
        key: it.late_balance - since.get(key, none).late_balance + week.get(key, none).answered_late
        for key, it in ever.items()
    }
    most = min(missed, key=lambda key: (-missed[key], key), default=(0, 0))
    return most[1], missed.get(most, 0)
