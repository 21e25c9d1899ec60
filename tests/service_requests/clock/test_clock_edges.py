"""Where the clock's rules begin and end: the last moment, the shortest words, which promise."""

from datetime import UTC, datetime, time, timedelta

import pytest

from app.accounts.actors import GUEST, SYSTEM, Actor
from app.core.clock import VIETNAM
from app.core.errors import DomainError
from app.core.working_days import calendar
from app.core.working_time import Calendar, Hours
from app.service_requests import life
from app.service_requests.answering import closing
from app.service_requests.asked import GONE, STATE, Wanted
from app.service_requests.clock import asking, extending, named_days
from tests.factories import service_requests as make
from tests.service_requests.offices import make_offices

MONDAY = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)
"""07:30 in Viet Nam, the first minute of a week without a holiday."""
SECOND = timedelta(seconds=1)
LONG_ENOUGH, TOO_SHORT = "Năm ạ", " Nhỏ? "

pytestmark = pytest.mark.one_database


@pytest.fixture
def office(db, clock):
    clock.move_to(MONDAY, tick=False)
    return make_offices().office


@pytest.fixture
def official(office):
    return make.official_actor(office)


def report_of(office, **class_of):
    urgency = make.urgency_class(accept_minutes=120, answer_minutes=600, **class_of)
    return make.service_request(
        "accepted", agency=office, service=make.service(urgency_class=urgency)
    )


def extend(report, actor, now, text="Chờ vật tư về"):
    return extending.extend(report, actor, now, calendar(), text)


def test_a_deadline_is_extended_until_its_last_moment_and_not_after_it(office, official):
    report, late = (report_of(office, extension_minutes=1) for _ in range(2))
    extend(report, official, report.answer_by)
    assert report.promise.extended_at is not None
    with pytest.raises(DomainError, match="chỉ một lần"):
        extend(late, official, late.answer_by + SECOND)


def test_a_day_that_was_named_is_not_extended(office, official):
    report = report_of(office, extension_minutes=900)
    day = (MONDAY + timedelta(days=3)).date()
    closing.close(
        report, official, MONDAY, resolution=life.SCHEDULED, text="Hẹn làm.",
        calendar=calendar(), scheduled_on=day,
    )  # fmt: skip
    begins = datetime(2026, 11, 19, 7, 30, tzinfo=VIETNAM)
    named_days.fall_due(report, SYSTEM, begins)
    assert report.promise.kind == "commitment"
    assert not extending.may_extend(report, begins)


@pytest.mark.parametrize("spans", [((8, 12),), ((7, 10), (11, 14), (15, 18))])
def test_a_named_day_is_good_until_the_office_closes(office, spans):
    hours = Hours(tuple((time(opens), time(closes)) for opens, closes in spans))
    day = (MONDAY + timedelta(days=3)).date()
    named = named_days.name_day(report_of(office), MONDAY, day, Calendar(hours=hours))
    assert named.due_at.astimezone(VIETNAM) == datetime(2026, 11, 19, spans[-1][1], tzinfo=VIETNAM)


@pytest.mark.parametrize(("text", "passes"), [(LONG_ENOUGH, True), (TOO_SHORT, False)])
def test_a_question_and_a_reason_have_five_characters(office, official, text, passes):
    def acts():
        asked, extended, moved = (report_of(office, extension_minutes=900) for _ in range(3))
        later = moved.answer_by + timedelta(days=1)
        yield lambda: asking.ask(asked, official, MONDAY, text)
        yield lambda: extend(extended, official, MONDAY, text)
        yield lambda: extending.move_deadline(
            moved, official, MONDAY, text, accept_by=None, answer_by=later
        )

    for act in acts():
        if passes:
            act()
        else:
            with pytest.raises(DomainError):
                act()


def test_a_deadline_that_is_moved_moves_the_acceptance_only_where_it_is_given(office, official):
    report = report_of(office)
    accept_by, later = report.accept_by, report.answer_by + timedelta(days=1)
    extending.move_deadline(report, official, MONDAY, LONG_ENOUGH, accept_by=None, answer_by=later)
    assert (report.accept_by, report.answer_by, report.promise.answer_by) == (
        accept_by, later, later,
    )  # fmt: skip
    extending.move_deadline(report, official, MONDAY, LONG_ENOUGH, accept_by=later, answer_by=later)
    assert (report.accept_by, report.promise.accept_by) == (later, later)


@pytest.mark.parametrize(("before", "moves"), [(SECOND, True), (timedelta(0), False)])
def test_asking_at_the_deadline_or_later_stops_no_clock(office, official, before, moves):
    report = report_of(office)
    due = report.answer_by
    asking.ask(report, official, due - before, "Cột đèn số mấy ạ?")
    asking.respond(report, Actor(GUEST), due + timedelta(days=1), calendar(), "Số 5")
    assert (report.answer_by > due) is moves
    assert bool(report.promise.paused_seconds) is moves
    assert report.pauses[0].ended_by == "citizen"


def test_what_a_promise_would_be_alone_moves_along(office, official):
    report = report_of(office, extension_minutes=60)
    report.promise.own_answer_by = own = report.answer_by - timedelta(minutes=30)
    extend(report, official, MONDAY)
    assert report.promise.own_answer_by == calendar().add(own, 60)


def test_only_a_tap_of_still_there_or_gone_is_kept_as_one(office, official):
    state, words = report_of(office), report_of(office)
    asking.ask(state, official, MONDAY, "Đèn còn tắt không?", Wanted(STATE))
    asking.ask(words, official, MONDAY, "Cột đèn số mấy ạ?")
    later = MONDAY + timedelta(hours=1)
    tapped = asking.respond(state, Actor(GUEST), later, calendar(), None, GONE)
    written = asking.respond(words, Actor(GUEST), later, calendar(), "Số 5")
    assert (tapped.details, written.details) == ({"tap": GONE}, None)
    assert (tapped.status_notes, written.status_notes) == (None, "Số 5")


def test_a_question_waits_as_long_as_the_service_says(office, official):
    report = report_of(office)
    report.service.ask_days = 4
    asking.ask(report, official, MONDAY, "Cột đèn số mấy ạ?")
    assert report.pause.until == MONDAY + timedelta(days=4)
