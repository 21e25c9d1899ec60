"""The inbox in a browser: looked at, read from, and turned on for push."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from app.core.config import Config
from app.notifications import tell
from app.notifications.delivery import push_services
from app.notifications.models import Notification
from app.notifications.vapid import Vapid
from app.notifications.webpush import WebPush
from tests.browser.conftest import PHONE
from tests.conftest import Outbox
from tests.factories.accounts import make_user
from tests.factories.notifications import ABOUT, notification
from tests.sinks.push_sink import PushSink

pytestmark = pytest.mark.details

SIZES = {"phone": (360, 640), "desk": (1280, 800)}
STUB = """subscription => {
  const manager = {
    getSubscription: async () => null,
    subscribe: async () => ({ toJSON: () => subscription }),
  };
  const ready = Promise.resolve({ pushManager: manager });
  Object.defineProperty(ServiceWorkerContainer.prototype, 'ready', { get: () => ready });
}"""


@pytest.fixture
def person(db: SQLAlchemy) -> Any:
    """A citizen with a few notifications."""
    user = make_user()
    now = datetime.now(UTC)
    kinds = [("received", 3), ("accepted", 2), ("replied", 1), ("closed", 0)]
    for kind, days in kinds:
        then = now - timedelta(days=days, minutes=7)
        read_at = then if days > 1 else None
        url = f"/thong-bao?{kind}"
        notification(user, kind=kind, created_at=then, read_at=read_at, url=url)
    return user


@pytest.mark.parametrize("size", SIZES)
def test_it_holds_at_every_size_in_both_schemes_and_with_large_text(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    settle: Callable[[], None],
    axe: Callable[..., list[str]],
    person: Any,
    size: str,
) -> None:
    width, height = SIZES[size]
    page = open_page(viewport={"width": width, "height": height})
    sign_in(page, person)
    settle()
    page.goto("/thong-bao")
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, "color-contrast") == []
    for text in ("normal", "large"):
        page.evaluate("(text) => { document.documentElement.dataset.text = text; }", text)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, text


ICON = """navigator.setAppBadge = async (count) => { window.badge = count; };
navigator.clearAppBadge = async () => { window.badge = 'cleared'; };"""


def test_a_tap_on_a_new_one_reads_it_and_the_icon_says_how_many_are_left(
    phone: Page,
    sign_in: Callable[..., None],
    settle: Callable[[], None],
    db: SQLAlchemy,
    person: Any,
) -> None:
    sign_in(phone, person)
    settle()
    phone.add_init_script(ICON)
    phone.goto("/thong-bao")
    expect(phone.locator(".dot")).to_have_text("2")
    _icon_says(phone, 2)
    phone.get_by_role("button", name="Phản ánh của bạn đã có kết quả").click()
    expect(phone.locator(".dot")).to_have_text("1")
    _icon_says(phone, 1)
    assert db.session.query(Notification).filter(Notification.read_at.is_(None)).count() == 1
    settle()
    phone.evaluate(KEEP, [person_name(phone), "refused"])
    phone.evaluate(KEEP, [person_name(phone), "kept"])
    phone.evaluate(KEEP, ["u-somebody-else", "refused"])
    phone.goto("/")
    _icon_says(phone, 2)
    phone.evaluate("() => window.phone.table('queue', (all) => all.clear())")
    phone.goto("/thong-bao")
    phone.get_by_role("button", name="Đánh dấu đã đọc hết").click()
    expect(phone.locator(".dot")).to_have_count(0)
    _icon_says(phone, "cleared")


KEEP = """([viewer, state]) => window.phone.table('queue',
  (all) => all.add({ viewer, state, at: Date.now(), fields: [], files: [] })).then(() => 0)"""


def person_name(page: Page) -> str:
    """What the phone calls whoever is signed in."""
    name: str = page.evaluate("() => window.phone.viewer")
    return name


def _icon_says(page: Page, wanted: int | str) -> None:
    for _turn in range(100):
        if page.evaluate("() => window.badge") == wanted:
            return
        page.wait_for_timeout(20)
    assert page.evaluate("() => window.badge") == wanted


def test_it_works_without_javascript(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    settle: Callable[[], None],
    person: Any,
) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 640})
    sign_in(page, person)
    settle()
    page.goto("/thong-bao")
    page.get_by_role("button", name="Đánh dấu đã đọc hết").click()
    expect(page.locator(".dot")).to_have_count(0)
    expect(page.locator("li a.card")).to_have_count(4)


@contextmanager
def push_sink() -> Iterator[PushSink]:
    """A push service for the time of the block."""
    sink = PushSink()
    try:
        yield sink
    finally:
        sink.close()


def sender_to(sink: PushSink, settings: Config) -> WebPush:
    """The app's sender, believing the sink."""
    vapid = Vapid(settings.vapid_private_key, settings.vapid_subject)
    return WebPush(vapid, push_services(settings), sink.trust)


@pytest.mark.notifications
def test_from_the_tap_to_the_message_that_the_phone_decrypts(
    app: Flask,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    settle: Callable[[], None],
    outbox: Outbox,
    person: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = open_page(**PHONE, permissions=["notifications"])
    with push_sink() as sink:
        settings = replace(app.config["SETTINGS"], push_hosts=(sink.place,))
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        monkeypatch.setitem(app.extensions, "webpush", sender_to(sink, settings))
        browser = sink.browser("phone")
        page.add_init_script(f"({STUB})({json.dumps(browser.as_json())})")
        sign_in(page, person)
        person.quiet_from = person.quiet_to = 0
        settle()
        page.goto("/thong-bao")
        page.get_by_role("button", name="Nhắn cho tôi").click()
        expect(page.locator("[data-push-state]")).to_have_text("Máy này sẽ báo cho bạn.")
        tell([person], "replied", ABOUT, "/phan-anh/LC-7K3M-9QXF", "reply-1")
        outbox.drain()
        (push,) = sink.to(browser)
        assert push.payload["title"] == "Phản ánh của bạn có trả lời mới"
        assert push.payload["url"] == "/phan-anh/LC-7K3M-9QXF"
        app.extensions["webpush"].close()
