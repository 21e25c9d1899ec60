"""From a first visit with no commune ever chosen: filled in, sent and received without a signal."""

import re

import pytest
from playwright.sync_api import FilePayload, expect
from sqlalchemy import select

from app.service_requests.models import ServiceRequest
from tests.browser.pictures import jpeg
from tests.factories import places
from tests.factories import service_requests as make

HERE = {"latitude": 21.7, "longitude": 104.87, "accuracy": 12}
CARRIED = """async () => {
  for (let turn = 0; turn < 200; turn += 1) {
    if (await caches.match('/dia-danh/mang-theo', { ignoreVary: true })) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}"""


@pytest.fixture
def province(db, settle, media_folder):
    make.service("street-light", "Đèn đường")
    east = places.make_commune("Hoa Ban", code="90001", unit_type="Xã", lat=21.71, long=104.88)
    west = places.make_commune("Bình Thử", code="90002", unit_type="Xã", lat=21.85, long=104.8)
    places.make_former("Nguyễn Thử", east, code="80001", unit_type="Phường", context="Huyện Cũ")
    places.make_village(east, "Khe Bành", code="90001-thon-khe-banh")
    settle()
    return east, west


@pytest.fixture
def phone(queue_phone, province):
    """A phone that opened the form once, with a signal, and chose nothing."""
    made = queue_phone()
    made.ready("/phan-anh/moi", pages=6)
    assert made.page.evaluate(CARRIED)
    made.offline()
    made.page.goto("/phan-anh/moi")
    return made


@pytest.fixture
def sent(phone, db):
    """`sent()`: the network is back and what waited is on the server, once."""

    def one() -> ServiceRequest:
        phone.page.click("[data-send]")
        phone.page.wait_for_url("**/cho-gui")
        phone.offline(False)
        expect(phone.page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã LC-"))
        db.session.rollback()
        return db.session.scalars(select(ServiceRequest)).one()

    return one


def take_photo(page) -> None:
    page.tap("label:has([value=street-light])")
    photo: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(1600, 1200)}
    page.set_input_files("[data-photos] input[capture]", photo)
    expect(page.locator(".photo canvas")).to_have_count(1)


def stand_here(phone):
    """The phone finds its place by itself; the form is opened there, without a signal."""
    phone.context.set_geolocation(HERE)
    phone.page.goto("/phan-anh/moi")
    return phone.page


def test_a_commune_is_found_by_its_old_name_and_the_report_arrives_once(phone, sent):
    page = phone.page
    take_photo(page)
    page.fill("[data-where-query]", "p. nguyen thu huyen cu")
    page.tap("label:has-text('Xã Hoa Ban (trước là phường Nguyễn Thử)')")
    page.select_option("[name=village]", label="Thôn Khe Bành")
    report = sent()
    assert report.place.code == "90001"
    assert report.village.code == "90001-thon-khe-banh"


def test_a_position_offers_the_communes_around_and_asks_which(phone, sent):
    page = stand_here(phone)
    take_photo(page)
    expect(page.locator("[data-where-status]")).to_have_text(re.compile(r"\b12\b.*Bấm chọn"))
    expect(page.locator("[name=place]")).to_have_count(2)
    page.click("[data-send]")
    expect(page.locator("#place [data-missing]")).to_be_visible()
    page.tap("label:has-text('Xã Hoa Ban')")
    assert sent().place.code == "90001"


def test_a_position_alone_is_enough_where_the_server_can_decide(province, settle, request):
    for place, lat in zip(province, (21.7, 21.9), strict=True):
        places.enclose(place, lat, 104.87)
    settle()
    phone = request.getfixturevalue("phone")
    take_photo(stand_here(phone))
    expect(phone.page.locator("[data-where-status]")).to_have_text(re.compile("có vị trí là đủ"))
    report = request.getfixturevalue("sent")()
    assert (report.place.code, report.lat) == ("90001", 21.7)
