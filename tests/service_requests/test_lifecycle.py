"""Every verb against every status, through the one door."""

from datetime import timedelta

import pytest
from blinker import ANY

from app.accounts.actors import GUEST, Actor
from app.core import clock, events
from app.core.errors import InvalidTransition, StaleVersion
from app.core.working_days import calendar
from app.service_requests import life
from app.service_requests.answering import (
    accepting,
    amending,
    closing,
    noting,
    refusing,
    replying,
    signing,
)
from app.service_requests.clock import asking, extending, named_days
from app.service_requests.desk import disclosing
from app.service_requests.following import adding, rating, reopening, withdrawing
from app.service_requests.joining import members
from app.service_requests.models import Reason, ServiceRequest, StatusChange
from app.service_requests.record import COMPLAINT, OPEN_TO_ALL
from app.service_requests.routing import (
    assigning,
    correcting,
    forwarding,
    giving_back,
    handing_on,
    opening_again,
    sealing,
    supporting,
)
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency

CITIZENS = (
    "withdraw",
    "reopen",
    "add",
    "mark_read",
    "settle",
    "rate",
    "thank",
    "respond",
    "confirm",
    "deny",
)


def do(verb: str, report: ServiceRequest) -> object:
    """Do `verb` with what it needs."""
    now = clock.now()
    official, guest = make.official_actor(report.agency), Actor(GUEST)
    return {
        "accept": lambda: accepting.accept(report, official, now, publicity=OPEN_TO_ALL),
        "start": lambda: noting.start(report, official, now),
        "close": lambda: closing.close(
            report, official, now, resolution=life.FIXED, text="Đã thay bóng"
        ),
        "refuse": lambda: refusing.refuse(
            report, official, now, reason=make.reason(Reason.NOT_ACCEPTED)
        ),
        "withdraw": lambda: withdrawing.withdraw(report, guest, now, calendar()),
        "reopen": lambda: reopening.reopen(report, guest, now, calendar(), "Vẫn tối"),
        "ask": lambda: asking.ask(report, official, now, "Cột đèn số mấy ạ?"),
        "respond": lambda: asking.respond(report, guest, now, calendar(), "Cột số 5"),
        "resume": lambda: asking.resume(report, official, now, calendar()),
        "lapse": lambda: asking.lapse(report, official, now, calendar(), "Không có trả lời"),
        "fall_due": lambda: named_days.fall_due(report, official, now),
        "confirm": lambda: named_days.confirm(report, guest, now, None),
        "deny": lambda: named_days.deny(report, guest, now, None),
        "extend": lambda: extending.extend(report, official, now, calendar(), "Chờ vật tư về"),
        "move_deadline": lambda: extending.move_deadline(
            report, official, now, "Nghỉ bù", accept_by=None, answer_by=report.answer_by
        ),
        "give_back": lambda: giving_back.give_back(
            report, official, now, calendar(), reason=make.reason(Reason.RETURN)
        ),
        "correct": lambda: correcting.correct(report, official, now, service=make.service()),
        "ask_support": lambda: supporting.ask_support(
            report, official, now, make_agency(), "Cho xe cẩu"
        ),
        "answer_support": lambda: supporting.answer_support(
            report, official, now, make.part(report), "Đã điều xe cẩu"
        ),
        "route": lambda: handing_on.route(report, official, now, make_agency()),
        "assign": lambda: assigning.assign(report, official, now, None),
        "reply": lambda: replying.reply(report, official, now, "Đang chờ vật tư"),
        "note": lambda: noting.note(report, official, now, "Gọi tổ điện"),
        "add": lambda: adding.add(report, guest, now, "Thêm ảnh"),
        "publish": lambda: accepting.publish(report, official, now, publicity=OPEN_TO_ALL),
        "seal": lambda: sealing.seal(report, official, now, COMPLAINT),
        "disclose_phone": lambda: disclosing.disclose_phone(report, official, now, "Hỏi đường vào"),
        "acknowledge": lambda: noting.acknowledge(report, official, now),
        "mark_read": lambda: rating.mark_read(report, guest, now),
        "settle": lambda: rating.settle(report, guest, now),
        "rate": lambda: rating.rate(report, guest, now, "fair", None),
        "thank": lambda: rating.thank(report, guest, now),
        "submit_draft": lambda: signing.submit_draft(report, official, now),
        "return_draft": lambda: signing.return_draft(report, official, now, "Nêu rõ ngày"),
        "take_back_draft": lambda: signing.take_back_draft(report, official, now),
        "discard_draft": lambda: signing.discard_draft(report, official, now),
        "join": lambda: members.join(report, official, now, make.service_request("accepted")),
        "split": lambda: members.split(report, official, now),
        "gather": lambda: members.gather(report, official, now, [], "LC-ANOTHER"),
        "release": lambda: members.release(report, official, now, [], "LC-ANOTHER"),
        "follow_main": lambda: members.follow_main(report, official, now, *led_and_said("closed")),
        "open_again": lambda: opening_again.open_again(
            report, official, now, calendar(), "Kết thúc nhầm"
        ),
        "receive_again": lambda: received_again(report, official),
        "reroute": lambda: opening_again.reroute(
            report, official, now, calendar(), make_agency(), "Không thuộc phòng này"
        ),
        "amend": lambda: amending.amend(
            report, official, now, report.changes[-1], "Ngõ 12 đã sáng lại"
        ),
        "change_result": lambda: amending.change_result(
            report, official, now, calendar(), resolution=life.EXPLAINED, text="Đèn của tư nhân"
        ),
        "forward": lambda: forwarding.forward(
            report, official, now, "Chủ tịch UBND xã Thử", "Khiếu nại lần đầu", "12/PC"
        ),
        "hear_main": lambda: members.hear_main(report, official, now, *led_and_said("accepted")),
    }[verb]()


def received_again(report: ServiceRequest, official: Actor) -> object:
    """Opened again before anybody had accepted it."""
    report.accepted_at = None
    return opening_again.open_again(report, official, clock.now(), calendar(), "Kết thúc nhầm")


def led_and_said(status: str) -> tuple[ServiceRequest, StatusChange]:
    """A main report in `status`, and its last step."""
    main = make.service_request(status)
    return main, main.changes[-1]


def ready(verb: str, status: str, agency) -> ServiceRequest:
    """A report in `status` with whatever else `verb` needs."""
    service = make.service(urgency_class=make.urgency_class(extension_minutes=450))
    report = make.service_request(status, agency=agency, service=service)
    if verb == "fall_due":
        make.day_named(report)
    elif verb in ("confirm", "deny"):
        make.fallen_due(report)
    elif verb == "forward":
        report.sealed_kind = COMPLAINT
    elif verb == "split":
        report.main_id = make.service_request("accepted").id
    return report


@pytest.fixture
def agency(db):
    return make_agency()


def test_every_verb_is_tried():
    assert set(life.REPORT.verbs) >= set(CITIZENS)


@pytest.mark.parametrize("status", life.STATUSES)
@pytest.mark.parametrize("verb", life.REPORT.verbs)
def test_a_verb_runs_from_the_statuses_of_the_table_alone(agency, verb, status):
    report = ready(verb, status, agency)
    came_from, goes_to = life.REPORT.verbs[verb].from_, life.REPORT.verbs[verb].to
    version = report.version
    if status not in came_from:
        with pytest.raises(InvalidTransition):
            do(verb, report)
        assert (report.status, report.version) == (status, version)
        return
    do(verb, report)
    assert report.status == (goes_to or status)
    assert report.version == version + 1
    assert report.is_open == (report.status != life.CLOSED)


@pytest.mark.parametrize("verb", life.REPORT.verbs)
def test_a_step_is_written_and_told(db, agency, verb):
    status = sorted(life.REPORT.verbs[verb].from_)[0]
    report = ready(verb, status, agency)
    heard = []

    def hear(sender, change, **_):
        if sender is report:
            heard.append(change.verb)

    with events.request_changed.connected_to(hear):
        do(verb, report)
    last = report.changes[-1]
    assert heard == [verb]
    assert (last.verb, last.from_status, last.to_status) == (verb, status, report.status)
    assert last.visibility == (life.REPORT.verbs[verb].visibility or last.visibility)
    assert last.actor_kind == ("guest" if verb in CITIZENS else "official")


@pytest.mark.parametrize("verb", life.REPORT.verbs)
def test_what_the_citizen_says_comes_back_and_an_officials_act_clears_it(agency, verb):
    report = ready(verb, sorted(life.REPORT.verbs[verb].from_)[0], agency)
    report.citizen_spoke_at = None if life.REPORT.has(verb, life.SPOKEN) else clock.now()
    do(verb, report)
    if life.REPORT.has(verb, life.SPOKEN):
        assert report.citizen_spoke_at == clock.now()
    elif verb not in ("mark_read", "settle"):
        assert report.citizen_spoke_at is None


def test_the_clock_runs_from_receipt_whatever_is_done(agency, clock):
    report = make.service_request(agency=agency)
    promised = (report.requested_datetime, report.accept_by, report.answer_by)
    for verb in ("note", "route", "accept", "assign", "publish", "start", "reply", "close"):
        clock.shift(timedelta(hours=1))
        do(verb, report)
    assert (report.requested_datetime, report.accept_by, report.answer_by) == promised


@pytest.mark.own_day
def test_reopening_promises_a_second_time_and_keeps_the_first(agency, clock):
    report = make.service_request("closed", agency=agency)
    first = (report.promises[0].answer_by, report.promises[0].answered_at)
    clock.shift(timedelta(days=3))
    do("reopen", report)
    assert [promise.number for promise in report.promises] == [1, 2]
    assert (report.promises[0].answer_by, report.promises[0].answered_at) == first
    assert report.promises[0].resolution == life.FIXED
    assert report.answer_by == report.promises[1].answer_by > first[0]
    assert report.resolution is None


def test_the_version_that_was_opened_must_be_the_present_one(agency):
    report = make.service_request(agency=agency)
    seen = report.version
    report.check_version(seen)
    do("note", report)
    for stale in (seen, None, report.version + 1):
        with pytest.raises(StaleVersion):
            report.check_version(stale)


def test_steps_carry_no_words_of_an_internal_note(db, agency):
    report = make.service_request(agency=agency)
    do("note", report)
    last = db.session.query(StatusChange).order_by(StatusChange.id.desc()).first()
    assert last.status_notes is None
    assert last.visibility == life.INTERNAL_STEP


def test_what_follows_a_step_follows_in_one_order():
    """Joining acts on other reports, drafting on this one: neither may come after the notices."""
    names = [follow.__name__ for follow in life.REPORT.after]
    assert names == ["take_along", "overtaken", "mark_step", "note_sender_was_there", "tell_of",
                     "tell_followers", "follow", "follow", "mark_step", "announce"]  # fmt: skip


def test_nothing_of_the_room_waits_for_its_own_event(app):
    """Receivers of one event run in the order of their addresses in memory."""
    for signal in (events.request_changed, events.request_received):
        mine = [each for each in signal.receivers_for(ANY)
                if each.__module__.startswith("app.service_requests")]  # fmt: skip
        assert mine == []
