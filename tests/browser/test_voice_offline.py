"""A voice where there is no signal: kept with its report, over a dead battery, sent once."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.media.models import Recording
from app.service_requests.models import RequestPhoto, RequestRecording, ServiceRequest
from tests.browser.test_voice import LONG_ENOUGH, SAID
from tests.factories import places
from tests.factories import service_requests as make

pytestmark = pytest.mark.details


@pytest.fixture
def province(db, settle, media_folder) -> None:
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    settle()


def speak(page) -> None:
    """Tap, speak for a second, tap."""
    page.click("[data-voice-speak]")
    expect(page.locator("[data-voice] progress")).to_be_visible()
    page.evaluate(LONG_ENOUGH)
    page.click("[data-voice-speak]")
    expect(page.locator("[data-voice] audio")).to_be_visible()


def test_two_photos_and_a_voice_outlive_the_browser_twice_and_are_sent_once(
    battery_phone, province, db
):
    phone = battery_phone
    phone.ready(pages=6)
    phone.offline()
    page = phone.write("", photos=2)
    speak(page)
    expect_draft_with_voice(phone)
    phone.kill()

    page = phone.start()
    phone.offline()
    page.goto("/phan-anh/moi")
    expect(page.locator("[data-voice] audio")).to_be_visible()
    assert len(page.evaluate(SAID)) == 1
    phone.send()
    page.wait_for_url("**/cho-gui")
    (item,) = phone.kept()
    assert sorted(file["type"] for file in item["files"]) == [
        "audio/webm", "image/webp", "image/webp",
    ]  # fmt: skip
    phone.kill()

    page = phone.start()
    page.goto("/")
    expect(page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã LC-"))
    db.session.rollback()
    counted = {
        model: db.session.scalar(select(func.count()).select_from(model))
        for model in (ServiceRequest, RequestPhoto, RequestRecording, Recording)
    }
    assert list(counted.values()) == [1, 2, 1, 1]


def expect_draft_with_voice(phone) -> None:
    """Wait until the half-written form on the phone holds the voice."""
    for _ in range(100):
        files = [file["field"] for draft in phone.kept("drafts") for file in draft["files"]]
        if files.count("voice") == 1 and files.count("photos") == 2:
            return
        phone.page.wait_for_timeout(50)
    pytest.fail(f"the draft holds {files}")
