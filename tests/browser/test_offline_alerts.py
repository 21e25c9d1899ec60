"""An alert stays readable where there is no signal: the pushed one, and the one seen in passing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pushes import deliver, tap
from tests.factories import news
from tests.factories.accounts import make_user
from tests.factories.places import make_commune

pytestmark = pytest.mark.details

DO = "Rời ngay nhà ở ven suối, lên chỗ cao."
SAVED = re.compile(r"Bản lưu lúc \d\d:\d\d, ")


@pytest.fixture
def warned(db, settle):
    """Two people at home in the commune that is warned, and the alert's address."""
    commune = make_commune("Ven Sông", unit_type="Xã")
    people = [make_user(home_commune_id=commune.id) for _ in range(2)]
    alert = news.alert(commune, headline="Nguy cơ lũ quét", instruction=DO, level=4)
    settle()
    return people, f"/canh-bao/{alert.code}"


@pytest.mark.notifications
def test_a_pushed_alert_is_read_by_a_tap_without_a_signal(queue_phone, warned, sign_in):
    (person, _other), path = warned
    phone = queue_phone()
    sign_in(phone.page, person)
    phone.ready("/khan-cap")
    deliver(phone, id="a1", tag="alert", title="Khẩn cấp: Nguy cơ lũ quét", body="b", url=path)
    phone.holds(path)
    phone.offline()
    phone.page.goto(tap(phone, "Khẩn cấp: Nguy cơ lũ quét"))
    expect(phone.page.locator("[data-saved]")).to_have_text(SAVED)
    expect(phone.page.get_by_text(DO, exact=False)).to_be_visible()


def test_the_alert_above_a_page_can_be_read_later_without_a_signal(queue_phone, warned, sign_in):
    (_other, person), path = warned
    phone = queue_phone()
    sign_in(phone.page, person)
    page = phone.ready()
    page.goto("/")
    expect(page.locator("main > a.banner")).to_contain_text("Nguy cơ lũ quét")
    phone.holds(path)
    phone.offline()
    page.goto("/")
    page.click("main > a.banner")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    expect(page.get_by_text(DO, exact=False)).to_be_visible()
