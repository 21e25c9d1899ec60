"""A week in figures, for the Monday meeting. What each means is said beside it on the page.

What came in, was answered and rated are the counters'; what was late or waited when the week
ended is asked of the few promises that were missed and the pauses since then, by an index of
theirs. A report counts where it lies now: what was handed on counts for who has it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, union_all
from sqlalchemy.orm import aliased, lazyload

from app.accounts.viewer import Viewer
from app.core import clock, text
from app.core.db import db
from app.places.models import Place
from app.service_requests.catalogue.models import Service
from app.service_requests.figures.measures import Tally
from app.service_requests.figures.parts import ANSWERED
from app.service_requests.figures.periods import WEEK as WEEKLY
from app.service_requests.figures.periods import Period
from app.service_requests.figures.queries import totals
from app.service_requests.leading.desks import led
from app.service_requests.leading.reach import reach_of
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Pause, Promise

WEEK = timedelta(days=7)
MISSED = or_(Promise.answered_at.is_(None), Promise.answered_at > Promise.answer_by)
"""What the index of missed promises holds, in the same words."""


@dataclass(frozen=True)
class Span:
    """A week from Monday's first minute to the next Monday's; ``end`` never lies ahead."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, monday: date, now: datetime) -> "Span":
        """Give the week that begins on ``monday`` (Viet Nam), cut off at ``now``."""
        start = datetime.combine(monday, time(), clock.VIETNAM)
        return cls(start, min(start + WEEK, now))

    @property
    def period(self) -> Period:
        return Period.around(WEEKLY, clock.local(self.start).date())

    def holds(self, column: Any) -> Any:
        """Give the condition that a moment lies in it."""
        return and_(column >= self.start, column < self.end)


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


def monday_of(day: date) -> date:
    """Give the Monday of the week that ``day`` lies in."""
    return day - timedelta(days=day.weekday())


def figures(viewer: Viewer, spans: Sequence[Span]) -> list[Figures]:
    """Give the figures of each of the weeks in the lead's branches, in two statements."""
    asked = [count for span in spans for count in _counts(viewer, span)]
    row = list(db.session.execute(select(*asked)).one())
    counted = totals(reach_of(viewer), [span.period for span in spans]).periods
    return [_figures(counted[n], *row[3 * n : 3 * n + 3]) for n in range(len(spans))]


def _figures(counted: Tally, late: int, extended: int, waiting: int) -> Figures:
    """Put together what the counters have, and what stood so when the week ended."""
    return Figures(
        received=counted.received,
        answered=counted.answered,
        on_time=counted.answered_in_time,
        late=late,
        extended=extended,
        waiting=waiting,
        rated=counted.rated,
        satisfied=counted.satisfied,
    )


def _most_missed(viewer: Viewer, span: Span, column: Any) -> Any:
    """Give the column's value with most missed promises, and how many; None without any."""
    number, missed = func.count(), _missed_since(span.start)
    alone = ServiceRequest.main_id.is_(None)
    statement = (
        select(column, number)
        .join(missed, missed.service_request_id == ServiceRequest.id)
        .where(*led(viewer), or_(_answered_late(missed, span), and_(_late(missed, span), alone)))
        .group_by(column)
        .order_by(number.desc(), column)
        .limit(1)
    )
    return db.session.execute(statement).one_or_none()


def worst_service(viewer: Viewer, span: Span) -> Worst | None:
    """Give the service with most missed promises; None where none was missed."""
    row = _most_missed(viewer, span, ServiceRequest.service_id)
    named = select(Service).options(lazyload(Service.urgency_class))
    found = named.where(Service.id == row[0]) if row else None
    service = db.session.scalars(found).unique().one() if found is not None else None
    return Worst(text.lowered(service.service_name), row[1]) if row and service else None


def worst_place(viewer: Viewer, span: Span) -> Worst | None:
    """Give the commune with most missed promises; None where none was missed."""
    row = _most_missed(viewer, span, ServiceRequest.place_id)
    place = db.session.get(Place, row[0]) if row else None
    return Worst(place.label, row[1]) if row and place else None


def _counts(viewer: Viewer, span: Span) -> Iterator[Any]:
    """Give how many are late at the week's end, extended in it, waiting at its end."""
    missed, pause = _missed_since(span.end), _not_ended(Pause, Pause.ended_at, span.end)
    one, of = func.count(), pause.service_request_id
    alone = ServiceRequest.main_id.is_(None)
    counts = (
        (one, missed, _late(missed, span), [*led(viewer), alone]),
        (one, Promise, span.holds(Promise.extended_at), led(viewer)),
        (func.count(of.distinct()), pause, _lasts(pause, span), led(viewer)),
    )
    for count, rows, condition, mine in counts:
        # Asked of each of the few rows: joined, the database may begin with all reports.
        is_mine = exists().where(ServiceRequest.id == rows.service_request_id, *mine)
        yield select(count).select_from(rows).where(condition, is_mine).scalar_subquery()


def _missed_since(moment: datetime) -> Any:
    """Give the promises that are unanswered, or were answered late at the moment or after it."""
    return _not_ended(Promise, Promise.answered_at, moment, MISSED)


def _not_ended(rows: Any, ended_at: Any, moment: datetime, *among: Any) -> Any:
    """Give the rows that had not ended by then: two walks of an index, whatever ended before."""
    parts = (select(rows).where(*among, each) for each in (ended_at.is_(None), ended_at >= moment))
    return aliased(rows, union_all(*parts).subquery())


def _answered_late(promise: Any, span: Span) -> Any:
    """Answered late in the week; a named day's end is no second answer."""
    first = promise.kind != Promise.COMMITMENT
    late = promise.answered_at > promise.answer_by
    return and_(first, span.holds(promise.answered_at), promise.resolution.in_(ANSWERED), late)


def _late(promise: Any, span: Span) -> Any:
    """Past its time and unanswered when the week ended, and not waiting for the citizen."""
    unanswered = or_(promise.answered_at.is_(None), promise.answered_at >= span.end)
    waits = exists().where(Pause.service_request_id == promise.service_request_id)
    return and_(promise.answer_by < span.end, unanswered, ~waits.where(_lasts(Pause, span)))


def _lasts(pause: Any, span: Span) -> Any:
    """The citizen was being asked when the week ended."""
    unended = or_(pause.ended_at.is_(None), pause.ended_at >= span.end)
    return and_(pause.started_at < span.end, unended)
