"""The public account walked: a citizen reads and looks around, the operator leaves an area out."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.places.maps.view import View
from app.service_requests import life
from app.service_requests.models import MapBlank, RequestPhoto
from tests.browser.devices import DESK, PHONE
from tests.factories import service_requests as make
from tests.scorecards import histories
from tests.service_requests.showing.test_showing import RED, pictured

pytestmark = pytest.mark.details
LAT, LONG = 22.0137, 104.0291
PAGE = f"/phan-anh/ban-do?o={View(18, LAT, LONG).address}"


@pytest.fixture
def code(db, offices, media_folder, settle):
    """A report on the map, with a photo that everybody may see."""
    report = make.service_request(
        life.ACCEPTED, agency=offices.office, lat=LAT, long=LONG, description="Cổng kho bị hỏng"
    )
    make.link_photo(report, pictured(RED), RequestPhoto.REPORT, public=True)
    made = report.code
    settle()
    return made


def test_the_operator_leaves_an_area_out_and_shows_it_again(
    open_page, sign_in, settle, axe, offices, code, db
):
    operator = offices.operator
    settle()
    phone, desk = open_page(**PHONE), open_page(**DESK)
    sign_in(desk, operator)

    def sees(pin: int, photos: int) -> None:
        phone.goto(PAGE)
        expect(phone.locator(f".map a[href='/phan-anh/{code}']")).to_have_count(pin)
        phone.goto(f"/phan-anh/{code}")
        expect(phone.locator("main img")).to_have_count(photos)
        expect(phone.get_by_role("heading", name="Cổng kho bị hỏng")).to_be_visible()

    sees(pin=1, photos=1)
    desk.goto(f"/can-bo/ban-do?o={View(29, LAT, LONG).address}")
    desk.get_by_role("link", name="Vùng không hiện trên bản đồ công khai").click()
    expect(desk.get_by_label("Tọa độ")).to_have_value(f"{LAT:.5f}, {LONG:.5f}")
    desk.get_by_label("Nơi đó là gì").fill("Kho của quân đội")
    assert axe(desk) == []
    desk.get_by_role("button", name="Không hiện vùng này").click()
    expect(desk.get_by_text("Kho của quân đội", exact=True)).to_be_visible()
    db.session.rollback()
    assert db.session.scalars(select(MapBlank.note)).one() == "Kho của quân đội"
    settle()
    sees(pin=0, photos=0)

    desk.get_by_role("button", name=re.compile("Hiện lại")).click()
    expect(desk.get_by_text("Kho của quân đội", exact=True)).to_have_count(0)
    sees(pin=1, photos=1)


def test_a_citizen_reads_the_account_down_to_a_commune_and_a_definition(open_page, settle, axe, db):
    there = histories.published()
    commune = there.second.title
    settle()
    phone = open_page(**PHONE)
    phone.goto("/ket-qua?ky=thang&ngay=2026-10-01")
    expect(phone.get_by_text("158").first).to_be_visible()
    meaning = phone.locator("details").first
    meaning.locator("summary").click()
    expect(meaning).to_have_attribute("open", "")
    phone.get_by_role("link", name=re.compile("Xã")).first.click()
    phone.get_by_role("link", name=commune).click()
    expect(phone.get_by_role("heading", name=re.compile(re.escape(commune))).first).to_be_visible()
    expect(phone.get_by_text("63").first).to_be_visible()
    assert axe(phone) == []
