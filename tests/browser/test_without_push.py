"""A guest whose browser shows no notifications: by text message, or six digits to another one."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.core import clock
from app.core.db import db
from app.service_requests import life
from app.service_requests.answering import accepting, closing
from app.service_requests.models import ServiceRequest
from tests.browser.conftest import PHONE
from tests.browser.pictures import jpeg
from tests.browser.test_main_job import HERE, official, report_with_five_taps
from tests.conftest import Outbox
from tests.factories import service_requests as make

__all__ = ["official"]
pytestmark = [pytest.mark.details, pytest.mark.own_day]
IN_ZALO = (
    "Mozilla/5.0 (Linux; Android 9; SM-J400F) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0"
    " Chrome/120.0.0.0 Mobile Safari/537.36 Zalo android/24010101 ZaloTheme/light"
)
NO_PUSH = "delete window.PushManager; delete window.Notification;"
ANSWER = "Tổ điện đã thay bóng và kiểm tra cả tuyến."


def test_a_guest_without_push_reads_the_answer_from_a_text_message(
    official: Any,
    open_page: Callable[..., Page],
    settle: Callable[[], None],
    outbox: Outbox,
    texts: list[tuple[str, str]],
    tmp_path: Path,
) -> None:
    settle()
    phone = open_page(**PHONE, permissions=["geolocation"], geolocation=HERE)
    phone.add_init_script(NO_PUSH)
    lamp = tmp_path / "lamp.jpg"
    lamp.write_bytes(jpeg(1600, 1200))
    code = report_with_five_taps(phone, lamp)
    be_texted(phone)

    answered(official)
    settle()
    outbox.drain()
    ((number, words),) = texts
    assert number == "+84912345678"
    assert code in words
    assert "thay bong" not in words, "what the answer says is nobody's who holds the phone"

    link = re.search(r"https?://\S+", words)
    assert link is not None
    settle()
    other = open_page(**PHONE, java_script_enabled=False)
    other.goto(link.group())
    expect(other.get_by_text(code).first).to_be_visible()
    other.get_by_role("main").get_by_role("button").first.tap()
    expect(other.get_by_text(ANSWER).first).to_be_visible()
    rated(other)


def test_from_a_chat_apps_browser_six_digits_carry_the_report_to_where_the_answer_is_read(
    official: Any,
    open_page: Callable[..., Page],
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    settle()
    inside = {**PHONE, "user_agent": IN_ZALO}
    chat = open_page(**inside, permissions=["geolocation"], geolocation=HERE)
    chat.add_init_script(NO_PUSH)
    lamp = tmp_path / "lamp.jpg"
    lamp.write_bytes(jpeg(1600, 1200))
    code = report_with_five_taps(chat, lamp)
    expect(chat.get_by_text("Bạn đang ở trong Zalo")).to_be_visible()
    chat.get_by_role("button", name="Mở bằng trình duyệt").tap()
    six = chat.locator("#transfer").inner_text()
    assert re.fullmatch(r"\d{3} \d{3}", six)
    expect(chat.get_by_text('Chọn "Mở bằng trình duyệt".')).to_be_visible()

    browser = open_page(**PHONE, java_script_enabled=False)
    browser.goto("/tai-khoan/may-khac")
    browser.get_by_label("Sáu chữ số").fill(six)
    browser.get_by_role("button", name="Chuyển", exact=True).tap()
    expect(browser.get_by_text("1 phản ánh đã có trên máy này.")).to_be_visible()
    answered(official)
    settle()
    browser.goto(f"/phan-anh/{code}")
    expect(browser.get_by_text(ANSWER).first).to_be_visible()
    rated(browser)


def answered(official: Any) -> None:
    """Accept the one report and answer it."""
    by, now = make.official_actor(official.rights[0].agency, official), clock.now()
    report = db.session.query(ServiceRequest).one()
    accepting.accept(report, by, now, publicity="public")
    closing.close(report, by, now, resolution=life.EXPLAINED, text=ANSWER)


def rated(page: Page) -> None:
    """Say that it is done, and be satisfied: two taps."""
    page.get_by_role("button", name="Ổn rồi").tap()
    page.get_by_role("button", name="Hài lòng", exact=True).tap()
    expect(page.get_by_text("Đã ghi đánh giá của bạn")).to_be_visible()


def be_texted(phone: Page) -> None:
    """Leave a number, where the browser itself says that it cannot tell."""
    expect(phone.get_by_text("Máy này không báo tin được.")).to_be_visible()
    form = phone.locator("[data-without-push]")
    if form.get_attribute("open") is None:
        form.locator("summary").tap()
    form.get_by_label("Số điện thoại của bạn").fill("0912 345 678")
    form.get_by_role("button", name="Nhắn tôi một tin").tap()
    expect(phone.get_by_text("0912 ••• 678").first).to_be_visible()
