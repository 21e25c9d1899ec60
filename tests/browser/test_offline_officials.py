"""Officials in the field: what they write without a signal goes later, and never overwrites."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.core import clock as core_clock
from app.service_requests.answering import replying
from app.service_requests.models import Reply, ServiceRequest
from tests.factories import service_requests as make
from tests.service_requests.offices import make_offices

pytestmark = pytest.mark.details

ANSWER = "Đã thay bóng đèn mới."


@pytest.fixture
def desk(db, settle, media_folder, queue_phone, sign_in):
    """`desk(status)`: the official's phone with such a report open, and the report's id."""
    offices = make_offices()

    def opened(status: str):
        report = make.service_request(status, agency=offices.office)
        code, number = report.code, report.id
        settle()
        phone = queue_phone()
        sign_in(phone.page, offices.handler)
        phone.ready("/can-bo")
        phone.page.goto(f"/can-bo/phan-anh/{code}")
        return phone, number

    opened.offices = offices
    return opened


def answer(page, words: str = ANSWER) -> None:
    page.check("[name=resolution][value=explained]")
    page.fill("#act [name=text]", words)
    page.click("#act [data-send]")


def at_server(db, number: int) -> ServiceRequest:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(ServiceRequest, number)


def test_a_closure_written_without_a_signal_closes_it_once_when_there_is_one(desk, db):
    phone, number = desk("accepted")
    phone.offline()
    answer(phone.page)
    phone.page.wait_for_url("**/cho-gui")
    expect(phone.page.locator("[data-state]")).to_have_text("Đã lưu trên máy")
    assert at_server(db, number).is_open
    db.session.rollback()
    phone.offline(False)
    expect(phone.page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã"))
    assert not at_server(db, number).is_open
    assert db.session.scalar(select(func.count(Reply.id))) == 1


def test_an_acceptance_is_queued_the_same_way(desk, db):
    phone, number = desk("received")
    phone.offline()
    phone.page.check("[name=publicity][value=public]", force=True)
    phone.page.click("#act [data-send]")
    phone.page.wait_for_url("**/cho-gui")
    phone.offline(False)
    expect(phone.page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã"))
    assert at_server(db, number).accepted_at is not None


def test_a_reply_goes_too_and_leaves_the_report_open(desk, db):
    phone, number = desk("accepted")
    phone.page.goto(phone.page.url + "/tra-loi")
    phone.offline()
    phone.page.fill("#act [name=text]", "Sáng mai thợ đến.")
    phone.page.click("#act [data-send]")
    phone.page.wait_for_url("**/cho-gui")
    assert db.session.scalar(select(func.count(Reply.id))) == 0
    db.session.rollback()
    phone.offline(False)
    expect(phone.page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã"))
    assert at_server(db, number).is_open
    assert db.session.scalars(select(Reply)).one().text == "Sáng mai thợ đến."


def test_a_conflict_comes_back_to_the_official_and_overwrites_nothing(desk, db, settle):
    phone, number = desk("accepted")
    phone.offline()
    answer(phone.page)
    phone.page.wait_for_url("**/cho-gui")
    other = make.official_actor(desk.offices.office)
    settle()
    replying.reply(at_server(db, number), other, core_clock.now(), "Ngày mai chúng tôi đến.")
    settle()
    phone.offline(False)
    expect(phone.page.locator("[data-state]")).to_have_text("Chưa gửi được, cần sửa")
    expect(phone.page.locator("[data-said]")).to_have_text(ANSWER)
    assert at_server(db, number).is_open
    db.session.rollback()

    phone.page.click("[data-edit]")
    expect(phone.page.locator("#act [name=text]")).to_have_value(ANSWER)
    expect(phone.page.locator("#act [name=resolution]:checked")).to_have_value("explained")
    phone.page.click("#act [data-send]")
    expect(phone.page.get_by_text("Đã kết thúc phản ánh").first).to_be_visible()
    assert not at_server(db, number).is_open


def test_a_general_answer_is_asked_about_through_the_queue_too(desk, db, complaints):
    complaints.expected.append("422")
    phone, number = desk("accepted")
    answer(phone.page, "Đã xử lý xong.")
    said = phone.page.locator("#act [data-send-status]")
    expect(said).to_contain_text("Câu trả lời còn chung chung. Vẫn gửi?")
    expect(phone.page.locator("#act [name=text]")).to_have_value("Đã xử lý xong.")
    assert at_server(db, number).is_open
    db.session.rollback()
    phone.page.click("#act [data-send]")
    expect(phone.page.get_by_text("Đã kết thúc phản ánh").first).to_be_visible()
    assert not at_server(db, number).is_open
