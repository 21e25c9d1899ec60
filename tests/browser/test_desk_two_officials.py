"""Two officials, one on a phone and one on a PC, clear an inbox of ten between them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.service_requests.models import ServiceRequest
from tests.browser.conftest import DESK, PHONE
from tests.factories import service_requests as make
from tests.service_requests.offices import Offices, make_offices

CAUSE = "Máy biến áp chợ Thử hỏng từ 14 giờ, đã thay lúc 17 giờ; đèn sáng lại."
pytestmark = [pytest.mark.usefixtures("media_folder"), pytest.mark.details]


@pytest.fixture
def offices(app: Any) -> Offices:
    """An office whose inbox holds ten reports that nobody has accepted."""
    made = make_offices()
    urgency = make.urgency_class()
    service, place = make.service(urgency_class=urgency), make.place(name="Chợ Thử")
    for number in range(1, 11):
        words = f"Mất điện sạp số {number}" if number < 5 else f"Đèn đường ngõ {number} không sáng"
        make.service_request(agency=made.office, service=service, place=place, description=words)
    return made


def tick(page: Page, *titles: str) -> None:
    """Tick the reports with these titles in the list."""
    for title in titles:
        page.get_by_label(f"Chọn: {title}", exact=True).check()


def do(page: Page, act: str) -> None:
    """Press the button of an act on what is ticked."""
    page.locator("#bulk").get_by_role("button", name=act, exact=True).click()


def lamps(*numbers: int) -> list[str]:
    """The titles of the reports of those lanes."""
    return [f"Đèn đường ngõ {number} không sáng" for number in numbers]


STALLS = [f"Mất điện sạp số {number}" for number in range(1, 5)]


def test_a_phone_and_a_pc_clear_an_inbox_of_ten(
    offices: Offices,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    settle: Callable[[], None],
) -> None:
    pc, phone = open_page(**DESK), open_page(**PHONE)
    sign_in(pc, offices.lead)
    sign_in(phone, offices.handler)
    settle()
    the_lead_hands_out_what_has_one_cause(pc)
    the_handler_closes_it_with_one_answer(phone)
    the_handler_takes_one_replies_and_closes(phone)
    one_was_changed_meanwhile(pc, phone)
    the_lead_closes_the_rest(pc)
    assert {each.status for each in ServiceRequest.query.all()} == {"closed"}


def the_lead_hands_out_what_has_one_cause(pc: Page) -> None:
    """Accept four at once, then give them to a colleague."""
    pc.goto("/can-bo")
    expect(pc.get_by_role("link", name="Chờ xử lý 10")).to_be_visible()
    tick(pc, *STALLS)
    do(pc, "Tiếp nhận")
    pc.get_by_label("Công khai", exact=False).first.check()
    pc.get_by_role("button", name="Tiếp nhận").click()
    expect(pc.get_by_text("4 phản ánh đã xong")).to_be_visible()
    tick(pc, *STALLS)
    do(pc, "Phân công")
    pc.get_by_label("Cán Bộ Một: 0 việc").check()
    pc.get_by_role("button", name="Phân công").click()
    expect(pc.get_by_text("4 phản ánh đã xong")).to_be_visible()


def the_handler_closes_it_with_one_answer(phone: Page) -> None:
    """Close one's own four with one answer."""
    phone.goto("/can-bo?muc=cua-toi")
    tick(phone, *STALLS)
    for size in ("", "large"):
        phone.evaluate("size => { document.documentElement.dataset.text = size; }", size)
        assert all_acts_are_in_sight(phone)
    do(phone, "Trả lời và kết thúc")
    phone.get_by_label("Đã khắc phục").check()
    phone.get_by_label("Lời trả lời mỗi người dân sẽ đọc").fill(CAUSE)
    phone.get_by_role("button", name="Trả lời và kết thúc").tap()
    expect(phone.get_by_text("4 phản ánh đã xong")).to_be_visible()


def all_acts_are_in_sight(phone: Page) -> bool:
    """Tell whether each act of the bar stands on the screen, above the tabs."""
    tabs = phone.locator(".nav").bounding_box()
    boxes = [each.bounding_box() for each in phone.locator("#bulk button").all()]
    assert tabs
    assert boxes
    return all(
        each
        and each["x"] + each["width"] <= PHONE["viewport"]["width"]
        and each["y"] + each["height"] <= tabs["y"]
        for each in boxes
    )


def the_handler_takes_one_replies_and_closes(phone: Page) -> None:
    """Work on a single report from its own page."""
    phone.goto("/can-bo?muc=cho-xu-ly&nguoi=chua-giao")
    phone.get_by_role("link", name=lamps(5)[0]).tap()
    phone.get_by_role("button", name="Nhận xử lý").tap()
    expect(phone.get_by_text("Bạn đã nhận xử lý.")).to_be_visible()
    phone.get_by_label("Công khai", exact=False).first.check()
    phone.get_by_role("button", name="Tiếp nhận").tap()
    expect(phone.get_by_text("Đã tiếp nhận.")).to_be_visible()
    phone.get_by_role("link", name="Trả lời", exact=True).tap()
    words = phone.get_by_label("Lời trả lời người dân sẽ đọc")
    words.fill("Tổ điện đến ngõ 5 lúc 8 giờ sáng mai.")
    phone.get_by_role("button", name="Trả lời", exact=True).tap()
    expect(phone.locator(".line").get_by_text("Tổ điện đến ngõ 5")).to_be_visible()
    phone.get_by_label("Đã giải thích").check()
    words.fill("Đèn ngõ 5 tắt theo lịch bảo trì, sáng lại từ 18 giờ.")
    phone.get_by_role("button", name="Trả lời và kết thúc").tap()
    expect(phone.get_by_text("Đã kết thúc phản ánh.")).to_be_visible()


def one_was_changed_meanwhile(pc: Page, phone: Page) -> None:
    """The phone has a form open for five; the PC accepts one of them first."""
    phone.goto("/can-bo")
    tick(phone, *lamps(6, 7, 8, 9, 10))
    do(phone, "Tiếp nhận")
    pc.goto("/can-bo")
    pc.get_by_role("link", name=lamps(7)[0]).click()
    pc.get_by_label("Công khai", exact=False).first.check()
    pc.locator(".detail").get_by_role("button", name="Tiếp nhận").click()
    expect(pc.get_by_text("Đã tiếp nhận.", exact=True)).to_be_visible()
    phone.get_by_label("Công khai", exact=False).first.check()
    phone.get_by_role("button", name="Tiếp nhận").tap()
    expect(phone.get_by_text("4 đã xong, 1 chưa được")).to_be_visible()
    expect(phone.get_by_text("đã thay đổi sau khi mở")).to_be_visible()
    expect(phone.get_by_role("link", name=lamps(7)[0])).to_be_visible()


def the_lead_closes_the_rest(pc: Page) -> None:
    """Close what is left, and nothing waits any more."""
    pc.goto("/can-bo")
    tick(pc, *lamps(6, 7, 8, 9, 10))
    do(pc, "Trả lời và kết thúc")
    pc.get_by_label("Đã giải thích").check()
    pc.get_by_label("Lời trả lời mỗi người dân sẽ đọc").fill("Đèn tắt do thay dây tuyến 2.")
    pc.get_by_role("button", name="Trả lời và kết thúc").click()
    expect(pc.get_by_text("5 phản ánh đã xong")).to_be_visible()
    expect(pc.get_by_text("Chưa có gì ở đây")).to_be_visible()
