"""The counters against counting from scratch, by hand and after random lives of reports."""

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import delete, select

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.core import clock as core_clock
from app.core.db import db
from app.service_requests.answering import amending, closing
from app.service_requests.figures import counting, periods, queries, standing
from app.service_requests.figures.models import (
    AGENCY,
    APART,
    BEGINNING,
    COUNTED,
    DAY,
    EVER,
    HANDLER,
    MONTH,
    NONE,
    PLACE,
    PROVINCE,
    WHOLE,
    Figure,
    FigureClock,
    FigureDue,
    FigurePart,
    numbers,
)
from app.service_requests.following import rating, reopening, withdrawing
from app.service_requests.record import COMPLAINT
from app.service_requests.routing import assigning, correcting, handing_on, opening_again, sealing
from tests.factories import service_requests as make
from tests.plans import plans
from tests.service_requests.figures import standings, weeks
from tests.service_requests.walk import Step, World, make_world, steps

WALKS = settings(max_examples=2, suppress_health_check=list(HealthCheck))
MANY_WALKS = settings(
    max_examples=int(os.environ.get("FIGURE_WALKS", "40")), suppress_health_check=list(HealthCheck)
)
"""Of ten steps each on average: ``FIGURE_WALKS=500`` takes 5,000."""


def count(now: datetime) -> None:
    """Let the worker count until nothing is left."""
    db.session.flush()
    while counting.count_due(now):
        db.session.flush()


def kept() -> dict[tuple, dict[str, int]]:
    """All counters that say something."""
    rows = db.session.scalars(select(Figure).execution_options(populate_existing=True))
    found = {(it.kind, it.scope_id, it.span, it.day, it.key_id): numbers(it) for it in rows}
    return {key: counts for key, counts in found.items() if any(counts.values())}


def from_scratch(now: datetime) -> dict[tuple, dict[str, int]]:
    """Throw everything away that was kept, and count all anew."""
    for table in (Figure, FigurePart, FigureDue):
        db.session.execute(delete(table))
    for _ in counting.rebuild(now):
        db.session.flush()
    return kept()


def figure(kind: str = WHOLE, scope: int = PROVINCE, key: int = NONE) -> Counter[str]:
    """What a counter over all time says, zeros left out."""
    found = db.session.get(Figure, (kind, scope, EVER, BEGINNING, key), populate_existing=True)
    counts = numbers(found) if found else {}
    return Counter({name: counts[name] for name in COUNTED if counts.get(name)})


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def world(app, offices) -> World:
    made = make_world(app, offices, core_clock.now())
    db.session.commit()
    return made


def walk(world: World, taken: list[Step]) -> None:
    """Take the steps; the counters are those from scratch after each third, and at the end."""
    one = replace(world, log=[], seen={})
    try:
        for number, step in enumerate(taken):
            one.take(step)
            stands(one, one.now)
            if number % 3 == 2 or number == len(taken) - 1:
                now = one.now + timedelta(seconds=1)
                stands(one, now)
                count(now)
                stands(one, now)
                by_steps = kept()
                assert by_steps == from_scratch(now), one.log
                of_weeks(one, now)
    finally:
        db.session.rollback()


def stands(world: World, now: datetime) -> None:
    """What stands now is what one counts by looking at every report, counted yet or not."""
    mine = frozenset(Viewer(world.offices.lead).agency_ids(permissions.LEAD))
    for agencies in (None, mine):
        assert standings.kept(agencies, now) == standings.by_hand(agencies, now), world.log


def of_weeks(world: World, now: datetime) -> None:
    """What the weeks' page reads off the counters is what one counts by looking at every row."""
    offices = world.offices
    mine = set(Viewer(offices.lead).agency_ids(permissions.LEAD))
    for user, agencies in ((offices.operator, None), (offices.lead, mine)):
        assert weeks.kept(user, now) == weeks.by_hand(agencies, now), world.log


@WALKS
@given(steps())
def test_the_counters_are_what_counting_from_scratch_gives(world, taken):
    walk(world, taken)


@pytest.mark.details
@pytest.mark.one_database
@pytest.mark.timeout(3_600)
@MANY_WALKS
@given(steps())
def test_after_many_more_steps_they_still_are(world, taken):
    walk(world, taken)


def test_every_report_stands_in_one_state(db, offices, clock):
    given = {"agency": offices.office}
    make.service_request("accepted", **given)
    make.service_request("closed", **given)
    make.service_request("closed", resolution="withdrawn", **given)
    late = make.service_request("accepted", **given)
    overdue = make.service_request("accepted", **given)
    for each in (late, overdue):
        each.answer_by = each.promise.answer_by = now() - timedelta(hours=1)
    late.status, late.resolution = "closed", "fixed"
    late.answered_at = late.promise.answered_at = now()
    late.promise.resolution = "fixed"
    count(now())
    assert figure() == Counter(
        received=5, on_time=1, late=1, withdrawn=1, overdue=1, answered=2, answered_in_time=1
    )
    assert figure(AGENCY, key=offices.office.id) == figure()


def test_time_alone_makes_a_report_overdue(db, offices, clock):
    report = make.service_request("accepted", agency=offices.office)
    count(now())
    assert "overdue" not in figure()
    clock.move_to(report.answer_by + timedelta(seconds=1))
    count(now())
    assert figure()["overdue"] == 1


def test_an_asked_citizens_report_is_not_overdue(db, offices, clock):
    report = make.service_request("awaiting_citizen", agency=offices.office)
    clock.move_to(report.answer_by + timedelta(days=1))
    count(now())
    assert figure() == Counter(received=1)


def test_what_is_handed_on_counts_for_who_has_it_and_once_for_who_gave_it(db, offices):
    report = make.service_request("accepted", agency=offices.office)
    assigning.assign(report, make.official_actor(offices.office), now(), offices.handler)
    count(now())
    assert figure(HANDLER, offices.office.id, offices.handler.id) == Counter(received=1)
    handing_on.route(report, make.official_actor(offices.office), now(), offices.neighbour)
    count(now())
    assert figure(AGENCY, key=offices.office.id) == Counter(transferred=1)
    assert figure(AGENCY, key=offices.neighbour.id) == Counter(received=1)
    assert figure(HANDLER, offices.office.id, offices.handler.id) == Counter()
    assert figure(PLACE, offices.neighbour.id, report.place_id) == Counter(received=1)


def test_a_reopened_report_is_open_again_and_its_first_answer_stays_counted(db, offices):
    report = make.service_request("closed", agency=offices.office)
    rating.rate(report, make.citizen_actor(report), now(), "satisfied", None)
    reopening.reopen(report, make.citizen_actor(report), now(), make.calendar(), "Lại hỏng rồi")
    count(now())
    assert figure() == Counter(
        received=1, answered=1, answered_in_time=1, reopened=1, rated=1, satisfied=1
    )


def test_what_is_withdrawn_after_an_answer_keeps_it_in_time_or_not(db, offices, clock):
    for late in (False, True):
        report = make.service_request("closed", agency=offices.office)
        if late:
            report.promise.answered_at = report.promise.answer_by + timedelta(seconds=1)
        citizen, calendar = make.citizen_actor(report), make.calendar()
        reopening.reopen(report, citizen, now(), calendar, "Lại hỏng rồi")
        withdrawing.withdraw(report, citizen, now(), calendar)
    count(now())
    assert figure() == Counter(
        received=2, on_time=1, late=1, answered=2, answered_in_time=1, reopened=2
    )


def test_a_report_withdrawn_late_and_answered_in_no_time_was_never_answered(db, offices, clock):
    report = make.service_request("accepted", agency=offices.office)
    clock.move_to(report.answer_by + timedelta(hours=1))
    withdrawing.withdraw(report, make.citizen_actor(report), now(), make.calendar())
    count(now())
    assert figure() == Counter(received=1, withdrawn=1)


def test_an_office_that_opens_again_is_no_sender_who_does(db, offices, clock):
    report = make.service_request("closed", agency=offices.office)
    lead, calendar = make.official_actor(offices.office), make.calendar()
    rating.rate(report, make.citizen_actor(report), now(), "satisfied", None)
    opening_again.open_again(report, lead, now(), calendar, "Trả lời nhầm việc")
    count(now())
    first = Counter(received=1, answered=1, answered_in_time=1, rated=1, satisfied=1)
    assert figure() == first
    clock.move_to(report.answer_by + timedelta(minutes=1))
    closing.close(report, lead, now(), resolution="explained", text="Đèn cắt theo lịch, tối có")
    rating.rate(report, make.citizen_actor(report), now(), "unsatisfied", None)
    count(now())
    assert figure() == first + Counter(late=1, answered=1, rated=1)


def test_what_is_opened_again_for_another_agency_counts_there_with_its_answer(db, offices):
    report = make.service_request("closed", agency=offices.office)
    actor, calendar = make.official_actor(offices.office), make.calendar()
    opening_again.reroute(report, actor, now(), calendar, offices.neighbour, "Không thuộc đây")
    count(now())
    assert figure(AGENCY, key=offices.office.id) == Counter(transferred=1)
    there = Counter(received=1, answered=1, answered_in_time=1)
    assert figure(AGENCY, key=offices.neighbour.id) == there


def test_correcting_words_or_result_is_no_further_answer(db, offices, clock):
    report = make.service_request("closed", agency=offices.office)
    count(now())
    before = kept()
    clock.move_to(now() + timedelta(hours=20))
    actor, answer = make.official_actor(offices.office), amending.answers_of(report)[0]
    amending.amend(report, actor, now(), answer, "Đã thay bóng, đèn sáng lại")
    amending.change_result(
        report, actor, now(), make.calendar(), resolution="explained", text="Đèn cắt theo lịch"
    )
    count(now())
    assert kept() == before


def test_what_is_sealed_counts_nowhere(db, offices):
    report = make.service_request("accepted", agency=offices.office)
    count(now())
    sealing.seal(report, make.official_actor(offices.office), now(), COMPLAINT)
    count(now())
    assert kept() == {}


def test_what_is_about_officials_names_no_agency(db, offices):
    report = make.service_request("accepted", agency=offices.office)
    service = make.service(about_officials=True)
    correcting.correct(report, make.official_actor(offices.office), now(), service=service)
    count(now())
    assert figure(AGENCY, key=APART) == Counter(received=1) == figure()
    assert {key[1] for key in kept()} == {PROVINCE}
    assert not {key[4] for key in kept() if key[0] == AGENCY} - {APART}


def test_time_alone_makes_what_waits_late_even_before_it_is_counted(db, offices, clock):
    report = make.service_request(agency=offices.office)
    everything = queries.Reach()
    count(now())
    for at, late in ((report.accept_by, 0), (report.accept_by + timedelta(seconds=1), 1)):
        found = standing.of_days(everything, [], at)
        assert (found.ever["waits"], found.ever["waits_late"]) == (1, late)


def test_counters_of_an_earlier_make_or_far_behind_tell_nothing(db, offices, monkeypatch):
    make.service_request(agency=offices.office)
    everything = queries.Reach()
    monkeypatch.setattr(standing, "MOST_CHANGED", 0)
    assert standing.of_days(everything, [], now()) is None
    count(now())
    assert standing.of_days(everything, [], now()).ever["waits"] == 1
    db.session.scalars(select(FigureClock)).one().shape = 1
    db.session.flush()
    assert standing.of_days(everything, [], now()) is None
    assert standing.by_handler(queries.Reach(frozenset({offices.office.id})), now()) is None


def test_a_rebuild_sets_wrong_counters_right(db, offices):
    make.service_request("closed", agency=offices.office)
    count(now())
    right = kept()
    for row in db.session.scalars(select(Figure)):
        row.received += 7
    db.session.flush()
    assert kept() != right
    for _ in counting.rebuild(now()):
        db.session.flush()
    assert kept() == right


def test_the_command_says_how_many_it_counted(app, db, offices):
    make.service_request("closed", agency=offices.office)
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["figures", "rebuild"])
    assert result.output == "1 reports counted from scratch\n"
    assert figure()["received"] == 1


@pytest.mark.sqlite
def test_an_agency_s_counters_are_found_past_those_of_all_others(db):
    weeks = periods.weeks_until(core_clock.local(core_clock.now()).date(), 12)
    lines, *_ = plans(lambda: queries.totals(queries.Reach(frozenset({7})), weeks))
    walks = [line for line in lines if line.startswith(("SEARCH figure ", "SCAN figure "))]
    assert len(walks) > len(weeks)
    assert [line for line in walks if "day=? AND key_id=?" not in line] == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("segment", "days"),
    [
        ((DAY, date(2026, 2, 27), date(2026, 3, 2)), ["02-27", "02-28", "03-01", "03-02"]),
        ((MONTH, date(2026, 11, 1), date(2027, 1, 31)), ["11-01", "12-01", "01-01"]),
        ((MONTH, date(2026, 11, 1), date(2026, 11, 30)), ["11-01"]),
        ((EVER, BEGINNING, BEGINNING), ["01-01"]),
    ],
)
def test_a_segment_names_the_days_of_its_counters(segment, days):
    assert [f"{day:%m-%d}" for day in periods.days_of(segment)] == days
