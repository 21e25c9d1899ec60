"""A week in figures, for the Monday meeting. What each means is said beside it on the page.

What came in, was answered and rated are the counters'; what was late or waited when the week
ended is asked of the reports. A report counts where it lies now: what was handed on counts for who
has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import lazyload

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
    mine = led(viewer)
    waiting = [func.count(Pause.service_request_id.distinct()).filter(_lasts(s)) for s in spans]
    tables = ((Promise, _of_promises(spans)), (Pause, waiting))
    promises, pauses = (
        _named(columns).join_from(table, ServiceRequest).where(*mine).subquery()
        for table, columns in tables
    )
    whole = promises.join(pauses, true())
    row = list(db.session.execute(select(promises, pauses).select_from(whole)).one())
    counted = totals(reach_of(viewer), [span.period for span in spans]).periods
    return [
        _figures(counted[n], row[2 * n], row[2 * n + 1], row[2 * len(spans) + n])
        for n in range(len(spans))
    ]


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


def _named(columns: Sequence[Any]) -> Select[Any]:
    return select(*(column.label(f"n{place}") for place, column in enumerate(columns)))


def _most_missed(viewer: Viewer, span: Span, column: Any) -> Any:
    """Give the column's value with most missed promises, and how many; None without any."""
    missed = func.count()
    statement = (
        select(column, missed)
        .join_from(Promise, ServiceRequest)
        .where(*led(viewer), _missed(span))
        .group_by(column)
        .order_by(missed.desc(), column)
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


def _of_promises(spans: Sequence[Span]) -> list[Any]:
    """Give the columns of each week: late at its end, extended in it."""
    columns: list[Any] = []
    for span in spans:
        conditions = (_late(span), span.holds(Promise.extended_at))
        columns += [func.count().filter(each) for each in conditions]
    return columns


def _answered(span: Span) -> Any:
    """Answered in the week; a named day's end is no second answer."""
    first = Promise.kind != Promise.COMMITMENT
    return and_(first, span.holds(Promise.answered_at), Promise.resolution.in_(ANSWERED))


def _late(span: Span) -> Any:
    """Past its time and unanswered when the week ended, and not waiting for the citizen."""
    unanswered = or_(Promise.answered_at.is_(None), Promise.answered_at >= span.end)
    waits = exists().where(Pause.service_request_id == ServiceRequest.id, _lasts(span))
    joined = ServiceRequest.main_id.is_not(None)
    return and_(Promise.answer_by < span.end, unanswered, ~waits, ~joined)


def _missed(span: Span) -> Any:
    late_answer = and_(_answered(span), Promise.answered_at > Promise.answer_by)
    return or_(late_answer, _late(span))


def _lasts(span: Span) -> Any:
    """The citizen was being asked when the week ended."""
    unended = or_(Pause.ended_at.is_(None), Pause.ended_at >= span.end)
    return and_(Pause.started_at < span.end, unended)
