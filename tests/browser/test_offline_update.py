"""A new release while a phone is without a signal: offered, never forced, nothing lost."""

import shutil

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.core import assets
from app.core.application import Application
from app.factory import create_app
from app.service_requests.models import ServiceRequest
from tests.factories import places
from tests.factories import service_requests as make

pytestmark = pytest.mark.details

STYLE, SCRIPT = "\n.released { color: red }", "\nwindow.released = 1;"
CHANGED = {"css/app.css": STYLE, "js/app.js": SCRIPT, "js/form.js": SCRIPT, "js/queue.js": SCRIPT}
LINKED = """() => document.querySelector('script[src*="/app."]').getAttribute('src')"""


@pytest.fixture
def release(app, live_server, tmp_path, monkeypatch):
    """`release()`: the server runs new code from now on, with other style and scripts."""

    def put_in_place() -> None:
        sources = tmp_path / "static"
        shutil.copytree(assets.SOURCES, sources, ignore=shutil.ignore_patterns("build"))
        for name in CHANGED:
            mark = (
                "\n.released { color: red }" if name.endswith("css") else "\nwindow.released = 1;"
            )
            with (sources / name).open("a", encoding="utf-8") as file:
                file.write(mark)
        shutil.copytree(assets.BUILD, tmp_path / "build")
        monkeypatch.setattr(assets, "SOURCES", sources)
        monkeypatch.setattr(assets, "BUILD", tmp_path / "build")
        # Addresses of the files are folded into templates: none compiled before is shared.
        monkeypatch.setattr(Application, "jinja_options", {})
        fresh = create_app(app.config["SETTINGS"], testing=True)
        monkeypatch.setattr(app, "wsgi_app", fresh)

    return put_in_place


def test_a_release_meets_a_phone_with_something_waiting_and_something_half_written(
    queue_phone, release, db, settle, media_folder
):
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    settle()
    phone = queue_phone()
    phone.ready()
    phone.offline()
    phone.write("Viết xong lúc mất sóng")
    phone.send()
    phone.page.wait_for_url("**/cho-gui")
    page = phone.write("Viết dở lúc có bản mới")
    old = page.evaluate(LINKED)
    release()

    phone.offline(False)
    page.evaluate("() => navigator.serviceWorker.ready.then((it) => it.update()).then(() => 0)")
    expect(page.locator("[data-update]")).to_be_visible()
    expect(page.locator("[name=description]")).to_have_value("Viết dở lúc có bản mới")
    phone.drafted("Viết dở lúc có bản mới")
    with page.expect_navigation():
        page.click("[data-update]")
    expect(page.locator("[name=description]")).to_have_value("Viết dở lúc có bản mới")
    expect(page.locator("[data-update]")).to_be_hidden()
    assert page.evaluate(LINKED) != old
    assert page.evaluate("window.released") == 1

    phone.send()
    page.wait_for_url("**/bien-nhan")
    assert [item["state"] for item in phone.kept()] == ["sent", "sent"]
    rows = db.session.scalars(select(ServiceRequest).order_by(ServiceRequest.id)).all()
    assert [row.description for row in rows] == ["Viết xong lúc mất sóng", "Viết dở lúc có bản mới"]
    phone.offline()
    page.goto("/phan-anh/moi")
    assert page.evaluate("window.released") == 1
