"""From a broken street lamp to an answer: a guest's phone and an official's screen, end to end.

Five taps file the report; the push is read by a sink that decrypts it and shown by Chromium.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts import permissions
from app.notifications import quiet
from app.notifications.delivery import push_services
from app.notifications.vapid import Vapid
from app.notifications.webpush import WebPush
from app.service_requests.models import Rating, ServiceRequest
from tests.browser.conftest import PHONE
from tests.browser.pictures import jpeg
from tests.browser.test_inbox import STUB
from tests.browser.test_service_worker import SHOWN
from tests.conftest import Outbox
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official
from tests.sinks.push_sink import PushSink

HERE = {"latitude": 21.72, "longitude": 104.89, "accuracy": 12}


@pytest.fixture
def official(app: Flask) -> Any:
    """A handling official; the province has one commune, one service and one rule."""
    province = make.place("province", "Thử", code="15", lat=21.8, long=104.5)
    commune = make.place("commune", "Thử Nghiệm", province, lat=21.72, long=104.89)
    agency = make_agency("Phòng Kinh tế")
    lamp = make.service("street-light", "Đèn đường", proof_required=True)
    make.routing_rule(agency, lamp, commune)
    return make_official(permissions.HANDLE, agency=agency)


@pytest.fixture
def sink(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushSink]:
    """A push service that the app believes, at any hour of the day."""
    opened = PushSink()
    settings = replace(app.config["SETTINGS"], push_hosts=(opened.place,))
    vapid = Vapid(settings.vapid_private_key, settings.vapid_subject)
    sender = WebPush(vapid, push_services(settings), opened.trust)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    monkeypatch.setitem(app.extensions, "webpush", sender)
    monkeypatch.setattr(quiet, "DEFAULT", (0, 0))
    yield opened
    sender.close()
    opened.close()


class Taps:
    """A finger that counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, target: Any) -> None:
        target.tap()
        self.count += 1


@pytest.mark.notifications
def test_from_a_broken_lamp_to_a_rated_answer(
    app: Flask,
    official: Any,
    sink: PushSink,
    open_page: Callable[..., Page],
    desk: Page,
    sign_in: Callable[..., None],
    settle: Callable[[], None],
    outbox: Outbox,
    tmp_path: Path,
) -> None:
    settle()
    asked = {"permissions": ["geolocation", "notifications"], "service_workers": "allow"}
    phone = open_page(**PHONE, **asked, geolocation=HERE)
    browser = sink.browser("phone")
    phone.add_init_script(f"({STUB})({json.dumps(browser.as_json())})")
    lamp = tmp_path / "lamp.jpg"
    lamp.write_bytes(jpeg(1600, 1200))

    code = report_with_five_taps(phone, lamp)
    be_told(phone)
    outbox.drain()
    settle()

    sign_in(desk, official)
    settle()
    answer_with_proof(desk, code, lamp)
    outbox.drain()
    settle()

    titles = [push.payload["title"] for push in sink.to(browser)]
    assert titles == ["Phản ánh của bạn đã được tiếp nhận", "Phản ánh của bạn đã có kết quả"]
    assert code in sink.to(browser)[-1].payload["body"]
    assert show_on_lock_screen(phone, sink.to(browser)[-1].payload)["url"] == f"/phan-anh/{code}"

    rate_the_answer(phone, code)
    settle()
    report = app.extensions["sqlalchemy"].session.query(ServiceRequest).one()
    rating = app.extensions["sqlalchemy"].session.query(Rating).one()
    assert (report.status, report.resolution, rating.face) == ("closed", "fixed", "satisfied")
    assert report.citizen_spoke_at is not None, "the rating comes back to the inbox"


def report_with_five_taps(phone: Page, picture: Path) -> str:
    """File the report with a photo where one stands; no letter is typed. Give its code."""
    taps = Taps()
    phone.goto("/")
    taps(phone.get_by_role("link", name="Gửi phản ánh"))
    taps(phone.get_by_text("Đèn đường", exact=True))
    with phone.expect_file_chooser() as chooser:
        taps(phone.locator("[data-photos-add]").first)
    chooser.value.set_files(picture)
    expect(phone.get_by_text("Đã có 1 ảnh")).to_be_visible()
    taps(phone.locator("[data-where-choices] label").filter(has_text="Thử Nghiệm"))
    taps(phone.get_by_role("button", name="Gửi phản ánh"))
    expect(phone.get_by_text("Đã nhận phản ánh của bạn")).to_be_visible()
    assert taps.count <= 5
    found = re.search(r"[A-Z]+-\w{4}-\w{4}", phone.locator("#code").inner_text())
    assert found is not None
    return found.group()


def be_told(phone: Page) -> None:
    """Ask to be told, at the moment of the receipt."""
    phone.get_by_role("button", name="Nhắn cho tôi khi có trả lời").tap()
    expect(phone.locator("[data-push-state]")).to_have_text("Máy này sẽ báo cho bạn.")


def answer_with_proof(desk: Page, code: str, picture: Path) -> None:
    """Accept the report as public, then close it as fixed with a photo."""
    desk.goto("/can-bo")
    desk.get_by_role("link", name=re.compile("Đèn đường")).first.click()
    expect(desk.locator("#detail article")).to_contain_text(code)
    desk.get_by_role("radio", name=re.compile("^Công khai")).check()
    desk.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(desk.locator("#detail article").get_by_text("Đã tiếp nhận").first).to_be_visible()
    form = desk.locator("form").filter(has=desk.get_by_role("button", name="Trả lời và kết thúc"))
    form.get_by_role("radio", name=re.compile("^Đã khắc phục")).check()
    form.get_by_role("textbox").first.fill("Tổ điện đã thay bóng và kiểm tra cả tuyến.")
    form.locator("#photos input[type=file]").last.set_input_files(picture)
    form.get_by_role("button", name="Trả lời và kết thúc").click()
    said = desk.get_by_role("main").get_by_role("status").first
    expect(said).to_contain_text("Đã kết thúc phản ánh")


def show_on_lock_screen(phone: Page, payload: dict[str, Any]) -> dict[str, Any]:
    """Let Chromium receive what was decrypted; give the notification it shows."""
    devtools = phone.context.new_cdp_session(phone)
    ids: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: ids.extend(each["registrationId"] for each in event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    # The page's own `ready` is the stub of a subscription: ask for the registration itself.
    shown = SHOWN.replace(
        "navigator.serviceWorker.ready", "navigator.serviceWorker.getRegistration()"
    )
    phone.wait_for_timeout(200)
    message = {
        "origin": phone.evaluate("location.origin"),
        "registrationId": ids[-1],
        "data": json.dumps(payload),
    }
    devtools.send("ServiceWorker.deliverPushMessage", message)
    for _ in range(50):
        found: list[dict[str, Any]] = phone.evaluate(shown)
        if found:
            return found[0]
        phone.wait_for_timeout(100)
    raise AssertionError("nothing was shown")


def rate_the_answer(phone: Page, code: str) -> None:
    """Open the report, read the answer with its proof, say that it is done, tap a face."""
    phone.goto(f"/phan-anh/{code}")
    expect(phone.get_by_text("Tổ điện đã thay bóng")).to_be_visible()
    expect(phone.get_by_alt_text("Ảnh của cơ quan")).to_be_visible()
    phone.get_by_role("button", name="Xong rồi").tap()
    phone.get_by_role("button", name="Hài lòng", exact=True).tap()
    expect(phone.get_by_text("Đã ghi đánh giá của bạn")).to_be_visible()
