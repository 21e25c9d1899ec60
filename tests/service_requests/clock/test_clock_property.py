"""The promise's clock against a slow, obvious reference, over a thousand random histories.

The reference knows nothing of deadlines being shifted: it looks at every minute, asks whether
it counts (an office minute, or any minute) and whether the citizen is being asked in it, and
says the promise is over when the allowed minutes have been counted.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.actors import GUEST, OFFICIAL, Actor
from app.accounts.models import Agency
from app.core.clock import VIETNAM
from app.core.errors import DomainError
from app.core.promises import CONTINUOUS, WORKING
from app.core.working_time import Calendar, national_days
from app.service_requests import life, transition
from app.service_requests.answering import accepting, noting
from app.service_requests.answering.noting import NOTE
from app.service_requests.answering.replying import REPLY
from app.service_requests.clock import asking, extending
from app.service_requests.models import Promise, Service, ServiceRequest, UrgencyClass
from app.service_requests.routing import assigning, correcting, handing_on

MINUTE = timedelta(minutes=1)
OFFICE = Actor(OFFICIAL, 1, 1)
CITIZEN = Actor(GUEST)
WEEKS = (
    date(2026, 2, 11),  # into Tết
    date(2026, 8, 20),  # a make-up Saturday, then a swapped Monday
    date(2026, 8, 28),
    date(2026, 4, 24),  # Hùng Kings' day, moved
    date(2026, 11, 19),
    date(2026, 12, 30),
)


# --- the reference


MORNING = range(7 * 60 + 30, 11 * 60 + 30)
AFTERNOON = range(13 * 60 + 30, 17 * 60)


@lru_cache(maxsize=4096)
def works(day: date) -> bool:
    return national_days(day.year).get(day, day.weekday() < 5)


def is_open(day: date, overrides: dict[date, bool]) -> bool:
    return overrides[day] if day in overrides else works(day)


def reference_end(
    start: datetime,
    minutes: int,
    pauses: list[tuple[datetime, datetime]],
    clock: str,
    overrides: dict[date, bool],
) -> datetime:
    """Count every minute that counts and in which nobody was asked."""
    midnight = datetime.combine(start.date(), time(), VIETNAM)
    now = (start - midnight) // MINUTE
    asked = [range((a - midnight) // MINUTE, (b - midnight) // MINUTE) for a, b in pauses]
    while minutes:
        day, of_day = divmod(now, 24 * 60)
        counts = clock == CONTINUOUS or (
            (of_day in MORNING or of_day in AFTERNOON)
            and is_open(start.date() + timedelta(day), overrides)
        )
        minutes -= counts and not any(now in pause for pause in asked)
        now += 1
    return midnight + now * MINUTE


# --- random histories


@dataclass
class History:
    """What was done to a report: (minutes after the act before, act)."""

    start: datetime
    clock: str
    allowed: int
    extension: int
    overrides: dict[date, bool]
    acts: list[tuple[int, str]] = field(default_factory=list)


IDLE = ("note", "assign", "route", "correct", "publish", "reply")
ACTS = (*IDLE, "ask", "respond", "resume", "extend", "start")


@st.composite
def histories(draw: st.DrawFn) -> History:
    first = draw(st.sampled_from(WEEKS))
    minute = draw(st.integers(0, 2 * 24 * 60))
    days = draw(st.dictionaries(st.integers(0, 20), st.booleans(), max_size=3))
    waits = st.integers(1, 2_000)
    return History(
        start=datetime.combine(first, time(), VIETNAM) + MINUTE * minute,
        clock=draw(st.sampled_from((WORKING, CONTINUOUS))),
        allowed=draw(st.integers(60, 2_250)),
        extension=draw(st.sampled_from((0, 450))),
        overrides={first + timedelta(days=n): on for n, on in days.items()},
        acts=draw(st.lists(st.tuples(waits, st.sampled_from(ACTS)), max_size=8)),
    )


def new_report(history: History, calendar: Calendar) -> ServiceRequest:
    urgency = UrgencyClass(
        code="x",
        clock=history.clock,
        accept_minutes=60,
        answer_minutes=history.allowed,
        extension_minutes=history.extension,
    )
    service = Service(service_code="x", urgency_class=urgency, ask_days=5, texts=[])
    report = ServiceRequest(
        service=service,
        urgency_class=urgency,
        status=life.RECEIVED,
        publicity="pending",
        requested_datetime=history.start,
        version=1,
        transfers=0,
        is_listed=True,
        is_private=False,
        about_officials=False,
        agency=Agency(id=1, path="/1/"),
    )
    transition.promise_again(report, history.start, calendar)
    report.promise.paused_seconds = 0
    accepting.accept(report, OFFICE, history.start, publicity="public")
    return report


def do(report: ServiceRequest, act: str, now: datetime, calendar: Calendar, number: int) -> None:
    other = Service(service_code=f"s{number}", private_by_default=False, about_officials=False)
    other.id = 100 + number
    acts = {
        "note": lambda: transition.move(report, NOTE, OFFICE, now),
        "assign": lambda: assigning.assign(report, OFFICE, now, None),
        "route": lambda: handing_on.route(
            report, OFFICE, now, Agency(id=number + 2, path=f"/{number + 2}/")
        ),
        "correct": lambda: correcting.correct(report, OFFICE, now, pin=(21.0 + number, 104.0)),
        "publish": lambda: accepting.publish(report, OFFICE, now, publicity="public"),
        "reply": lambda: transition.move(report, REPLY, OFFICE, now),
        "ask": lambda: asking.ask(report, OFFICE, now, "Cột đèn số mấy ạ?"),
        "respond": lambda: asking.respond(report, CITIZEN, now, calendar, "Cột số 5"),
        "resume": lambda: asking.resume(report, OFFICE, now, calendar),
        "extend": lambda: extending.extend(report, OFFICE, now, calendar, "Chờ vật tư về"),
        "start": lambda: noting.start(report, OFFICE, now),
    }
    acts[act]()


@pytest.fixture(autouse=True)
def no_database(monkeypatch):
    """The verbs run on objects alone: what a step writes and tells is not what is measured."""

    def move(report, verb, actor, now, **said):
        life.REPORT.move(report, verb.name)
        report.updated_datetime = now
        report.watch(now)

    monkeypatch.setattr(transition, "move", move)


QUICK, THOROUGH = 150, 1_000
"""Histories tried, in every run and with the details."""
fixtures_are_fine = [HealthCheck.function_scoped_fixture]


@settings(max_examples=QUICK, deadline=None, suppress_health_check=fixtures_are_fine)
@given(histories())
def test_the_promise_ends_when_the_allowed_minutes_were_counted(history: History) -> None:
    _is_counted_right(history)


@pytest.mark.details
@settings(max_examples=THOROUGH, deadline=None, suppress_health_check=fixtures_are_fine)
@given(histories())
def test_a_thousand_promises_end_when_the_allowed_minutes_were_counted(history: History) -> None:
    _is_counted_right(history)


def _is_counted_right(history: History) -> None:
    """Do what a history tells, and compare the promise with minutes counted one by one."""
    calendar = Calendar(history.overrides)
    report = new_report(history, calendar)
    allowed, now = history.allowed, history.start
    pauses: list[tuple[datetime, datetime]] = []
    for number, (wait, act) in enumerate(history.acts):
        now += MINUTE * wait
        before, was_asked = report.answer_by, report.pause
        try:
            do(report, act, now, calendar, number)
        except DomainError:
            assert report.answer_by == before
            continue
        if act in IDLE or act in ("ask", "start"):
            assert report.answer_by == before
        if was_asked is not None and report.pause is None:
            pauses.append((was_asked.started_at, now))
        if act == "extend":
            allowed += history.extension
    expected = reference_end(history.start, allowed, pauses, history.clock, history.overrides)
    assert report.answer_by == expected == report.promise.answer_by
    assert report.requested_datetime == history.start
    assert report.promise.kind == Promise.RECEIPT
    assert sum(promise.extended_at is not None for promise in report.promises) <= 1
