"""An editor writes, has reviewed, schedules and corrects; a reader sees each step."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from app.accounts import permissions as may
from app.core import clock as now_clock
from app.core import outbox as core_outbox
from app.core.outbox import Job
from app.news.forms import as_local
from app.news.models import Article
from tests.browser.conftest import DESK
from tests.conftest import Outbox
from tests.factories import news
from tests.factories.accounts import make_agency, make_official
from tests.factories.places import make_commune, make_former

pytestmark = pytest.mark.details

PASTE = """html => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  data.setData('text/plain', 'plain');
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  const event = new ClipboardEvent('paste', how);
  document.querySelector('textarea[name=body]').dispatchEvent(event);
}"""


@pytest.fixture
def staff(db: SQLAlchemy) -> tuple[Any, Any]:
    """A writer and a publisher of one agency."""
    agency = make_agency("UBND xã Thử")
    home = make_commune("Mới Thử", unit_type="Xã")
    make_former("Cũ Kỹ", home)
    return (
        make_official(may.WRITE_NEWS, agency=agency, name="Người Viết Thử"),
        make_official(may.PUBLISH_NEWS, agency=agency, name="Người Duyệt Thử"),
    )


def test_from_a_blank_page_to_a_correction(
    app: Flask,
    db: SQLAlchemy,
    open_page: Callable[..., Page],
    phone: Page,
    sign_in: Callable[..., None],
    settle: Callable[[], None],
    outbox: Outbox,
    complaints: Any,
    staff: tuple[Any, Any],
) -> None:
    complaints.expected.append("404")
    writer, publisher = staff
    desk, second = open_page(**DESK), open_page(**DESK)
    sign_in(desk, writer)
    sign_in(second, publisher)
    settle()
    desk.goto("/can-bo/tin")
    desk.get_by_role("button", name="Viết tin").click()
    desk.get_by_label("Tiêu đề").fill("Đèo Thử cấm xe tải ban đêm")
    desk.get_by_label("Chuyên mục").select_option("giao-thong")
    desk.get_by_label("Nội dung").focus()
    desk.evaluate(PASTE, "<p style='mso-x:y'><b>Từ 18:00</b> đến <i>06:00</i><o:p></o:p></p>")
    expect(desk.get_by_label("Nội dung")).to_have_value("**Từ 18:00** đến *06:00*")
    expect(desk.locator("#preview strong")).to_have_text("Từ 18:00")
    expect(desk.locator("[data-kept]")).to_contain_text("Tự lưu lúc")
    desk.reload()
    expect(desk.get_by_label("Tiêu đề")).to_have_value("Đèo Thử cấm xe tải ban đêm")
    desk.get_by_label("Tìm xã, phường, thôn").fill("cu ky")
    desk.get_by_label(re.compile("Mới Thử")).wait_for()
    desk.get_by_role("button", name="Lưu", exact=True).click()
    expect(desk.get_by_role("status").first).to_contain_text("Đã lưu")
    desk.get_by_role("button", name="Gửi duyệt").click()
    expect(desk.locator(".chip").first).to_contain_text("Chờ duyệt")
    code = desk.url.rpartition("/")[2]
    _schedule(app, db, second, code, outbox)
    phone.goto("/tin-tuc")
    phone.get_by_role("link", name=re.compile("Đèo Thử")).click()
    expect(phone.locator("h1")).to_have_text("Đèo Thử cấm xe tải ban đêm")
    expect(phone.get_by_text("Xã Mới Thử")).to_be_visible()
    _propose(desk, code)
    second.goto(f"/can-bo/tin/{code}")
    second.get_by_role("button", name="Duyệt và đăng đính chính").click()
    expect(second.get_by_role("status").first).to_contain_text("Đã đính chính")
    phone.reload()
    expect(phone.get_by_text("Giờ cấm là 20:00.")).to_be_visible()
    expect(phone.get_by_text("Từ 20:00", exact=False)).to_be_visible()


def _schedule(app: Flask, db: SQLAlchemy, page: Page, code: str, outbox: Outbox) -> None:
    """Schedule it for a minute from now, and let that minute pass for the worker."""
    page.goto(f"/can-bo/tin/{code}")
    page.get_by_label("Đăng lúc").fill(as_local(now_clock.now() + timedelta(minutes=2)))
    page.get_by_role("button", name="Hẹn giờ").click()
    expect(page.locator(".chip").first).to_contain_text("Chờ đến giờ đăng")
    assert page.request.get(f"/tin-tuc/{code}").status == 404
    article = db.session.query(Article).one()
    article.scheduled_for = now_clock.now() - timedelta(seconds=1)
    job = db.session.query(Job).filter_by(kind="news.publish").one()
    job.run_at = now_clock.now() - timedelta(seconds=1)
    db.session.commit()
    outbox.drain()
    assert core_outbox.due_queues() == []
    db.session.rollback()


def _propose(page: Page, code: str) -> None:
    page.goto(f"/can-bo/tin/{code}")
    page.get_by_label("Nội dung").fill("**Từ 20:00** đến 06:00")
    page.get_by_label("Đính chính điều gì?").fill("Giờ cấm là 20:00.")
    page.get_by_role("button", name="Gửi duyệt đính chính").click()
    expect(page.get_by_role("status").first).to_contain_text("người khác trong cơ quan")


def test_it_works_without_a_script(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    settle: Callable[[], None],
    staff: tuple[Any, Any],
) -> None:
    page = open_page(java_script_enabled=False, **DESK)
    sign_in(page, staff[0])
    settle()
    page.goto("/can-bo/tin")
    page.get_by_role("button", name="Viết tin").click()
    page.get_by_label("Tiêu đề").fill("Lịch tiêm")
    page.get_by_label("Nội dung").fill("**Sáng** thứ Hai")
    page.get_by_label("Tìm xã, phường, thôn").fill("cu ky")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_label(re.compile("Mới Thử")).check()
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("#preview strong")).to_have_text("Sáng")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.locator(".chip").first).to_contain_text("Chờ duyệt")


def test_an_article_is_passed_on_and_read_aloud(
    phone: Page, db: SQLAlchemy, settle: Callable[[], None]
) -> None:
    made = news.article(title="Lịch tiêm phòng")
    settle()
    voices = "speechSynthesis.getVoices = () => [{ lang: 'vi-VN', name: 'Thử' }]"
    phone.add_init_script(f"{voices}; navigator.share = (what) => {{ window.shared = what.url; }}")
    phone.goto(f"/tin-tuc/{made.code}")
    phone.get_by_role("button", name="Chia sẻ").click()
    assert phone.evaluate("window.shared").endswith(f"/tin-tuc/{made.code}")
    expect(phone.get_by_role("button", name="Đọc cho tôi nghe")).to_be_visible()


def test_without_a_vietnamese_voice_nothing_is_offered(
    phone: Page, db: SQLAlchemy, settle: Callable[[], None]
) -> None:
    made = news.article()
    settle()
    phone.add_init_script("speechSynthesis.getVoices = () => [{ lang: 'en-US', name: 'Test' }]")
    phone.goto(f"/tin-tuc/{made.code}")
    expect(phone.get_by_role("button", name="Đọc cho tôi nghe")).to_be_hidden()
