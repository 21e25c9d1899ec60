"""A duty officer alone warns three communes; a citizen's phone gets it and shows it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from app.accounts import permissions as may
from app.notifications.delivery import push_services
from app.notifications.vapid import Vapid
from app.notifications.webpush import WebPush
from tests.browser.conftest import DESK, PHONE
from tests.conftest import Outbox
from tests.factories import news
from tests.factories.accounts import make_agency, make_official, make_user, viewer_of
from tests.factories.notifications import subscription
from tests.factories.places import make_commune, make_former
from tests.sinks.push_sink import PushSink

WARNED = ("Ven Sông", "Vùng Cao", "Thị Trấn")


@pytest.fixture
def sink(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushSink]:
    """A push service that the app sends to."""
    made = PushSink()
    settings = replace(app.config["SETTINGS"], push_hosts=(made.place,))
    vapid = Vapid(settings.vapid_private_key, settings.vapid_subject)
    sender = WebPush(vapid, push_services(settings), made.trust)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    monkeypatch.setitem(app.extensions, "webpush", sender)
    yield made
    sender.close()
    made.close()


def test_an_officer_warns_three_communes_and_a_phone_rings(
    db: SQLAlchemy,
    sink: PushSink,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    settle: Callable[[], None],
    outbox: Outbox,
) -> None:
    communes = [make_commune(name, unit_type="Xã") for name in WARNED]
    make_former("Bến Cũ", communes[0])
    agency = make_agency("Ban Chỉ huy Thử")
    officer = make_official(may.ALERT, agency=agency, name="Trực Ban Một")
    second = make_official(may.ALERT, agency=agency, name="Trực Ban Hai")
    citizen = make_user(home_commune_id=communes[0].id)
    handset = sink.browser("phone")
    subscription(viewer_of(citizen), handset)
    news.templates()
    desk, phone, colleague = open_page(**DESK), open_page(**PHONE), open_page(**DESK)
    sign_in(desk, officer)
    sign_in(phone, citizen)
    sign_in(colleague, second)
    settle()

    desk.goto("/can-bo/canh-bao")
    desk.get_by_role("link", name=re.compile("lũ quét")).first.click()
    for typed, name in (("ben cu", "Ven Sông"), ("vung cao", "Vùng Cao"), ("thi tran", "Thị Trấn")):
        desk.get_by_label("Tìm xã, phường, thôn").fill(typed)
        desk.get_by_label(re.compile(name)).wait_for()
    desk.get_by_role("button", name="Xem lại trước khi gửi").click()
    expect(desk.locator(".banner b").first).to_contain_text("1 người sẽ nhận được")
    desk.get_by_role("button", name="Gửi đi").or_(
        desk.get_by_role("button", name="Gửi ngay")
    ).click()
    outbox.drain()
    settle()

    (push,) = sink.to(handset)
    assert push.payload["title"].startswith("Khẩn cấp: Nguy cơ lũ quét")
    phone.goto(push.payload["url"])
    expect(phone.get_by_text("Rời ngay nhà ở ven sông", exact=False)).to_be_visible()
    phone.goto("/")
    banner = phone.locator("main a.banner").first
    expect(banner).to_contain_text("Nguy cơ lũ quét")
    desk.reload()
    expect(desk.get_by_text("đã gửi 1 / 1").first).to_be_visible()
    expect(desk.get_by_role("row", name=re.compile("Ven Sông"))).to_contain_text("1")

    colleague.goto("/thong-bao")
    colleague.get_by_role("button", name=re.compile("mời kiểm tra")).click()
    colleague.get_by_label("Từ nay người dân được làm gì?").fill("Nước đã rút, đi lại bình thường.")
    colleague.get_by_role("button", name="Báo hết nguy hiểm").click()
    outbox.drain()
    settle()
    assert len(sink.to(handset)) == 2
    phone.goto("/")
    expect(phone.locator("main a.banner")).to_have_count(0)


def test_it_is_sent_without_a_script_too(
    db: SQLAlchemy,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    settle: Callable[[], None],
) -> None:
    make_commune("Ven Sông", unit_type="Xã")
    officer: Any = make_official(may.ALERT)
    news.templates()
    page = open_page(java_script_enabled=False, **DESK)
    sign_in(page, officer)
    settle()
    page.goto("/can-bo/canh-bao/moi?mau=mua-bao")
    page.get_by_label("Tìm xã, phường, thôn").fill("ven song")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_label(re.compile("Ven Sông")).check()
    page.get_by_role("button", name="Xem lại trước khi gửi").click()
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator("h1")).to_contain_text("Mưa lớn")
