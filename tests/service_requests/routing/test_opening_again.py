"""An office takes up again what it had closed: who may, what the sender reads, what it counts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.clock import now
from app.core.errors import DomainError
from app.core.working_days import calendar
from app.notifications.models import Notification
from app.service_requests import life
from app.service_requests.answering import closing, refusing
from app.service_requests.following import withdrawing
from app.service_requests.models import Reason
from app.service_requests.routing import opening_again
from app.service_requests.rows import Promise
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

KEY = "a-key-of-a-form-long-enough"
WHY = "Kết thúc nhầm, đèn vẫn tắt"


@pytest.fixture
def closed(offices):
    return make.service_request("closed", agency=offices.office, citizen=make_user("Bà Thử"))


def send(visitor, report, act: str, **values):
    values = {"version": str(report.version), "idempotency_key": KEY, **values}
    return visitor.post(f"/can-bo/phan-anh/{report.code}/{act}", data=values)


def told(db, user) -> list[str]:
    mine = select(Notification.kind).where(Notification.user_id == user.id)
    return list(db.session.scalars(mine.order_by(Notification.id)))


def test_a_lead_opens_it_again_and_the_sender_reads_why(db, client, login_as, offices, closed):
    assert (
        'mo-lai#act"' not in login_as(offices.handler).get(f"/can-bo/phan-anh/{closed.code}").text
    )
    assert send(login_as(offices.handler), closed, "mo-lai", text=WHY).status_code == 403
    lead = login_as(offices.lead)
    assert 'mo-lai#act"' in lead.get(f"/can-bo/phan-anh/{closed.code}").text
    assert send(lead, closed, "mo-lai", text="ồ").status_code == 422
    assert send(lead, closed, "mo-lai", text=WHY).status_code == 303
    assert (closed.status, closed.resolution) == (life.IN_PROGRESS, None)
    assert told(db, closed.citizen)[-1] == "opened_again"
    assert told(db, offices.lead) == []
    assert WHY in login_as(closed.citizen).get(f"/phan-anh/{closed.code}").text
    assert WHY in client.get(f"/phan-anh/{closed.code}").text


@pytest.mark.own_day
def test_an_earlier_deadline_goes_on_counting_until_it_is_over(offices, closed, clock):
    first = closed.answer_by
    again = opening_again.open_again
    by = make.official_actor(offices.office)
    again(closed, by, now(), calendar(), WHY)
    assert closed.answer_by == closed.promise.answer_by == first
    assert closed.promises[0].answered_at is not None
    assert closed.promises[0].resolution == life.FIXED
    closing.close(closed, by, now(), resolution=life.FIXED, text="Đã thay bóng")
    late = first + timedelta(days=1)
    again(closed, by, late, calendar(), WHY)
    assert closed.answer_by > late
    assert [each.kind for each in closed.promises] == [
        Promise.RECEIPT, Promise.OFFICE, Promise.OFFICE
    ]  # fmt: skip
    assert closed.reopenings == 0


def test_a_day_that_was_named_is_broken_by_it(offices, clock):
    report = make.service_request("accepted", agency=offices.office)
    by, day = make.official_actor(offices.office), (now() + timedelta(days=3)).date()
    closing.close(report, by, now(), resolution=life.SCHEDULED, text="Sẽ thay", scheduled_on=day)
    named = report.commitment
    opening_again.open_again(report, by, now(), calendar(), WHY)
    assert (named.kept, named.is_open) == (False, False)


def test_what_was_never_accepted_has_to_be_accepted(offices, clock):
    report = make.service_request(agency=offices.office)
    by = make.official_actor(offices.office)
    refusing.refuse(report, by, now(), reason=make.reason(Reason.NOT_ACCEPTED))
    opening_again.open_again(report, by, now(), calendar(), WHY)
    assert (report.status, report.reason) == (life.RECEIVED, None)


def test_what_the_sender_took_back_stays_so(login_as, offices, clock):
    report = make.service_request("accepted", agency=offices.office)
    withdrawing.withdraw(report, make.citizen_actor(report), now(), calendar())
    lead = login_as(offices.lead)
    assert 'mo-lai#act"' not in lead.get(f"/can-bo/phan-anh/{report.code}").text
    refused = send(lead, report, "mo-lai", text=WHY)
    assert refused.status_code == 422
    assert "người gửi đã rút" in refused.text.lower()


def test_the_operator_hands_what_was_closed_wrongly_to_another_agency(
    db, login_as, offices, closed
):
    assert send(login_as(offices.lead), closed, "mo-lai-va-chuyen").status_code == 403
    operator = login_as(offices.operator)
    values = {"agency": offices.neighbour.code, "text": WHY}
    same = send(operator, closed, "mo-lai-va-chuyen", **{**values, "agency": offices.office.code})
    assert same.status_code == 422
    assert send(operator, closed, "mo-lai-va-chuyen", **values).status_code == 303
    assert (closed.status, closed.agency, closed.transfers) == (
        life.RECEIVED, offices.neighbour, 1
    )  # fmt: skip
    assert closed.code in login_as(offices.neighbour_handler).get("/can-bo").text
    assert login_as(offices.handler).get(f"/can-bo/phan-anh/{closed.code}").status_code == 404
    assert told(db, closed.citizen)[-1] == "opened_again"


def test_only_a_word_that_says_something_opens_it(offices, closed, clock):
    with pytest.raises(DomainError):
        opening_again.open_again(
            closed, make.official_actor(offices.office), now(), calendar(), "  "
        )
    assert closed.status == life.CLOSED
