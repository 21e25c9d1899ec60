"""A report written without a signal: kept, sent once by itself, its code told."""

import re
import time

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.service_requests.models import RequestPhoto, Service, ServiceRequest
from tests.factories import places
from tests.factories import service_requests as make


@pytest.fixture
def province(db, settle, media_folder):
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    settle()


@pytest.fixture
def count(db):
    """`count(model)`: how many rows the server has, seen from outside any old transaction."""

    def rows(model) -> int:
        db.session.rollback()
        found = db.session.scalar(select(func.count(model.id)))
        db.session.rollback()
        return found

    return rows


def hand_in(phone) -> None:
    """Write a report and tap: whatever the network, the page of what waits comes."""
    phone.write()
    phone.send()
    phone.page.wait_for_url("**/cho-gui")


def assert_sent_once(phone, count) -> None:
    expect(phone.page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã LC-"))
    assert count(ServiceRequest) == 1


def test_a_report_with_two_photos_outlives_the_browser_and_is_sent_once(
    battery_phone, province, count
):
    phone = battery_phone
    phone.ready()
    phone.offline()
    phone.write(photos=2)
    begun = time.monotonic()
    phone.send()
    phone.page.wait_for_url("**/cho-gui")
    expect(phone.page.locator("[data-state]")).to_have_text("Đã lưu trên máy")
    assert time.monotonic() - begun < 3
    (item,) = phone.kept()
    assert [file["type"] for file in item["files"]] == ["image/webp", "image/webp"]
    assert count(ServiceRequest) == 0
    phone.kill()

    phone.start()
    begun = time.monotonic()
    phone.page.goto("/")
    expect(phone.page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã LC-"))
    assert time.monotonic() - begun < 5
    assert (count(ServiceRequest), count(RequestPhoto)) == (1, 2)
    phone.page.click("[data-open]")
    expect(phone.page.locator("#code")).to_have_text(re.compile(r"LC-\w{4}-\w{4}"))


def test_background_sync_sends_with_no_page_of_the_app_open(queue_phone, province, count):
    phone = queue_phone()
    phone.ready()
    phone.offline()
    hand_in(phone)
    worker = phone.sync_later()
    phone.page.goto("about:blank")
    phone.offline(False)
    begun = time.monotonic()
    worker()
    while count(ServiceRequest) == 0 and time.monotonic() - begun < 10:
        phone.page.wait_for_timeout(50)
    assert time.monotonic() - begun < 2
    assert count(ServiceRequest) == 1


def test_when_the_signal_is_back_the_open_page_sends_by_itself(queue_phone, province, count):
    phone = queue_phone()
    phone.ready()
    phone.offline()
    hand_in(phone)
    phone.offline(False)
    assert_sent_once(phone, count)


def test_several_wait_in_order_and_the_server_knows_when_each_was_written(
    queue_phone, province, db
):
    phone = queue_phone()
    phone.ready()
    phone.offline()
    for words in ("Một", "Hai", "Ba"):
        phone.write(words)
        phone.send()
        phone.page.wait_for_url("**/cho-gui")
    expect(phone.page.locator("[data-what]").first).to_have_text(re.compile("Một"))
    phone.offline(False)
    expect(phone.page.get_by_text("Đã gửi, mã")).to_have_count(3)
    rows = db.session.scalars(select(ServiceRequest).order_by(ServiceRequest.id)).all()
    assert [row.description for row in rows] == ["Một", "Hai", "Ba"]
    seen = [row.observed_at for row in rows]
    assert seen == sorted(seen)
    assert all(row.observed_at < row.requested_datetime for row in rows)


def test_what_the_server_refuses_comes_back_with_its_reason_and_all_that_was_typed(
    queue_phone, province, db, settle, count
):
    phone = queue_phone()
    phone.ready()
    make.service("road", "Mặt đường")
    settle()
    phone.offline()
    phone.write("Cột đèn nghiêng", photos=1)
    phone.send()
    phone.page.wait_for_url("**/cho-gui")
    db.session.scalars(
        select(Service).where(Service.service_code == "street-light")
    ).one().active = False
    settle()
    phone.offline(False)
    expect(phone.page.locator("[data-state]")).to_have_text("Chưa gửi được, cần sửa")
    expect(phone.page.locator("[data-why]")).not_to_be_empty()
    expect(phone.page.locator("[data-said]")).to_have_text("Cột đèn nghiêng")
    phone.page.click("[data-edit]")
    expect(phone.page.locator("[name=description]")).to_have_value("Cột đèn nghiêng")
    expect(phone.page.locator(".photo canvas")).to_have_count(1)
    expect(phone.page.locator("[name=place]:checked")).to_have_value("90001")
    phone.page.check("[name=service][value=road]", force=True)
    phone.send()
    phone.page.wait_for_url("**/bien-nhan")
    assert (count(ServiceRequest), count(RequestPhoto)) == (1, 1)
    assert [item["state"] for item in phone.kept()] == ["sent"]


def test_what_was_sent_is_listed_until_its_receipt_was_seen(queue_phone, province):
    phone = queue_phone()
    phone.ready()
    phone.offline()
    hand_in(phone)
    phone.offline(False)
    phone.page.goto("/")
    expect(phone.page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã LC-"))
    expect(phone.page.locator("[data-hide]")).to_be_visible()
    expect(phone.page.locator("[data-drop]")).to_be_hidden()
    phone.page.click("[data-open]")
    phone.page.wait_for_url("**/bien-nhan")
    (item,) = phone.kept()
    while not item.get("seen"):
        phone.page.wait_for_timeout(20)
        (item,) = phone.kept()
    phone.page.goto("/phan-anh/cua-toi")
    expect(phone.page.locator("a.card")).to_have_count(1)
    expect(phone.page.locator("[data-queue]")).to_be_hidden()


def test_an_urgent_one_of_yesterday_asks_first(queue_phone, province, count):
    phone = queue_phone()
    phone.ready()
    phone.offline()
    hand_in(phone)
    phone.alter(at=int(time.time() * 1000) - 7 * 3600 * 1000, urgent=True)
    phone.offline(False)
    phone.page.goto("/cho-gui")
    expect(phone.page.locator("[data-state]")).to_have_text("Việc này còn không?")
    assert count(ServiceRequest) == 0
    phone.page.click("[data-yes]")
    assert_sent_once(phone, count)


def test_a_network_that_answers_with_its_own_page_is_no_receipt(queue_phone, province, count):
    phone = queue_phone()
    phone.ready(pages=0)
    portal = {"body": "<h1>Wi-Fi</h1>", "content_type": "text/html", "status": 200}
    phone.context.route("**/phien.json", lambda route: route.fulfill(**portal))
    hand_in(phone)
    expect(phone.page.locator("[data-state]")).to_have_text("Đã lưu trên máy")
    assert count(ServiceRequest) == 0
    phone.context.unroute("**/phien.json")
    phone.page.click("[data-queue-send]")
    assert_sent_once(phone, count)


def test_a_network_that_carries_nothing_at_first_is_tried_again_by_itself(
    queue_phone, province, count
):
    phone = queue_phone()
    phone.ready(pages=0)
    phone.context.route("**/phien.json", lambda route: route.abort())
    hand_in(phone)
    phone.page.wait_for_function("() => navigator.locks.query().then((all) => !all.held.length)")
    expect(phone.page.locator("[data-state]")).to_have_text("Đã lưu trên máy")
    phone.context.unroute("**/phien.json")
    assert_sent_once(phone, count)


def test_a_full_phone_says_so_and_what_was_written_stays_on_the_page(queue_phone, province):
    phone = queue_phone()
    phone.ready()
    phone.offline()
    phone.write("Đầy máy")
    phone.page.evaluate(FULL)
    phone.send()
    expect(phone.page.locator("[data-send-status]")).to_have_text(re.compile("Máy hết chỗ"))
    expect(phone.page.locator("[name=description]")).to_have_value("Đầy máy")
    assert phone.kept() == []


def test_a_full_phone_with_a_signal_sends_at_once(queue_phone, province, count):
    phone = queue_phone()
    phone.ready()
    phone.write()
    phone.page.evaluate(FULL)
    phone.send()
    phone.page.wait_for_url("**/bien-nhan")
    assert count(ServiceRequest) == 1


FULL = """() => {
  IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
}"""


def test_a_form_half_written_with_its_photo_outlives_the_browser(battery_phone, province):
    phone = battery_phone
    phone.ready()
    phone.offline()
    phone.write("Viết dở", photos=1)
    expect(phone.page.locator("[data-photos-status]")).to_have_text("Đã có 1 ảnh")
    phone.drafted("Viết dở", photos=1)
    phone.kill()
    phone.start()
    phone.page.goto("/phan-anh/moi")
    expect(phone.page.locator("[name=description]")).to_have_value("Viết dở")
    expect(phone.page.locator("[name=service]:checked")).to_have_value("street-light")
    expect(phone.page.locator("[name=place]:checked")).to_have_value("90001")
    expect(phone.page.locator(".photo canvas")).to_have_count(1)
    expect(phone.page.locator("[data-send-status]")).to_have_text("Phần bạn viết dở còn ở đây.")


def test_without_a_service_worker_the_page_says_that_nothing_is_kept(open_page, province):
    page = open_page()
    page.goto("/phan-anh/moi")
    expect(page.locator("[data-keeps]")).to_have_text(re.compile("không giữ lại được khi mất mạng"))


def test_with_one_it_says_that_no_signal_is_needed(queue_phone, province):
    phone = queue_phone()
    phone.ready("/phan-anh/moi", pages=0)
    expect(phone.page.locator("[data-keeps]")).to_have_text(re.compile("Mất sóng vẫn gửi được"))
