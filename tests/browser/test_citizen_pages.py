"""Every citizens' page: readable for all, nothing wider than the phone, small promises kept."""

import pytest
from playwright.sync_api import expect

from app.core import clock
from app.core.db import db
from app.service_requests import life
from app.service_requests.answering import closing
from app.service_requests.following import reopening
from app.service_requests.models import RequestPhoto, ServiceRequest
from tests.browser.conftest import DESK, PHONE
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_user
from tests.factories.media import photo
from tests.media.pictures import jpeg

pytestmark = pytest.mark.details

LONG = "Cột đèn ở ngã ba đường liên thôn nghiêng hẳn ra lòng đường sau trận mưa đêm qua"


@pytest.fixture
def person(app):
    return make_user("Người Dùng Thử")


@pytest.fixture
def addresses(person, settle):
    """Every page by what it is, with reports in several states."""
    agency = make_agency("Phòng Kinh tế, Hạ tầng và Đô thị, UBND phường Bình Thử")
    power = make.service("power", "Điện", icon="bolt", emergency_number="114")
    for number in range(8):
        make.service(f"s{number}", f"Lĩnh vực {number}", urgent_class=make.urgency_class())
    commune = places.make_commune("Bình Thử", code="90001")
    given = {"citizen": person, "agency": agency, "place": commune, "service": power}
    answered = make.service_request(life.CLOSED, description=LONG, **given)
    shown = make.link_photo(answered, photo(with_files=True), RequestPhoto.REPORT, public=True)
    waiting = make.service_request(life.RECEIVED, description=LONG, **given)
    again = make.service_request(life.CLOSED, description=LONG, **given)
    reopening.reopen(
        again, make.citizen_actor(again), again.requested_datetime, make.calendar(), "Chưa xong"
    )
    settle()
    return {
        "front": "/",
        "emergency": "/khan-cap",
        "search": "/tim?q=dien",
        "list": "/phan-anh?status=received",
        "nothing found": "/phan-anh?q=khongcogi",
        "mine": "/phan-anh/cua-toi",
        "form": "/phan-anh/moi?service=power",
        "answered": f"/phan-anh/{answered.code}",
        "photo": f"/phan-anh/{answered.code}/anh/{shown.photo.code}",
        "waiting": f"/phan-anh/{waiting.code}",
        "open again": f"/phan-anh/{again.code}",
        "withdraw": f"/phan-anh/{waiting.code}/rut",
        "receipt": f"/phan-anh/{waiting.code}/bien-nhan",
    }


RIGHTMOST = """() => Math.max(...[...document.querySelectorAll('body *')]
  .map((each) => each.getBoundingClientRect().right))"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_wrong_in_either_scheme_and_nothing_is_too_wide(
    open_page, sign_in, addresses, person, settle, axe, size
):
    page = open_page(**size)
    sign_in(page, person)
    settle()
    found = {}
    for name, address in addresses.items():
        page.emulate_media(color_scheme="light")
        page.goto(address)
        wide = page.evaluate(RIGHTMOST) > size["viewport"]["width"] + 1
        page.evaluate(UNFOLD)
        found[name] = axe(page) + ["wider than the screen"] * wide
        page.emulate_media(color_scheme="dark")
        found[name] += axe(page, "color-contrast")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


UNFOLD = "() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_large_text_fits_on_a_small_phone(
    open_page, live_server, sign_in, addresses, person, settle, script
):
    page = open_page(**PHONE, java_script_enabled=script)
    page.context.add_cookies([{"name": "chon", "value": "vi.large..", "url": live_server}])
    sign_in(page, person)
    settle()
    wide = {}
    for name, address in addresses.items():
        page.goto(address)
        wide[name] = page.evaluate(RIGHTMOST)
    assert {name: right for name, right in wide.items() if right > 361} == {}


def test_the_tabs_keep_their_height_from_page_to_page(
    open_page, sign_in, addresses, person, settle
):
    page = open_page(**PHONE)
    sign_in(page, person)
    settle()
    heights = set()
    for address in ("/", addresses["list"], "/tai-khoan", "/thong-bao"):
        page.goto(address)
        heights.add(page.evaluate("document.querySelector('.nav').offsetHeight"))
    assert len(heights) == 1, heights


def test_reading_the_answer_is_noted_when_it_is_shown(
    open_page, sign_in, addresses, person, settle
):
    page = open_page(**PHONE)
    sign_in(page, person)
    settle()
    with page.expect_response(lambda answer: answer.url.endswith("/da-doc")):
        page.goto(addresses["answered"])
    code = addresses["answered"].rsplit("/", 1)[1]
    db.session.rollback()
    report = db.session.query(ServiceRequest).filter_by(code=code).one()
    assert report.promise.read_at is not None


def test_an_answer_is_sent_back_and_rated_by_taps_alone_without_a_script(
    open_page, sign_in, addresses, person, settle
):
    page = open_page(**PHONE, java_script_enabled=False)
    sign_in(page, person)
    settle()
    page.goto(addresses["answered"])
    page.locator("summary", has_text="Chưa").tap()
    page.get_by_label("Chưa làm").tap()
    page.get_by_role("button", name="Gửi lại cho cơ quan").tap()
    expect(page.get_by_text("Hạn trả lời lần đầu")).to_be_visible()
    code = addresses["answered"].rsplit("/", 1)[1]
    report = db.session.query(ServiceRequest).filter_by(code=code).one()
    official = make.official_actor(report.agency)
    closing.close(report, official, clock.now(), resolution=life.FIXED, text="Đã thay cả dây.")
    settle()
    page.reload()
    page.get_by_role("button", name="Xong rồi").tap()
    page.get_by_role("button", name="Hài lòng", exact=True).tap()
    expect(page.get_by_text("Đã ghi đánh giá của bạn")).to_be_visible()
    page.get_by_role("button", name="Cảm ơn!").tap()
    expect(page.get_by_text("Bạn đã gửi lời cảm ơn.")).to_be_visible()


def test_the_sender_adds_a_photo_without_a_script(
    open_page, sign_in, addresses, person, settle, tmp_path
):
    picture = tmp_path / "them.jpg"
    picture.write_bytes(jpeg())
    page = open_page(**PHONE, java_script_enabled=False)
    sign_in(page, person)
    settle()
    page.goto(addresses["waiting"])
    page.locator("summary", has_text="Bổ sung").tap()
    page.locator("#bo-sung input[name=photos]").last.set_input_files(picture)
    page.locator("#bo-sung").get_by_role("button", name="Gửi").tap()
    expect(page.get_by_text("Người gửi bổ sung")).to_be_visible()
