"""The report form on a phone: five taps, no script, bad photos, and what a cold visit costs."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.core.db import db
from app.service_requests.models import ServiceRequest
from tests.browser.conftest import PHONE
from tests.browser.pictures import jpeg, text_as_jpeg
from tests.factories import places
from tests.factories import service_requests as make

pytestmark = pytest.mark.details

HERE = {"latitude": 21.7, "longitude": 104.87, "accuracy": 12}
SERVICES = (
    ("road", "Đường sá"),
    ("lamp", "Đèn đường"),
    ("bin", "Rác, môi trường"),
    ("flood", "Ngập, tắc cống"),
    ("tree", "Cây đổ, gãy"),
    ("bolt", "Điện"),
    ("drop", "Cấp nước"),
    ("shield", "An ninh"),
)


@pytest.fixture
def province(app, settle):
    """Services as a province has, two communes with boundaries, a former one and a village."""
    for icon, name in SERVICES:
        danger = {"emergency_number": "114"} if name == "Điện" else {}
        make.service(icon, name, icon=icon, **danger)
    west = places.enclose(places.make_commune("Bình Tây", code="90001"), 21.7, 104.87)
    east = places.enclose(places.make_commune("Bình Đông", code="90002"), 21.7, 104.97)
    places.make_village(east, "Thử Một", code="90002-1")
    places.make_former("Thử Cũ", east, code="80001")
    settle()
    return west, east


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photo as a phone takes it."""
    file = tmp_path / "IMG_0001.jpg"
    file.write_bytes(jpeg(4000, 3000))
    return file


def _only_report() -> ServiceRequest:
    db.session.rollback()
    return db.session.query(ServiceRequest).one()


def _code(page: Page) -> str:
    expect(page.locator("#code")).to_be_visible()
    return page.locator("#code").inner_text()


def test_five_taps_where_the_phone_asks_for_its_place(open_page, province, picture):
    """The place is asked for once the photo is there; its dialog and the camera's are apart."""
    phone = open_page(**PHONE, geolocation=HERE, service_workers="allow")
    phone.context.grant_permissions(["geolocation", "notifications"])
    phone.add_init_script(
        "navigator.permissions.query = () => Promise.resolve({ state: 'prompt' });"
    )
    taps = 0
    phone.goto("/")
    phone.get_by_role("link", name="Gửi phản ánh").tap()
    taps += 1
    phone.locator("label", has_text="Đèn đường").tap()
    taps += 1
    with phone.expect_file_chooser() as chooser:
        phone.locator("label", has_text="Chụp ảnh").tap()
        taps += 1
    chooser.value.set_files(picture)
    expect(phone.locator("[name=place]:checked")).to_have_value("90001")
    expect(phone.get_by_text("Có đúng chỗ này không?")).to_be_visible()
    phone.get_by_role("button", name="Gửi phản ánh").tap()
    taps += 1
    code = _code(phone)
    report = _only_report()
    assert (report.code, report.place.code, report.accuracy_m) == (code, "90001", 12)
    assert report.description is None
    assert taps <= 5


def test_where_the_place_is_not_certain_five_taps_still_do(open_page, province, picture):
    phone = open_page(**PHONE, geolocation={**HERE, "accuracy": 250})
    phone.context.grant_permissions(["geolocation"])
    phone.goto("/")
    phone.get_by_role("link", name="Gửi phản ánh").tap()
    phone.locator("label", has_text="Đèn đường").tap()
    with phone.expect_file_chooser() as chooser:
        phone.locator("label", has_text="Chụp ảnh").tap()
    chooser.value.set_files(picture)
    expect(phone.locator("[name=place]:checked")).to_have_count(0)
    phone.locator("label", has_text="Phường Bình Tây").tap()
    phone.get_by_role("button", name="Gửi phản ánh").tap()
    _code(phone)
    assert _only_report().accuracy_m == 250


def test_without_a_script_it_is_searched_chosen_and_sent(open_page, province, picture):
    phone = open_page(**PHONE, java_script_enabled=False)
    phone.goto("/phan-anh/moi")
    phone.locator("summary", has_text="Việc khác").tap()
    phone.locator("label", has_text="An ninh").tap()
    phone.locator("input[name=photos]").last.set_input_files(picture)
    phone.fill("#tim", "xa thu cu")
    phone.get_by_role("button", name="Tìm").tap()
    expect(phone.get_by_text("Phường Bình Đông (trước là xã Thử Cũ)")).to_be_in_viewport()
    expect(phone.locator("[name=service][value=shield]")).to_be_checked()
    expect(phone.locator("[data-staged]")).to_have_count(1)
    phone.locator("label", has_text="Phường Bình Đông").tap()
    phone.get_by_role("button", name="Gửi phản ánh").tap()
    _code(phone)
    report = _only_report()
    assert (report.service.service_code, report.place.code) == ("shield", "90002")


def test_a_village_is_offered_once_its_commune_is_chosen(open_page, province):
    phone = open_page(**PHONE)
    phone.goto("/phan-anh/moi")
    phone.locator("label", has_text="Đèn đường").tap()
    phone.fill("#tim", "binh dong")
    phone.locator("label", has_text="Phường Bình Đông").tap()
    phone.get_by_label("Thôn, bản, tổ dân phố").select_option("90002-1")
    phone.fill("[name=description]", "Đèn tắt")
    phone.get_by_role("button", name="Gửi phản ánh").tap()
    _code(phone)
    assert _only_report().village.code == "90002-1"


def test_a_photo_that_is_none_comes_back_with_the_words(open_page, province, complaints, tmp_path):
    complaints.expected.append("422")
    fake = tmp_path / "anh.jpg"
    fake.write_bytes(text_as_jpeg())
    phone = open_page(**PHONE, service_workers="allow")
    phone.goto("/phan-anh/moi")
    phone.locator("label", has_text="Đèn đường").tap()
    phone.locator("input[name=photos]").last.set_input_files(fake)
    phone.fill("#tim", "binh tay")
    phone.locator("label", has_text="Phường Bình Tây").tap()
    phone.fill("[name=description]", "Chữ tôi đã gõ")
    phone.get_by_role("button", name="Gửi phản ánh").tap()
    expect(phone.get_by_text("Ảnh 1: Không mở được ảnh này")).to_be_visible()
    assert phone.input_value("[name=description]") == "Chữ tôi đã gõ"
    expect(phone.locator("[name=place][value='90001']")).to_be_checked()
    phone.get_by_role("button", name="Bỏ ảnh 1").tap()
    phone.get_by_role("button", name="Gửi phản ánh").tap()
    _code(phone)


def test_a_double_tap_and_the_back_button_make_one_report(open_page, province):
    phone = open_page(**PHONE, service_workers="allow")
    phone.goto("/phan-anh/moi?service=lamp")
    phone.fill("#tim", "binh tay")
    phone.locator("label", has_text="Phường Bình Tây").tap()
    phone.fill("[name=description]", "Đèn tắt")
    phone.evaluate(
        "() => { const b = document.querySelector('[data-send]'); b.click(); b.click(); }"
    )
    _code(phone)
    phone.go_back()
    phone.go_forward()
    _code(phone)
    _only_report()


def test_danger_shows_whom_to_call_before_anything_is_typed(open_page, province):
    phone = open_page(**PHONE)
    phone.goto("/phan-anh/moi")
    call = phone.get_by_role("link", name=re.compile("Gọi 114"))
    expect(call).to_be_hidden()
    phone.locator("label", has_text=re.compile("^Điện$")).tap()
    expect(call).to_be_visible()
    assert call.get_attribute("href") == "tel:114"


def test_a_cold_visit_to_the_form_costs_little(open_page, province):
    """Until `load`: HTML, style and scripts, headers too; manifest and icons counted apart."""
    phone = open_page(**PHONE)
    devtools = phone.context.new_cdp_session(phone)
    devtools.send("Network.enable")
    asked: dict[str, str] = {}
    bytes_of: dict[str, int] = {}
    devtools.on(
        "Network.requestWillBeSent",
        lambda event: asked.update({event["requestId"]: event["request"]["url"]}),
    )
    devtools.on(
        "Network.loadingFinished",
        lambda event: bytes_of.update({event["requestId"]: int(event["encodedDataLength"])}),
    )
    phone.goto("/phan-anh/moi", wait_until="load")
    apart = ("manifest", ".png", ".svg", "sw.js", "favicon")
    counted = {
        url: bytes_of.get(number, 0)
        for number, url in asked.items()
        if not any(part in url for part in apart)
    }
    assert len(counted) <= 4, counted
    assert sum(counted.values()) <= 20_000, counted
