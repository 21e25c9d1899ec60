"""Signing in through a certified provider's own pages, as a new person and as a known one."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.accounts import queries
from app.accounts.models import SmsMessage
from app.accounts.provider import asking
from app.core.db import db
from tests.browser.conftest import PHONE
from tests.factories.providers import set_up
from tests.sinks import openid_provider
from tools.openid_provider import missing

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=f"the provider needs {missing()}: not here"),
    pytest.mark.details,
]
NAME = "Định danh thử"


@pytest.fixture
def provider(app, live_server, monkeypatch):
    asking.forget()
    with openid_provider.running(live_server, live_server) as found:
        found.take_clock()
        set_up(app, monkeypatch, found.of("cong-dan"))
        yield found
    asking.forget()


def texted(settle: Callable[[], None]) -> str:
    """The code that was texted last."""
    settle()
    newest = select(SmsMessage).order_by(SmsMessage.id.desc()).limit(1)
    found = re.search(r"\b\d{6}\b", db.session.scalars(newest).one().words)
    assert found is not None
    settle()
    return found.group()


def at_the_provider(page: Page, login: str) -> None:
    """Go there from the page of sign-in, type a name on its page, agree on the next."""
    page.route("**/fonts.googleapis.com/**", lambda route: route.fulfill(body=""))
    page.goto("/tai-khoan/dang-nhap?next=/tai-khoan")
    page.get_by_role("link", name=f"Đăng nhập qua {NAME}").click()
    page.get_by_placeholder("Enter any login").fill(login)
    page.get_by_placeholder("and password").fill("x")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def test_a_new_person_and_then_a_known_one_without_a_script(open_page, provider, settle):
    page = open_page(**PHONE, java_script_enabled=False)
    at_the_provider(page, "an")
    expect(page.get_by_role("heading", name="Lần đầu của bạn")).to_be_visible()
    expect(page.get_by_label("Số điện thoại của bạn")).to_have_value("0900 000 501")
    page.get_by_label("Số điện thoại của bạn").press("Enter")
    page.locator("[name=code]").fill(texted(settle))
    page.locator("[name=code]").press("Enter")
    expect(page.get_by_label("Tên của bạn")).to_have_value("Nguyễn Văn Thử")
    page.locator("[name=aged_14]").check()
    page.locator("[name=agreed]").check()
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.get_by_role("heading", name="Nguyễn Văn Thử")).to_be_visible()
    other = open_page(**PHONE)
    at_the_provider(other, "an")
    expect(other.get_by_role("heading", name="Nguyễn Văn Thử")).to_be_visible()
    other.get_by_role("button", name="Đăng xuất").click()
    other.get_by_role("link", name=f"Đăng xuất ở {NAME}").click()
    other.get_by_role("button", name="Yes, sign me out").click()
    expect(other).to_have_url(f"{page.url.split('/tai-khoan')[0]}/")
    settle()
    assert queries.user_by_phone("+84900000501") is not None
