"""A warning without a network: what to do is there, though its page was never opened."""

import pytest
from playwright.sync_api import expect

from tests.browser.pushes import deliver, tap
from tests.factories import news
from tests.factories.accounts import make_user
from tests.factories.places import make_commune

pytestmark = [pytest.mark.one_database, pytest.mark.details]


@pytest.mark.notifications
def test_an_alert_that_was_pushed_is_read_without_a_network(db, queue_phone, sign_in, settle):
    commune = make_commune("Bình Thử", code="90001")
    person = make_user(home_commune_id=commune.id)
    alert = news.alert(commune, headline="Lũ lên nhanh", instruction="Lên chỗ cao ngay")
    path = f"/canh-bao/{alert.code}"
    settle()
    phone = queue_phone()
    sign_in(phone.page, person)
    phone.ready()
    phone.page.goto("/")
    phone.holds("/")
    deliver(phone, id="1", tag="a", title="Khẩn cấp", body="Lũ lên nhanh", url=path)
    phone.holds(path)
    phone.offline()
    phone.page.goto(tap(phone, "Khẩn cấp"))
    expect(phone.page.locator("main")).to_contain_text("Lên chỗ cao ngay")
    expect(phone.page.locator("[data-saved]")).to_be_visible()
    phone.page.goto("/")
    expect(phone.page.locator(".banner", has_text="Lũ lên nhanh")).to_be_visible()
