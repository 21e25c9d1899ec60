"""Clicks of a day's work: two officials clear an inbox of twenty, one another without any."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.service_requests.models import ServiceRequest
from tests.browser.conftest import DESK
from tests.factories import service_requests as make
from tests.service_requests.offices import Offices, make_offices

CAUSE = "Máy biến áp chợ Thử hỏng từ 14 giờ, đã thay lúc 17 giờ; đèn sáng lại."
COUNTED = """addEventListener('pointerdown', () => {
  localStorage.presses = Number(localStorage.presses || 0) + 1;
}, true)"""
"""A press of the mouse counts once, on a label or on what it stands for; a key counts nothing."""
MOST = 2.2
LAMPS, STALLS = 14, 6
pytestmark = [pytest.mark.usefixtures("media_folder"), pytest.mark.details]


@pytest.fixture
def offices(app: Any) -> Offices:
    """An office whose inbox holds twenty reports that nobody has accepted, six of one cause."""
    made = make_offices()
    urgency = make.urgency_class()
    service, place = make.service(urgency_class=urgency), make.place(name="Chợ Thử")
    for number in range(1, LAMPS + STALLS + 1):
        stall = number > LAMPS
        words = f"Mất điện sạp số {number}" if stall else f"Đèn đường ngõ {number} không sáng"
        make.service_request(agency=made.office, service=service, place=place, description=words)
    return made


def presses(page: Page) -> int:
    return int(page.evaluate("() => Number(localStorage.presses || 0)"))


def answer(page: Page) -> None:
    """Answer and end the report whose form is open: two clicks, the rest is typed."""
    title = page.locator(".detail h2").inner_text()
    page.get_by_label("Đã giải thích").click()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Lời trả lời người dân sẽ đọc")).to_be_focused()
    page.keyboard.insert_text(f"{title}: tắt theo lịch bảo trì, sáng lại từ 18 giờ hôm nay.")
    page.get_by_role("button", name="Trả lời và kết thúc").click()
    expect(page.locator(".detail h2", has_text=title)).to_have_count(0)


def test_two_officials_clear_an_inbox_of_twenty(
    offices: Offices,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    settle: Callable[[], None],
) -> None:
    lead, handler = open_page(**DESK), open_page(**DESK)
    for page, user in ((lead, offices.lead), (handler, offices.handler)):
        page.add_init_script(COUNTED)
        sign_in(page, user)
    settle()
    lead.goto("/can-bo")
    lead.locator("[data-all]").click()
    lead.locator("#bulk").get_by_role("button", name="Tiếp nhận", exact=True).click()
    lead.get_by_label("Công khai", exact=False).first.click()
    lead.get_by_role("button", name="Tiếp nhận").click()
    expect(lead.get_by_text("20 phản ánh đã xong")).to_be_visible()
    handler.goto("/can-bo")
    for number in range(LAMPS + 1, LAMPS + STALLS + 1):
        handler.get_by_label(f"Chọn: Mất điện sạp số {number}").click()
    handler.locator("#bulk").get_by_role("button", name="Trả lời và kết thúc").click()
    handler.get_by_label("Đã khắc phục").click()
    handler.keyboard.press("Tab")
    handler.keyboard.insert_text(CAUSE)
    handler.get_by_role("button", name="Trả lời và kết thúc").click()
    expect(handler.get_by_text(f"{STALLS} phản ánh đã xong")).to_be_visible()
    lead.locator("[data-beside]").first.click()
    handler.locator("[data-beside]").nth(LAMPS // 2).click()
    for page in (lead, handler):
        for _ in range(LAMPS // 2):
            answer(page)
    assert {each.status for each in ServiceRequest.query.all()} == {"closed"}
    assert (presses(lead) + presses(handler)) / (LAMPS + STALLS) <= MOST


def test_an_inbox_is_cleared_by_keyboard_alone(
    offices: Offices,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    settle: Callable[[], None],
) -> None:
    for each in ServiceRequest.query.order_by(ServiceRequest.id).offset(3).all():
        each.agency = offices.neighbour
    page = open_page(**DESK)
    page.add_init_script(COUNTED)
    sign_in(page, offices.handler)
    settle()
    page.goto("/can-bo")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    for _ in range(3):
        heading = page.locator(".detail h2")
        expect(heading).to_be_visible()
        title = heading.inner_text()
        page.keyboard.press("a")
        page.keyboard.press("Space")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Đã tiếp nhận.", exact=True)).to_be_visible()
        page.keyboard.press("c")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.insert_text(f"{title}: tắt theo lịch bảo trì, sáng lại từ 18 giờ.")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".detail h2", has_text=title)).to_have_count(0)
    expect(page.get_by_text("cuối cùng của danh sách")).to_be_visible()
    closed = ServiceRequest.query.filter_by(agency_id=offices.office.id).all()
    assert {each.status for each in closed} == {"closed"}
    assert presses(page) == 0
