"""A report written without a signal: kept, sent once by itself, its code told."""

import re
import time

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.service_requests.models import RequestPhoto, ServiceRequest
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


def test_a_report_with_two_photos_outlives_the_browser_and_is_sent_once(
    queue_phone, province, count
):
    phone = queue_phone()
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
