"""Officials at work in a browser: on a phone, on a wide screen, without a script, at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.desk_province import furnish
from tests.browser.pictures import jpeg

pytestmark = [pytest.mark.usefixtures("media_folder"), pytest.mark.details]


@pytest.fixture
def province(app: Any, complaints: Any) -> Any:
    """Offices with reports; photos of the samples have no real files."""
    return furnish()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A phone without a service worker: what is sent goes at once, as a plain form."""
    return open_page(**PHONE, service_workers="block")


@pytest.fixture
def desk(open_page: Callable[..., Page]) -> Page:
    """An office screen without a service worker."""
    return open_page(**DESK, service_workers="block")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photo of the proof."""
    path = tmp_path / "proof.jpg"
    path.write_bytes(jpeg(1600, 1200))
    return path


def test_an_official_accepts_and_closes_on_a_phone(
    province: Any,
    phone: Page,
    sign_in: Callable[..., None],
    settle: Any,
    picture: Path,
    complaints: Any,
) -> None:
    complaints.expected.append("422")
    offices, reports = province
    report = reports["waiting"]
    sign_in(phone, offices.handler)
    settle()
    phone.goto("/can-bo")
    phone.locator(f"#card-{report.id}").tap()
    phone.get_by_label("Công khai", exact=False).first.check()
    phone.get_by_label("Ảnh 1").check()
    phone.get_by_role("button", name="Tiếp nhận").tap()
    expect(phone.get_by_role("status").get_by_text("Đã tiếp nhận.")).to_be_visible()
    phone.get_by_label("Đã khắc phục").check()
    phone.get_by_label("Lời trả lời người dân sẽ đọc").fill("Đã thay bóng, mời bà con xem ảnh.")
    phone.get_by_role("button", name="Trả lời và kết thúc").tap()
    expect(phone.get_by_text("Lĩnh vực này cần ảnh minh chứng").first).to_be_visible()
    expect(phone.get_by_label("Lời trả lời người dân sẽ đọc")).to_have_value(
        "Đã thay bóng, mời bà con xem ảnh."
    )
    phone.locator("#photos input[type=file]").last.set_input_files(picture)
    expect(phone.get_by_text("Đã có 1 ảnh")).to_be_visible()
    phone.get_by_role("button", name="Trả lời và kết thúc").tap()
    expect(phone.get_by_text("Đã kết thúc phản ánh.")).to_be_visible()
    phone.goto(f"/can-bo/phan-anh/{report.code}")
    expect(
        phone.get_by_text("Ảnh đang chuẩn bị").or_(phone.locator(".line img")).first
    ).to_be_visible()
    expect(phone.get_by_text("Đã khắc phục").first).to_be_visible()
    phone.wait_for_load_state("networkidle")


def test_without_a_script_every_step_works(
    province: Any, open_page: Any, sign_in: Callable[..., None], settle: Any, picture: Path
) -> None:
    offices, reports = province
    report, colleague = reports["waiting"], offices.colleague.code
    page = open_page(**PHONE, java_script_enabled=False)
    sign_in(page, offices.lead)
    settle()
    page.goto(f"/can-bo/phan-anh/{report.code}")
    page.get_by_label("Bản đã biên tập").first.check()
    page.locator("textarea[name=public_description]").fill("Đèn tắt trước cổng trường")
    page.get_by_role("button", name="Tiếp nhận").click()
    page.get_by_role("link", name="Phân công").click()
    page.locator(f"input[name=official][value='{colleague}']").check()
    page.get_by_role("button", name="Phân công").click()
    page.get_by_role("link", name="Trả lời", exact=True).click()
    page.get_by_label("Lời trả lời người dân sẽ đọc").fill("Mai thay bóng")
    page.locator("#photos input[type=file]").last.set_input_files(picture)
    page.get_by_role("button", name="Trả lời", exact=True).click()
    expect(page.get_by_text("Mai thay bóng")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("Đèn tắt trước cổng trường")
    expect(page.locator(".facts")).to_contain_text("Cán Bộ Hai")


def test_a_report_opens_beside_the_list_and_acts_without_leaving_it(
    province: Any, desk: Page, sign_in: Callable[..., None], settle: Any
) -> None:
    offices, reports = province
    report = reports["waiting"]
    sign_in(desk, offices.lead)
    settle()
    desk.goto("/can-bo")
    card = desk.locator(f"#card-{report.id}")
    card.click()
    expect(desk.locator(f"#request-{report.id}")).to_be_visible()
    expect(card).to_be_visible()
    expect(desk).to_have_url(f"/can-bo/phan-anh/{report.code}")
    desk.get_by_label("Công khai", exact=False).first.check()
    desk.get_by_role("button", name="Tiếp nhận").click()
    expect(desk.get_by_text("Đã tiếp nhận.", exact=True)).to_be_visible()
    expect(card.get_by_text("Đã tiếp nhận", exact=False)).to_be_visible()
    desk.get_by_role("link", name="Ghi chú nội bộ").click()
    desk.get_by_label("Ghi chú").fill("Gọi tổ điện trước")
    desk.get_by_role("button", name="Ghi chú nội bộ").click()
    expect(desk.get_by_text("Gọi tổ điện trước")).to_be_visible()
    expect(card).to_be_visible()


def test_a_link_to_a_report_shows_the_list_beside_it_on_a_wide_screen_alone(
    province: Any, open_page: Any, sign_in: Callable[..., None], settle: Any
) -> None:
    offices, reports = province
    report = reports["accepted"]
    for size, shown in ((DESK, True), (PHONE, False)):
        page = open_page(**size)
        sign_in(page, offices.handler)
        settle()
        page.goto(f"/can-bo/phan-anh/{report.code}")
        if shown:
            expect(page.locator(f"#card-{report.id}")).to_have_attribute("aria-current", "true")
        else:
            page.wait_for_load_state("networkidle")
            assert page.locator(f"#card-{report.id}").count() == 0


def test_the_keyboard_reaches_the_first_report_and_opens_it(
    province: Any, desk: Page, sign_in: Callable[..., None], settle: Any
) -> None:
    offices, _reports = province
    sign_in(desk, offices.handler)
    settle()
    desk.goto("/can-bo")
    for _ in range(40):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.matches('.list a[data-beside]')"):
            break
    desk.keyboard.press("Enter")
    expect(desk.locator(".detail article")).to_be_visible()
    expect(desk.locator(".detail h2")).to_be_focused()


@pytest.mark.parametrize("workers", ["block", "allow"])
def test_f09_the_second_official_reads_what_changed_and_sends_the_kept_text(
    province: Any,
    open_page: Any,
    sign_in: Callable[..., None],
    settle: Any,
    complaints: Any,
    workers: str,
) -> None:
    """With a service worker the form goes through the phone's queue, with the same end."""
    complaints.expected.append("409")
    offices, reports = province
    report = reports["accepted"]
    first = open_page(**DESK, service_workers="block")
    second = open_page(**PHONE, service_workers=workers)
    for page, user in ((first, offices.handler), (second, offices.colleague)):
        sign_in(page, user)
        settle()
        page.goto(f"/can-bo/phan-anh/{report.code}/tra-loi")
    first.get_by_label("Lời trả lời người dân sẽ đọc").fill("Tổ một dọn chợ trước")
    first.get_by_role("button", name="Trả lời", exact=True).click()
    expect(first.get_by_text("Tổ một dọn chợ trước")).to_be_visible()
    words = second.get_by_label("Lời trả lời người dân sẽ đọc")
    words.fill("Tổ hai đã viết rất dài về chợ")
    second.get_by_role("button", name="Trả lời", exact=True).tap()
    expect(second.get_by_text("đã thay đổi sau khi bạn mở")).to_be_visible()
    expect(second.get_by_text("Tổ một dọn chợ trước")).to_be_visible()
    expect(words).to_have_value("Tổ hai đã viết rất dài về chợ")
    second.get_by_role("button", name="Trả lời", exact=True).tap()
    expect(second.locator(".line").get_by_text("Tổ hai đã viết rất dài về chợ")).to_be_visible()


def test_only_what_a_choice_needs_is_asked(
    province: Any, phone: Page, sign_in: Callable[..., None], settle: Any
) -> None:
    offices, reports = province
    sign_in(phone, offices.handler)
    settle()
    phone.goto(f"/can-bo/phan-anh/{reports['waiting'].code}")
    edited = phone.locator("textarea[name=public_description]")
    reason = phone.locator("select[name=reason]")
    expect(edited).to_be_hidden()
    expect(reason).to_be_hidden()
    phone.get_by_label("Bản đã biên tập").first.check()
    expect(edited).to_be_visible()
    phone.get_by_label("Không công khai").first.check()
    expect(edited).to_be_hidden()
    expect(reason).to_be_visible()


def test_letters_walk_the_list_tick_open_and_act_but_never_while_typing(
    province: Any, desk: Page, sign_in: Callable[..., None], settle: Any
) -> None:
    offices, _reports = province
    sign_in(desk, offices.lead)
    settle()
    desk.goto("/can-bo")
    desk.keyboard.type("jjkjx")
    second = desk.locator("[data-beside]").nth(1)
    expect(second).to_be_focused()
    expect(desk.locator("tbody .pick input").nth(1)).to_be_checked()
    desk.keyboard.press("ArrowUp")
    expect(desk.locator("[data-beside]").first).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator(".detail h2")).to_be_focused()
    desk.keyboard.press("n")
    words = desk.get_by_label("Ghi chú")
    words.fill("")
    words.press_sequentially("jaxn?")
    expect(words).to_have_value("jaxn?")
    desk.locator(".detail h2").focus()
    desk.keyboard.press("?")
    expect(desk.get_by_text("Phản ánh kế tiếp", exact=False)).to_be_visible()
    desk.get_by_role("button", name="Tắt phím tắt").click()
    desk.keyboard.press("j")
    expect(desk.get_by_role("button", name="Bật phím tắt")).to_be_focused()
