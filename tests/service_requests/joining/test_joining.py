"""Reports of one matter: joined under one, told of its answers, and split again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock as core_clock
from app.core.audit import AuditEntry
from app.core.errors import DomainError, InvalidTransition
from app.core.working_days import calendar
from app.notifications.models import Notification
from app.service_requests import life
from app.service_requests.answering import accepting, closing, noting, replying
from app.service_requests.clock import asking, jobs, named_days
from app.service_requests.desk import inbox
from app.service_requests.following import reopening, withdrawing
from app.service_requests.joining import joining
from app.service_requests.models import Escalation, ServiceRequest
from app.service_requests.record import COMPLAINT
from app.service_requests.routing import correcting, sealing
from app.service_requests.scope import scope_of
from tests.factories import service_requests as make
from tests.factories.accounts import make_user, viewer_of
from tests.service_requests.citizen import hidden

SPOT = {"lat": 21.72, "long": 104.9}


@pytest.fixture
def lamp(db):
    return make.service("street-light", "Đèn đường")


def pair(offices, lamp, clock) -> tuple[ServiceRequest, ServiceRequest]:
    """An accepted report, and one of the same matter that came an hour later."""
    main = make.service_request("accepted", service=lamp, agency=offices.office, **SPOT)
    clock.shift(timedelta(hours=1))
    other = make.service_request(
        service=lamp, agency=offices.office, citizen=make_user("Người Gửi Sau"), **SPOT
    )
    return main, other


def act(visitor, path: str, report: ServiceRequest, **fields: str):
    """Send an act's form of the official's page as it stands there."""
    page = visitor.get(f"/can-bo/phan-anh/{report.code}").text
    fields = hidden(page) | {"version": str(report.version)} | fields
    return visitor.post(f"/can-bo/phan-anh/{report.code}/{path}", data=fields)


def told(db, user) -> list[str]:
    rows = select(Notification).where(Notification.user_id == user.id).order_by(Notification.id)
    return [row.kind for row in db.session.scalars(rows)]


def verbs(report: ServiceRequest) -> list[str]:
    return [change.verb for change in report.changes]


def test_a_likely_duplicate_is_joined_closes_with_the_main_report_and_is_split_again(
    db, clock, login_as, offices, lamp
):
    main, other = pair(offices, lamp, clock)
    sender, handler = other.citizen, login_as(offices.handler)
    page = handler.get(f"/can-bo/phan-anh/{other.code}").text
    assert "Có thể trùng với" in page
    assert main.code in page
    assert act(handler, "gop", other, leader=main.code).status_code == 303

    # Joined: off the desk and the chain, the sender told, with code and promise as before.
    db.session.refresh(other)
    assert (other.main_id, other.status, other.next_step_at) == (main.id, "received", None)
    assert main.code in handler.get(f"/can-bo/phan-anh/{other.code}").text
    waiting = next(tab for tab in inbox.tabs(scope_of(viewer_of(offices.handler))))
    shown = inbox.page(waiting, scope_of(viewer_of(offices.handler))).rows
    assert [row.service_request.code for row in shown] == [main.code]
    mine = login_as(sender).get(f"/phan-anh/{other.code}").text
    assert f"/phan-anh/{main.code}" in mine
    assert login_as(sender).get(f"/phan-anh/{other.code}/bien-nhan").status_code == 200

    # A reply and the result of the main report reach the other sender.
    official = make.official_actor(offices.office)
    replying.reply(main, official, core_clock.now(), "Chiều nay thợ đến.")
    noting.start(main, official, core_clock.now())
    closing.close(main, official, core_clock.now(), resolution=life.FIXED, text="Đã thay bóng.")
    db.session.commit()
    assert told(db, sender) == ["received", "joined", "replied", "closed"]
    assert (other.status, other.resolution) == ("closed", "fixed")
    assert other.promise.answered_at == core_clock.now()
    mine = login_as(sender).get(f"/phan-anh/{other.code}").text
    assert "Chiều nay thợ đến." in mine
    assert "Đã thay bóng." in mine

    # Undone: everything as before, the promise too, and both acts are on record.
    assert act(handler, "tach", other).status_code == 303
    db.session.refresh(other)
    assert (other.main_id, other.status, other.resolution) == (None, "received", None)
    assert (other.answered_at, other.promise.answered_at) == (None, None)
    assert other.next_step_at == core_clock.now()
    audited = [row.verb for row in db.session.scalars(select(AuditEntry))]
    assert audited == ["report.join", "report.split"]


@pytest.mark.own_day
def test_joining_hides_no_lateness_and_splitting_gives_the_promise_back(db, clock, offices, lamp):
    older, newer = pair(offices, lamp, clock)
    before, early = newer.answer_by, older.answer_by
    assert early < before
    official = make.official_actor(offices.office)
    joining.join(older, newer, official, core_clock.now())
    assert (newer.answer_by, newer.promise.answer_by) == (early, early)
    accepting.accept(newer, official, core_clock.now(), publicity="public")
    asking.ask(newer, official, core_clock.now(), "Cột đèn số mấy ạ?")
    clock.shift(timedelta(hours=1))
    asking.respond(newer, make.citizen_actor(newer), core_clock.now(), calendar(), "Cột số 5")
    assert newer.answer_by == early + timedelta(hours=1), "the pause moves it as ever"
    joining.split(older, official, core_clock.now())
    assert newer.answer_by == before + timedelta(hours=1)
    assert older.answer_by == early, "its own promise never moved"


def test_the_chain_looks_at_the_main_report_alone(db, clock, offices, lamp):
    main, other = pair(offices, lamp, clock)
    joining.join(other, main, make.official_actor(offices.office), core_clock.now())
    db.session.commit()
    clock.shift(timedelta(days=30))
    jobs.escalate(core_clock.now())
    told_of = set(db.session.scalars(select(Escalation.service_request_id)))
    assert told_of == {main.id}


LEAVES = {
    "the main report is taken back": lambda main, other, now: withdrawing.withdraw(
        main, make.citizen_actor(main), now, calendar()
    ),
    "the main report is sealed": lambda main, other, now: sealing.seal(
        main, make.official_actor(main.agency), now, COMPLAINT
    ),
    "the main report becomes private": lambda main, other, now: correcting.correct(
        main, make.official_actor(main.agency), now, service=make.service(private_by_default=True)
    ),
    "the other is taken back": lambda main, other, now: withdrawing.withdraw(
        other, make.citizen_actor(other), now, calendar()
    ),
    "the other is sealed": lambda main, other, now: sealing.seal(
        other, make.official_actor(other.agency), now, COMPLAINT
    ),
}


@pytest.mark.parametrize("name", LEAVES)
def test_they_part_by_themselves_when(db, clock, offices, lamp, name):
    main, other = pair(offices, lamp, clock)
    joining.join(other, main, make.official_actor(offices.office), core_clock.now())
    LEAVES[name](main, other, core_clock.now())
    assert other.main_id is None
    assert "release" in verbs(main)
    assert other.status == ("closed" if name == "the other is taken back" else "received")


def test_a_reopened_report_stands_alone(db, clock, offices, lamp):
    main, other = pair(offices, lamp, clock)
    official, now = make.official_actor(offices.office), core_clock.now()
    joining.join(other, main, official, now)
    closing.close(main, official, now, resolution=life.EXPLAINED, text="Chờ lưới điện.")
    reopening.reopen(other, make.citizen_actor(other), now, calendar(), "Nhà tôi vẫn tối")
    assert (other.main_id, other.status, other.next_step_at) == (None, "in_progress", now)


def other_agency(offices, main, other):
    other.agency = offices.neighbour


def make_private(offices, main, other):
    other.is_private = True
    other.refresh_listed()


def make_closed(offices, main, other):
    official = make.official_actor(offices.office)
    closing.close(
        main, official, core_clock.now(), resolution=life.EXPLAINED, text="Chờ lưới điện."
    )


def make_a_leader(offices, main, other):
    third = make.service_request(service=main.service, agency=offices.office)
    joining.join(third, other, make.official_actor(offices.office), core_clock.now())


REFUSED = {
    "of another agency": other_agency,
    "private": make_private,
    "under a closed one": make_closed,
    "one that leads others": make_a_leader,
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_not_joined(db, clock, login_as, offices, lamp, name):
    main, other = pair(offices, lamp, clock)
    REFUSED[name](offices, main, other)
    official = login_as(offices.operator if name == "private" else offices.lead)
    answer = act(official, "gop", other, leader=main.code)
    assert answer.status_code in (404, 409, 422)
    db.session.refresh(other)
    assert other.main_id is None


def test_the_operator_joins_reports_of_two_agencies(db, clock, login_as, offices, lamp):
    main, other = pair(offices, lamp, clock)
    other.agency = offices.neighbour
    assert act(login_as(offices.operator), "gop", other, leader=main.code).status_code == 303
    db.session.refresh(other)
    assert other.main_id == main.id


def test_what_another_report_leads_is_not_handled_by_itself(db, clock, offices, lamp):
    main, other = pair(offices, lamp, clock)
    official, now = make.official_actor(offices.office), core_clock.now()
    joining.join(other, main, official, now)
    with pytest.raises(InvalidTransition):
        accepting.accept(other, official, now, publicity="public")
    with pytest.raises(DomainError):
        joining.join(main, other, official, now)


@pytest.mark.one_database
def test_the_desk_looks_among_its_agencys_reports_and_the_operator_among_all(
    clock, login_as, offices, lamp
):
    main, other = pair(offices, lamp, clock)
    other.agency = offices.neighbour
    url = f"/can-bo/phan-anh/{main.code}"
    assert other.code not in login_as(offices.handler).get(url).text
    assert other.code in login_as(offices.operator).get(url).text


def test_whoever_ended_with_the_main_report_hears_of_later_results(db, clock, offices, lamp):
    main, other = pair(offices, lamp, clock)
    official, now = make.official_actor(offices.office), core_clock.now()
    joining.join(other, main, official, now)
    later = now.date() + timedelta(days=7)
    closing.close(
        main, official, now, resolution=life.SCHEDULED, text="Tuần sau.", scheduled_on=later
    )
    assert (other.resolution, other.scheduled_on) == (life.SCHEDULED, later)
    assert other.commitments == [], "the day is counted once, where it was named"
    named_days.fall_due(main, official, now)
    closing.close(main, official, now, resolution=life.FIXED, text="Đã thay bóng.")
    db.session.commit()
    assert (other.status, other.resolution) == (life.CLOSED, life.FIXED)
    assert told(db, other.citizen) == ["received", "joined", "closed", "replied"]
