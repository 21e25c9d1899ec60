"""Three faces at a page's foot: a stranger without a script, the operator, a phone off-line."""

import pytest
from playwright.sync_api import expect

from app.accounts import permissions as may
from app.surveys.usefulness.models import PageOpinion
from app.surveys.usefulness.pages import this_month
from tests.browser.devices import PHONE
from tests.factories.accounts import make_official, make_user

pytestmark = [pytest.mark.one_database, pytest.mark.details]
QUESTION = "Trang này có ích không?"


def test_a_stranger_taps_a_face_without_a_script_and_the_operator_reads_the_index(
    db, settle, open_page, sign_in
):
    operator = make_official(may.ADMINISTER)
    month = this_month().first
    db.session.add(PageOpinion(month=month, page="danh-ba", face="satisfied", count=4))
    settle()
    visitor = open_page(**PHONE, java_script_enabled=False)
    visitor.goto("/danh-ba")
    assert visitor.context.cookies() == []
    visitor.get_by_role("group", name=QUESTION).get_by_role("button", name="Không có ích").click()
    visitor.get_by_role("group", name=QUESTION).get_by_role("button", name="Tạm được").click()
    expect(visitor).to_have_url("/danh-ba")
    expect(visitor.get_by_text("Cảm ơn bạn.")).to_be_visible()
    expect(visitor.get_by_role("group", name=QUESTION)).to_have_count(0)

    desk = open_page()
    sign_in(desk, operator)
    desk.goto("/can-bo/quan-tri")
    desk.get_by_role("link", name="Các trang có ích không?").click()
    row = desk.get_by_role("row", name="Danh bạ: danh sách")
    expect(row).to_contain_text("90 5 câu trả lời")
    expect(desk.get_by_role("img", name="Chỉ số hài lòng theo tháng")).to_be_visible()


def test_off_line_a_kept_page_does_not_ask(db, settle, media_folder, queue_phone, sign_in):
    person = make_user()
    settle()
    phone = queue_phone()
    sign_in(phone.page, person)
    page = phone.ready("/phan-anh/cua-toi")
    page.goto("/phan-anh/cua-toi")
    expect(page.get_by_role("group", name=QUESTION)).to_be_visible()
    phone.offline()
    page.reload()
    expect(page.locator("[data-saved]")).to_be_visible()
    expect(page.get_by_role("group", name=QUESTION)).to_be_hidden()
