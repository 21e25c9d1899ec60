"""A sender's phone number: behind a reason, logged, told, shown once."""

import pytest
from sqlalchemy import select

from app.notifications.models import Notification
from app.service_requests.models import PhoneDisclosure
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

NUMBER = "0900 000 077"


@pytest.fixture
def report(offices):
    return make.service_request(
        "accepted",
        agency=offices.office,
        citizen=make_user("Người Gửi"),
        contact_phone="+84900000077",
    )


def url(report) -> str:
    return f"/can-bo/phan-anh/{report.code}/xem-so-dien-thoai"


def ask(visitor, report, reason: str):
    data = {
        "version": str(report.version),
        "idempotency_key": "a-key-of-a-form-long-enough",
        "text": reason,
    }
    return visitor.post(url(report), data=data)


def test_s27_the_number_is_behind_a_reason_that_is_logged_and_told(db, login_as, offices, report):
    answer = ask(login_as(offices.lead), report, "Hỏi đường vào ngõ")
    assert answer.status_code == 200
    assert NUMBER in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    row = db.session.scalars(select(PhoneDisclosure)).one()
    assert (row.user_id, row.reason) == (offices.lead.id, "Hỏi đường vào ngõ")
    told = db.session.scalars(select(Notification).where(Notification.user_id == report.citizen_id))
    assert "phone_seen" in [each.kind for each in told]


def test_the_sender_reads_the_reason_on_the_report(login_as, offices, report):
    ask(login_as(offices.lead), report, "Hỏi đường vào ngõ")
    page = login_as(report.citizen).get(f"/phan-anh/{report.code}").text
    assert "Hỏi đường vào ngõ" in page


@pytest.mark.parametrize("reason", ["", "   ", "abc"])
def test_without_a_reason_there_is_no_number(db, login_as, offices, report, reason):
    answer = ask(login_as(offices.lead), report, reason)
    assert answer.status_code == 422
    assert NUMBER not in answer.text
    assert db.session.scalars(select(PhoneDisclosure)).all() == []


def test_every_look_is_logged_anew(db, login_as, offices, report):
    visitor = login_as(offices.lead)
    for _ in range(2):
        assert NUMBER in ask(visitor, report, "Hỏi đường vào ngõ").text
    assert len(db.session.scalars(select(PhoneDisclosure)).all()) == 2


def test_the_number_is_on_no_other_page(login_as, offices, report):
    ask(login_as(offices.lead), report, "Hỏi đường vào ngõ")
    for user in (offices.lead, offices.handler, offices.operator):
        visitor = login_as(user)
        for address in ("/can-bo", f"/can-bo/phan-anh/{report.code}", url(report)):
            page = visitor.get(address).text
            assert "000 077" not in page
            assert "000077" not in page


@pytest.mark.parametrize("who", ["handler", "neighbour_handler", "receptionist", "administrator"])
def test_s27_who_has_not_the_right_gets_nothing(db, login_as, offices, report, who):
    visitor = login_as(getattr(offices, who))
    assert visitor.get(url(report)).status_code in (403, 404)
    assert ask(visitor, report, "Hỏi đường vào ngõ").status_code in (403, 404)
    assert db.session.scalars(select(PhoneDisclosure)).all() == []


def test_the_accounts_number_serves_where_none_was_left(login_as, offices):
    sender = make_user("Người Gửi", "+84900000066")
    report = make.service_request(agency=offices.office, citizen=sender)
    assert "0900 000 066" in ask(login_as(offices.lead), report, "Hỏi đường vào").text


def test_a_guest_without_a_number_has_none_to_show(db, login_as, offices):
    report = make.service_request(agency=offices.office)
    answer = ask(login_as(offices.lead), report, "Hỏi đường vào")
    assert answer.status_code == 422
    assert db.session.scalars(select(PhoneDisclosure)).all() == []
