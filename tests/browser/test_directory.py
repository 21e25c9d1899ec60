"""The directory on a phone: what lies nearest, whom to call without a signal, a guide's ticks."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.devices import PHONE
from tests.browser.queue_phone import HOLDS
from tests.factories import directory as make
from tests.factories.accounts import make_user

pytestmark = [pytest.mark.one_database, pytest.mark.details]
PAPER = "Giấy chứng sinh"


@pytest.fixture
def office(db):
    return make.office()


def test_an_ambulance_is_called_without_a_signal_after_one_visit(office, settle, queue_phone):
    make.entry(office, "Xe cấp cứu Mẫu", "ambulance", phones="0900 000 201")
    settle()
    phone = queue_phone()
    page = phone.ready()
    assert page.evaluate(HOLDS, "/danh-ba/cap-cuu")
    phone.offline()
    page.goto("/danh-ba/cap-cuu")
    expect(page.locator("a[href='tel:0900000201']")).to_be_visible()


def test_the_nearest_comes_first_where_the_phone_is(office, settle, open_page):
    for name, point in (("Xe Xa", (21.9, 104.9)), ("Xe Gần", (21.7, 104.87))):
        make.entry(office, name, "ambulance", point=point)
    settle()
    here = {"latitude": 21.70012, "longitude": 104.87034}
    page = open_page(geolocation=here, permissions=["geolocation"])
    page.goto("/danh-ba?loai=ambulance")
    page.click("[data-nearest]")
    expect(page).to_have_url(re.compile(r"/danh-ba/gan\?loai=ambulance&lat=21\.700&long=104\.870$"))
    expect(page.locator("article h2").first).to_have_text("Xe Gần")


def test_ticks_stay_on_the_phone_until_its_owner_signs_out(office, settle, phone, sign_in):
    guide = make.guide(office, "Đăng ký khai sinh")
    person, url = make_user(), f"/huong-dan/{guide.code}"
    settle()
    sign_in(phone, person)
    phone.goto(url)
    phone.get_by_label(PAPER).check()
    phone.reload()
    expect(phone.get_by_label(PAPER)).to_be_checked()
    phone.goto("/tai-khoan")
    phone.click("form[data-sign-out] button")
    phone.wait_for_url("/")
    phone.goto(url)
    expect(phone.get_by_label(PAPER)).not_to_be_checked()


def test_a_parent_follows_a_guide_to_its_end_and_the_teacher_sees_it(
    office, settle, phone, open_page, sign_in
):
    teacher, url = make_user("Cô Mẫu"), f"/huong-dan/{make.guide(office, 'Cho con vào lớp 1').code}"
    settle()
    sign_in(phone, teacher)
    phone.goto(f"{url}/lop")
    phone.fill("[name=lop]", "Lớp 1A")
    phone.fill("[name=ten]", "Cô Mẫu")
    phone.click("main form button")
    code = phone.locator(".code").first.inner_text()

    parent = open_page(**PHONE)
    parent.goto("/lop")
    parent.fill("[name=ma]", code)
    parent.press("[name=ma]", "Enter")
    parent.fill("[name=ten]", "Mẹ cháu An")
    parent.check("[name=dong_y]")
    parent.click("main form button")
    phone.reload()
    expect(phone.locator("main li", has_text="Mẹ cháu An")).to_contain_text("Chưa xong")

    for box in parent.locator("[data-guide] input[type=checkbox]").all():
        box.check()
    parent.get_by_role("button", name="Tôi đã làm xong").click()
    expect(parent.locator(".chip.ok")).to_be_visible()
    parent.reload()
    for box in parent.locator("[data-guide] input[type=checkbox]").all():
        expect(box).to_be_checked()
    phone.reload()
    seen = phone.locator("main li", has_text="Mẹ cháu An")
    expect(seen).not_to_contain_text("Chưa xong")
    expect(seen).to_contain_text("Đã xong")
    for page in (phone, parent):
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
