"""The chain of warnings: who is told when, once, and what happens when the worker was down."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts import absences
from app.accounts.actors import GUEST, SYSTEM, Actor
from app.accounts.permissions import LEAD, OVERSEE_OFFICIALS
from app.core.clock import VIETNAM
from app.core.working_days import calendar
from app.notifications.models import Notification
from app.service_requests import life
from app.service_requests.answering import accepting, closing
from app.service_requests.clock import asking, chain, named_days
from app.service_requests.clock.in_charge import InCharge
from app.service_requests.clock.jobs import escalate
from app.service_requests.following import reopening
from app.service_requests.models import Escalation, Service
from app.service_requests.routing import assigning, sealing
from tests.factories import service_requests as make
from tests.factories.accounts import make_official
from tests.factories.service_requests import escalations_of
from tests.service_requests.offices import make_offices

MONDAY = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)
"""07:30 in Viet Nam, the first minute of a week without a holiday."""


@pytest.fixture
def offices(db, clock):
    clock.move_to(MONDAY, tick=False)
    made = make_offices()
    made_head = make_official(LEAD, agency=made.province, name="Chủ Tịch Thử")
    object.__setattr__(made, "head", made_head)
    return made


@pytest.fixture
def run(db, clock):
    def at(moment: str = "") -> tuple[int, int]:
        if moment:
            clock.move_to(vietnam(moment), tick=False)
        db.session.commit()
        return escalate(datetime.now(UTC))

    return at


def vietnam(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def one_day_class():
    """Accept in 2 working hours, answer in 10: Monday 07:30 until Tuesday 10:00."""
    return make.urgency_class(accept_minutes=120, answer_minutes=600)


def report_for(offices, assigned: bool = True, **given):
    service = make.service(urgency_class=one_day_class(), **given)
    report = make.received(service=service, agency=offices.office)
    if assigned:
        assigning.assign(report, SYSTEM, datetime.now(UTC), offices.handler)
    return report


def told(user) -> list[str]:
    rows = Notification.query.filter_by(user_id=user.id).order_by(Notification.id)
    return [row.kind for row in rows if row.kind.startswith("chain")]


def accepted(report):
    accepting.accept(
        report, make.official_actor(report.agency), datetime.now(UTC), publicity="public"
    )


def test_each_percentage_goes_to_whom_it_belongs_on_the_working_clock(offices, run):
    report = report_for(offices)
    accepted(report)
    steps = [
        ("2026-11-16 14:29", []),
        ("2026-11-16 14:30", [(offices.handler, "chain_half")]),
        ("2026-11-17 07:59", []),
        ("2026-11-17 08:00", [(offices.handler, "chain_four_fifths")]),
        ("2026-11-17 10:00", [(offices.lead, "chain_overdue")]),
        ("2026-11-17 14:30", [(offices.operator, "chain_far")]),
        ("2026-11-18 14:30", [(offices.head, "chain_twice")]),
    ]
    people = (offices.handler, offices.lead, offices.operator, offices.head)
    digests = {"chain_digest", "chain_summary"}
    for moment, expected in steps:
        before = {user.id: len(told(user)) for user in people}
        run(moment)
        fresh = [
            (user, kind)
            for user in people
            for kind in told(user)[before[user.id] :]
            if kind not in digests
        ]
        assert fresh == expected, moment


def test_a_second_run_tells_nobody_again(offices, run, db):
    accepted(report_for(offices))
    run("2026-11-16 14:30")
    assert run() == (0, 0)
    assert told(offices.handler) == ["chain_half"]
    assert db.session.query(Escalation).count() == 1


@pytest.mark.sqlite_first
def test_what_nobody_was_given_is_the_leads_from_the_first_minute(offices, run):
    report = report_for(offices, assigned=False)
    run()
    assert told(offices.lead) == ["chain_unassigned", "chain_digest"]
    assert [step.step for step in escalations_of(report)] == ["unassigned"]


@pytest.mark.sqlite_first
def test_without_an_agency_it_is_the_operators_from_the_first_minute(offices, run):
    make.received(service=make.service(urgency_class=one_day_class()))
    run()
    assert told(offices.operator) == ["chain_unassigned"]


@pytest.mark.sqlite_first
def test_an_agency_without_a_lead_has_the_one_above(offices, run):
    service = make.service(urgency_class=one_day_class())
    make.received(service=service, agency=offices.neighbour)
    run()
    assert "chain_unassigned" in told(offices.head)


@pytest.mark.sqlite_first
def test_late_acceptance_is_the_leads(offices, run):
    report_for(offices)
    run("2026-11-16 09:30")
    assert told(offices.lead)[-1] == "chain_acceptance"


@pytest.mark.sqlite_first
def test_a_day_and_night_class_does_not_wait_for_monday(offices, run, clock):
    clock.move_to(vietnam("2026-11-20 17:00"), tick=False)
    urgent = make.urgency_class(clock="continuous", accept_minutes=240, answer_minutes=240)
    report = make.received(service=make.service(urgency_class=urgent), agency=offices.office)
    assigning.assign(report, SYSTEM, datetime.now(UTC), offices.handler)
    run("2026-11-20 19:00")
    assert told(offices.handler) == ["chain_half"]
    run("2026-11-20 22:00")
    assert told(offices.operator) == ["chain_far"]


@pytest.mark.sqlite_first
def test_nothing_is_said_of_an_answered_report(offices, run):
    report = report_for(offices)
    accepted(report)
    actor = make.official_actor(offices.office)
    closing.close(report, actor, datetime.now(UTC), resolution=life.FIXED, text="Đã thay bóng.")
    assert report.next_step_at is None
    run("2026-11-30 09:00")
    assert told(offices.handler) == []


def test_after_two_days_down_everybody_gets_one_summary(offices, run, db):
    for _ in range(5):
        accepted(report_for(offices))
    run("2026-11-18 15:00")
    people = (offices.handler, offices.lead, offices.operator, offices.head)
    for user in people:
        assert told(user) == ["chain_summary"], user.name
    row = Notification.query.filter_by(user_id=offices.lead.id, kind="chain_summary").one()
    assert row.parameters == {"count": 5, "late": 5}
    assert db.session.query(Escalation).count() == 25
    assert run() == (0, 0)


@pytest.mark.sqlite_first
def test_two_reports_after_two_days_down_are_one_message_too(offices, run):
    for _ in range(2):
        accepted(report_for(offices))
    run("2026-11-18 15:00")
    assert told(offices.handler) == ["chain_summary"]


def test_a_run_that_was_cut_off_before_telling_is_finished_by_the_next(offices, run, db):
    from app.service_requests.clock import escalating as escalation

    accepted(report_for(offices))
    db.session.commit()
    moment = vietnam("2026-11-16 14:30")
    escalation.look_at_due(moment, calendar())
    db.session.commit()
    assert told(offices.handler) == []
    run("2026-11-16 14:31")
    assert told(offices.handler) == ["chain_half"]


def test_leads_get_their_figures_once_on_a_working_morning(offices, run):
    report_for(offices)
    run("2026-11-21 08:00")  # a Saturday
    assert "chain_digest" not in told(offices.lead)
    run("2026-11-23 07:29")
    assert "chain_digest" not in told(offices.lead)
    run("2026-11-23 07:31")
    run("2026-11-23 08:31")
    rows = Notification.query.filter_by(user_id=offices.lead.id, kind="chain_digest").all()
    assert [row.parameters for row in rows] == [{"late": 1, "today": 0, "loose": 0}]


def test_the_deputy_is_told_while_the_handler_is_away(offices, run):
    accepted(report_for(offices))
    day = MONDAY.date()
    actor = Actor("official", offices.lead.id, offices.office.id)
    absences.begin(offices.handler, offices.colleague, (day, day), actor, MONDAY)
    run("2026-11-16 14:30")
    assert told(offices.colleague) == ["chain_half"]
    assert told(offices.handler) == []
    run("2026-11-17 08:00")
    assert told(offices.handler) == ["chain_four_fifths"]


def test_what_is_sealed_goes_to_those_who_may_open_it_alone(offices, run):
    report = report_for(offices)
    sealing.seal(report, make.official_actor(offices.office), datetime.now(UTC), "complaint")
    run("2026-11-19 10:00")
    assert told(offices.lead) == told(offices.handler) == told(offices.head) == []
    assert told(offices.receptionist) == ["chain_twice"]
    assert told(offices.operator) == ["chain_twice"]


@pytest.mark.sqlite_first
def test_what_is_about_officials_goes_to_their_overseers(offices, run):
    service = make.service(urgency_class=one_day_class(), about_officials=True)
    make.received(service=service, agency=offices.commune)
    run("2026-11-17 10:00")
    assert told(offices.overseer) == ["chain_overdue"]
    assert told(offices.lead) == told(offices.head) == []


@pytest.mark.sqlite_first
def test_an_answer_about_officials_that_waits_goes_to_overseers_alone(offices):
    nearest = make_official(OVERSEE_OFFICIALS, agency=offices.commune)
    make_official(LEAD, agency=offices.commune)
    report = make.received(service=make.service(about_officials=True), agency=offices.commune)
    people = InCharge(datetime.now(UTC))
    assert people.of(report, chain.SIGN) == [nearest]
    assert people.of(report, chain.SIGN_UP) == [offices.overseer]
    assert people.of(report, chain.SIGN_TOP) == [offices.overseer]


# --- waiting for the citizen


def test_the_clock_stands_still_while_the_citizen_is_asked(offices, run, clock):
    report = report_for(offices)
    accepted(report)
    clock.move_to(vietnam("2026-11-16 08:30"), tick=False)
    asking.ask(report, make.official_actor(offices.office), datetime.now(UTC), "Cột đèn số mấy ạ?")
    run("2026-11-17 09:00")
    assert told(offices.handler) == []
    clock.move_to(vietnam("2026-11-17 08:30"), tick=False)
    asking.respond(report, Actor(GUEST), datetime.now(UTC), calendar(), "Cột số 5")
    assert report.answer_by == vietnam("2026-11-18 10:00")
    run("2026-11-17 14:29")
    assert told(offices.handler) == []
    run("2026-11-17 14:30")
    assert told(offices.handler) == ["chain_half"]


@pytest.mark.parametrize("on_silence", [Service.RUN_ON, Service.CLOSE])
def test_the_wait_ends_by_itself_after_two_reminders(offices, run, on_silence, citizen_told):
    report = report_for(offices, ask_days=5, on_silence=on_silence)
    accepted(report)
    asking.ask(report, make.official_actor(offices.office), datetime.now(UTC), "Cột đèn số mấy ạ?")
    for moment in ("2026-11-18 19:30", "2026-11-20 07:30", "2026-11-21 07:29"):
        run(moment)
        assert report.status == life.AWAITING_CITIZEN
    assert citizen_told(report).count("ask_ends") == 2
    run("2026-11-21 07:30")
    closes = on_silence == Service.CLOSE
    assert report.status == (life.CLOSED if closes else life.IN_PROGRESS)
    assert citizen_told(report)[-1] == ("closed" if closes else "ask_ended")
    assert report.pauses[0].ended_by == "silence"
    if closes:
        assert report.answered_at <= report.answer_by
        assert report.may_reopen(datetime.now(UTC))


@pytest.mark.sqlite_first
def test_after_the_worker_was_down_both_reminders_still_come_first(offices, run, citizen_told):
    report = report_for(offices, ask_days=3)
    accepted(report)
    asking.ask(report, make.official_actor(offices.office), datetime.now(UTC), "Cột đèn số mấy ạ?")
    run("2026-11-25 09:00")
    assert (report.status, citizen_told(report).count("ask_ends")) == (life.AWAITING_CITIZEN, 1)
    run("2026-11-25 20:59")
    assert citizen_told(report).count("ask_ends") == 1
    run("2026-11-25 21:00")
    assert citizen_told(report).count("ask_ends") == 2
    run("2026-11-26 20:59")
    assert report.status == life.AWAITING_CITIZEN
    run("2026-11-26 21:00")
    assert report.status == life.IN_PROGRESS


@pytest.fixture
def citizen_told(offices):
    """Let every report have a link nobody claimed, and give the kinds it was told."""
    from app.accounts import grants
    from app.service_requests.rights import SUBJECT
    from tests.factories.accounts import make_session

    known = {}

    def kinds(report):
        rows = Notification.query.filter(Notification.grant_id.is_not(None))
        return [row.kind for row in rows.order_by(Notification.id)]

    from app.core import events

    def follow(report, now, **_):
        known[report.id] = grants.make(make_session()[0], SUBJECT, report.id, now)

    events.request_received.connect(follow, weak=False)
    yield kinds
    events.request_received.disconnect(follow)


# --- the day that was named


def scheduled(offices, clock, day):
    report = report_for(offices)
    accepted(report)
    closing.close(report,
        make.official_actor(offices.office), datetime.now(UTC), resolution=life.SCHEDULED,
        text="Hẹn làm xong trong tuần sau.", scheduled_on=day, calendar=calendar(),
    )  # fmt: skip
    return report


def test_on_the_named_day_the_report_is_back_on_the_desk(offices, run, clock, citizen_told):
    report = scheduled(offices, clock, vietnam("2026-11-20").date())
    run("2026-11-18 15:00")
    assert told(offices.handler)[0] == "chain_half"
    run("2026-11-20 07:29")
    assert report.status == life.CLOSED
    run("2026-11-20 07:30")
    assert (report.status, report.is_open) == (life.IN_PROGRESS, True)
    assert (report.resolution, report.answered_at) == (None, None)
    assert report.answer_by == vietnam("2026-11-20 17:00")
    assert citizen_told(report)[-1] == "is_it_done"
    assert [promise.kind for promise in report.promises] == ["receipt", "commitment"]
    assert report.promises[0].resolution == life.SCHEDULED
    assert told(offices.handler).count("chain_half") == 1


def test_a_named_day_that_passes_is_broken_and_climbs_the_chain(offices, run, clock):
    report = scheduled(offices, clock, vietnam("2026-11-20").date())
    run("2026-11-20 17:00")
    assert report.commitments[0].kept is None
    run("2026-11-20 17:01")
    assert report.commitments[0].kept is False
    assert "chain_overdue" in told(offices.lead)
    run("2026-12-01 17:00")
    assert "chain_twice" in told(offices.head) or "chain_summary" in told(offices.head)


@pytest.mark.sqlite_first
@pytest.mark.parametrize(
    ("moment", "kept"), [("2026-11-20 16:59", True), ("2026-11-23 09:00", False)]
)
def test_fixing_it_by_the_end_of_the_day_keeps_the_promise(offices, run, clock, moment, kept):
    report = scheduled(offices, clock, vietnam("2026-11-20").date())
    run("2026-11-20 08:00")
    clock.move_to(vietnam(moment), tick=False)
    actor = make.official_actor(offices.office)
    closing.close(report, actor, datetime.now(UTC), resolution=life.FIXED, text="Đã kè xong.")
    assert report.commitments[0].kept is kept


@pytest.mark.sqlite_first
def test_the_citizen_says_whether_it_is_done(offices, run, clock):
    yes = scheduled(offices, clock, vietnam("2026-11-20").date())
    no = scheduled(offices, clock, vietnam("2026-11-20").date())
    run("2026-11-20 08:00")
    now = datetime.now(UTC)
    named_days.confirm(yes, Actor(GUEST), now, None)
    named_days.deny(no, Actor(GUEST), now, "Chưa thấy ai đến")
    assert (yes.status, yes.resolution, yes.commitments[0].kept) == ("closed", "fixed", True)
    assert (no.status, no.commitments[0].kept) == ("in_progress", None)
    assert [each.commitments[0].citizen_says for each in (yes, no)] == [True, False]
    assert named_days.asked_whether_done(no) is None
    assert no.citizen_spoke_at == now


@pytest.mark.sqlite_first
def test_naming_another_day_breaks_the_first(offices, run, clock):
    report = scheduled(offices, clock, vietnam("2026-11-20").date())
    run("2026-11-20 08:00")
    closing.close(report,
        make.official_actor(offices.office), datetime.now(UTC), resolution=life.SCHEDULED,
        text="Hẹn lại.", scheduled_on=vietnam("2026-11-27").date(), calendar=calendar(),
    )  # fmt: skip
    assert [each.kept for each in report.commitments] == [False, None]
    run("2026-11-27 08:00")
    assert report.status == life.IN_PROGRESS


@pytest.mark.sqlite_first
def test_reopening_before_the_named_day_leaves_it_uncounted(offices, run, clock):
    report = scheduled(offices, clock, vietnam("2026-11-20").date())
    clock.shift(timedelta(hours=2))
    reopening.reopen(
        report, Actor(GUEST), datetime.now(UTC), calendar(), "Nguy hiểm, không đợi được"
    )
    assert (report.commitments[0].kept, report.commitments[0].is_open) == (None, False)
    run("2026-11-20 08:00")
    assert report.promise.kind == "reopened"
