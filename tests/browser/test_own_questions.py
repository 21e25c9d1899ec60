"""A service's own questions on a phone without a signal; reports near by with one."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.service_requests.models import RequestAnswer
from tests.browser.devices import PHONE
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

pytestmark = pytest.mark.details

HERE = {"latitude": 21.7, "longitude": 104.87, "accuracy": 12}


@pytest.fixture
def lamp(db, settle, media_folder):
    """A service with a question that must be answered, and one that need not."""
    lamp = make.service("street-light", "Đèn đường")
    offered = (("tat", "Tắt hẳn"), ("chap-chon", "Chập chờn"))
    make.question(lamp, "Đèn bị sao?", datatype="singlevaluelist", offered=offered, required=True)
    make.question(lamp, "Số cột đèn")
    make.service("road", "Đường sá")
    places.enclose(places.make_commune("Bình Thử", code="90001"), 21.7, 104.87)
    settle()
    return lamp


def test_answers_are_kept_without_a_signal_and_sent_with_the_report(queue_phone, lamp, db):
    phone = queue_phone()
    phone.ready()
    phone.offline()
    page = phone.write()
    page.fill("input[id^=q-]", "C-17")
    phone.send()
    expect(page.get_by_text("Mời trả lời câu này.")).to_be_visible()
    page.check("[name^=q-][value=tat]", force=True)
    page.check("[name=service][value=road]", force=True)
    expect(page.get_by_text("Đèn bị sao?")).to_be_hidden()
    page.check("[name=service][value=street-light]", force=True)
    phone.drafted("Đèn đường tắt")

    page.goto("/phan-anh/moi")
    expect(page.locator("[name^=q-][value=tat]")).to_be_checked()
    expect(page.locator("input[id^=q-]")).to_have_value("C-17")
    phone.send()
    page.wait_for_url("**/cho-gui")
    phone.offline(False)
    page.goto("/")
    expect(page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã LC-"))
    db.session.rollback()
    answers = db.session.scalars(select(RequestAnswer.value).order_by(RequestAnswer.id)).all()
    assert sorted(answers) == ["C-17", "tat"]


def test_whoever_writes_sees_what_is_near_and_says_me_too(open_page, sign_in, lamp, settle):
    neighbour = make_user("Hàng Xóm")
    there = make.service_request(
        "accepted", service=lamp, lat=21.7002, long=104.87, description="Đèn ngõ 12 tắt"
    )
    code = there.code
    settle()
    phone = open_page(**PHONE, geolocation=HERE)
    phone.context.grant_permissions(["geolocation"])
    sign_in(phone, neighbour)
    settle()
    phone.goto("/phan-anh/moi?service=street-light")
    expect(phone.get_by_text("Việc này đã có người báo?")).to_be_visible()
    phone.get_by_role("button", name="Tôi cũng gặp").tap()
    phone.wait_for_url(re.compile(f"/phan-anh/{code}"))
    expect(phone.get_by_text("1 người cũng gặp.")).to_be_visible()
