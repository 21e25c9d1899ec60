"""When something between us and the phone answers in our place, or we are in trouble ourselves."""

import re
import shutil

import pytest
from playwright.sync_api import expect
from sqlalchemy.exc import OperationalError

from app.core import assets
from app.core.application import Application
from app.factory import create_app
from app.service_requests.models import ServiceRequest
from tests.browser.queue_phone import ITEMS
from tests.browser.test_offline_pages import SHARE
from tests.factories import places
from tests.factories import service_requests as make

pytestmark = pytest.mark.details

SAVED = re.compile(r"Bản lưu lúc \d\d:\d\d, ")
LOADED = """async (address) => {
  const script = document.createElement('script');
  script.src = address;
  return new Promise((done) => {
    script.onload = () => done('loaded');
    script.onerror = () => done('lost');
    document.head.append(script);
  });
}"""


@pytest.fixture
def phone(queue_phone, db, settle, media_folder, complaints):
    complaints.expected += ["502", "503", "500", "404"]
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    settle()
    made = queue_phone()
    made.ready(pages=6)
    return made


@pytest.fixture
def proxy_in_our_place(app, monkeypatch):
    """`proxy_in_our_place(*paths)`: a proxy answers there with a page of its own."""

    def stand(*paths: str) -> None:
        ours = app.wsgi_app

        def answer(environ, start):
            if environ["PATH_INFO"] not in paths:
                return ours(environ, start)
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start("502 Bad Gateway", [("Content-Type", "text/html")])
            return [b"<h1>502 Bad Gateway</h1>"]

        monkeypatch.setattr(app, "wsgi_app", answer)

    return stand


def test_a_saved_page_or_the_hotlines_beat_a_proxy_s_502(phone, proxy_in_our_place):
    proxy_in_our_place("/khan-cap", "/phan-anh/khong-co")
    phone.page.goto("/khan-cap")
    expect(phone.page.locator("[data-saved]")).to_have_text(SAVED)
    phone.page.goto("/phan-anh/khong-co")
    expect(phone.page.locator('a[href="tel:114"]')).to_be_visible()


def test_our_own_word_of_a_trouble_is_shown_where_nothing_is_saved(phone, app, monkeypatch):
    def fails(*args: object, **values: object) -> None:
        raise OperationalError("", {}, Exception("locked"))

    for view in ("service_requests.index", "home.emergency"):
        monkeypatch.setitem(app.view_functions, view, fails)
    phone.page.goto("/khan-cap")
    expect(phone.page.locator("[data-saved]")).to_have_text(SAVED)
    phone.page.goto("/phan-anh?x=1")
    expect(phone.page.locator("h1")).to_have_text("Máy đang bận")


def test_a_busy_server_s_word_to_a_form_hands_back_what_was_typed(
    phone, app, monkeypatch, proxy_in_our_place
):
    def fails() -> None:
        raise OperationalError("", {}, Exception("locked"))

    monkeypatch.setitem(app.view_functions, "service_requests.create", fails)
    page = phone.page
    page.goto("/phan-anh/moi")
    page.evaluate(
        "() => { document.querySelector('[name=description]').value = 'Cột đèn nghiêng'; }"
    )
    with page.expect_navigation():
        page.evaluate("() => document.querySelector('form[data-report]').submit()")
    expect(page.locator("textarea")).to_have_value("Cột đèn nghiêng")
    proxy_in_our_place("/phan-anh/moi")
    page.evaluate("() => document.querySelector('form').submit()")
    expect(page.locator('a[href="tel:114"]')).to_be_visible()


@pytest.fixture
def release(app, tmp_path, monkeypatch):
    """`release(n)`: the server runs release `n`, its files made in a place without older ones."""

    def put_in_place(number: int) -> None:
        sources, build = tmp_path / f"static-{number}", tmp_path / f"build-{number}"
        shutil.copytree(assets.SOURCES, sources, ignore=shutil.ignore_patterns("build*"))
        for script in (sources / "js").glob("[!w]*.js"):
            script.write_text(script.read_text("utf-8") + f"\nwindow.release = {number};", "utf-8")
        monkeypatch.setattr(assets, "SOURCES", sources)
        monkeypatch.setattr(assets, "BUILD", build)
        # Addresses of the files are folded into templates: none compiled before is shared.
        monkeypatch.setattr(Application, "jinja_options", {})
        fresh = create_app(app.config["SETTINGS"], testing=True)
        monkeypatch.setattr(app, "wsgi_app", fresh)

    return put_in_place


def test_an_old_page_over_two_deployments_works_on(phone, release, db):
    page = phone.write("Viết trước hai bản mới")
    script = page.locator("[data-similar]").get_attribute("data-script")
    voice = page.locator("[data-voice]").get_attribute("data-voice")
    for number in (1, 2):
        release(number)
        page.evaluate("() => navigator.serviceWorker.ready.then((it) => it.update()).then(() => 0)")
    assert page.evaluate(LOADED, script) == "loaded"
    assert page.evaluate(LOADED, voice) == "loaded"
    phone.send()
    page.wait_for_url("**/bien-nhan")
    assert page.evaluate("window.release") == 2
    assert db.session.query(ServiceRequest).count() == 1


@pytest.mark.parametrize("where", ["**/phien.json", "**/phan-anh/moi"])
def test_the_queue_waits_as_long_as_it_is_told(phone, db, where):
    page = phone.write("Lúc máy chủ bận")
    busy = {"status": 503, "headers": {"Retry-After": "600"}, "body": "busy"}
    phone.context.route(where, lambda route: route.fulfill(**busy))
    phone.send()
    page.wait_for_url("**/cho-gui")
    expect(page.locator("[data-why]")).to_have_text(re.compile(r"Máy chủ đang bận: sau \d\d:\d\d"))
    phone.context.unroute(where)
    page.click("[data-queue-send]")
    page.evaluate("() => navigator.locks.request('queue', () => 0)")
    (item,) = page.evaluate(ITEMS % ("queue", "queue"))
    assert item["state"] == "kept"
    assert 500_000 < item["until"] - item["failed"] <= 600_000
    phone.alter(until=0)
    page.click("[data-queue-send]")
    expect(page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã LC-"))
    assert db.session.query(ServiceRequest).count() == 1


REFUSES = """() => { IDBFactory.prototype.open = () => {
  throw new DOMException('refused', 'InvalidStateError');
}; }"""


def test_a_shared_photo_that_cannot_be_kept_is_said_and_asked_for_in_the_form(phone):
    phone.worker.evaluate(REFUSES)
    with phone.page.expect_navigation():
        phone.page.evaluate(SHARE)
    expect(phone.page).to_have_url(re.compile(r"/phan-anh/moi#khong-giu$"))
    expect(phone.page.locator("[data-send-status]")).to_have_text(
        re.compile("Máy không giữ được ảnh vừa chia sẻ")
    )


def test_a_phone_that_refuses_to_keep_says_so_and_the_form_still_sends(phone, db):
    phone.page.add_init_script(f"({REFUSES})()")
    page = phone.write("Cửa sổ ẩn danh")
    expect(page.locator("[data-keeps]")).to_have_text(re.compile("chỉ có trên trang này"))
    phone.send()
    page.wait_for_url("**/bien-nhan")
    assert db.session.query(ServiceRequest).count() == 1
    page.goto("/cho-gui")
    expect(page.locator("[data-needs-worker]")).to_have_text(re.compile("không giữ lại được"))
