"""Reading without a network: what was there, with its hour; and an app that updates when asked."""

import json
import re

import pytest
from playwright.sync_api import expect

from app.pwa.views import worker
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

SAVED = re.compile(r"Bản lưu lúc \d\d:\d\d, ")


@pytest.fixture
def person(db, settle, media_folder):
    made = make_user()
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    settle()
    return made


@pytest.fixture
def phone(queue_phone, person, sign_in):
    made = queue_phone()
    sign_in(made.page, person)
    made.ready()
    return made


@pytest.mark.parametrize(
    "path", ["/", "/khan-cap", "/phan-anh/cua-toi", "/thong-bao", "/phan-anh/moi"]
)
def test_a_page_kept_ahead_opens_without_a_network_and_says_when_it_was_fetched(phone, path):
    phone.offline()
    phone.page.goto(path)
    expect(phone.page.locator("[data-saved]")).to_have_text(SAVED)


def test_with_a_network_no_page_says_that_it_was_saved(phone):
    phone.page.goto("/phan-anh/cua-toi")
    expect(phone.page.locator("[data-saved]")).to_be_hidden()


def test_my_report_with_its_time_line_is_there_once_it_was_read(phone, person, settle):
    report = make.service_request("accepted", citizen=person)
    settle()
    phone.page.goto(f"/phan-anh/{report.code}")
    phone.page.goto("/phan-anh")
    phone.page.wait_for_timeout(300)
    phone.offline()
    phone.page.goto(f"/phan-anh/{report.code}")
    expect(phone.page.locator("[data-saved]")).to_have_text(SAVED)
    expect(phone.page.locator("ol.line li").first).to_be_visible()
    phone.page.goto("/phan-anh")
    expect(phone.page.locator("[data-saved]")).to_have_text(SAVED)


def test_somebody_else_s_report_is_not_kept(phone, settle):
    report = make.service_request("accepted")
    settle()
    phone.page.goto(f"/phan-anh/{report.code}")
    phone.page.wait_for_timeout(300)
    phone.offline()
    phone.page.goto(f"/phan-anh/{report.code}")
    expect(phone.page.locator('a[href="tel:113"]')).to_be_visible()


def test_a_push_saves_the_page_it_is_about_for_a_tap_without_a_network(phone, person, settle):
    report = make.service_request("accepted", citizen=person)
    settle()
    devtools, ids = phone.context.new_cdp_session(phone.page), []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: ids.extend(each["registrationId"] for each in event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    phone.page.wait_for_timeout(200)
    message = {"id": "1", "tag": "r", "title": "t", "body": "b", "url": f"/phan-anh/{report.code}"}
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": phone.base_url, "registrationId": ids[-1], "data": json.dumps(message)},
    )
    phone.page.wait_for_timeout(800)
    phone.offline()
    phone.page.goto(message["url"])
    expect(phone.page.locator("[data-saved]")).to_have_text(SAVED)


def test_a_slow_network_gives_way_to_the_saved_copy_after_three_seconds(phone):
    phone.page.goto("/khan-cap")
    phone.context.route("**/khan-cap", lambda route: None)
    phone.page.goto("/khan-cap", timeout=6_000)
    expect(phone.page.locator("[data-saved]")).to_have_text(SAVED)


def test_an_update_is_offered_and_loses_nothing_that_is_being_written(phone, monkeypatch):
    phone.write("Viết dở lúc có bản mới")
    monkeypatch.setattr(worker, "SHELL", ("app.css", "app.js", "form.js", "queue.js", "push.js"))
    phone.page.evaluate(
        "() => navigator.serviceWorker.ready.then((it) => it.update()).then(() => 0)"
    )
    expect(phone.page.locator("[data-update]")).to_be_visible()
    expect(phone.page.locator("[name=description]")).to_have_value("Viết dở lúc có bản mới")
    phone.page.wait_for_timeout(600)
    with phone.page.expect_navigation():
        phone.page.click("[data-update]")
    expect(phone.page.locator("[name=description]")).to_have_value("Viết dở lúc có bản mới")
    expect(phone.page.locator("[data-update]")).to_be_hidden()


def test_what_waited_under_the_old_version_is_sent_by_the_new(phone, monkeypatch):
    phone.offline()
    phone.write()
    phone.send()
    phone.page.wait_for_url("**/cho-gui")
    monkeypatch.setattr(worker, "SHELL", ("app.css", "app.js", "form.js", "queue.js", "push.js"))
    phone.offline(False)
    phone.page.goto("/cho-gui")
    expect(phone.page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã LC-"))


SHARE = """async () => {
  const form = document.createElement('form');
  form.method = 'post';
  form.enctype = 'multipart/form-data';
  form.action = '/chia-se';
  const canvas = document.createElement('canvas');
  canvas.width = 1600; canvas.height = 1200;
  canvas.getContext('2d').fillRect(10, 10, 900, 500);
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg'));
  const files = new DataTransfer();
  files.items.add(new File([blob], 'anh.jpg', { type: 'image/jpeg' }));
  const field = document.createElement('input');
  field.type = 'file'; field.name = 'photos'; field.files = files.files;
  form.append(field);
  document.body.append(form);
  form.submit();
}"""


def test_a_photo_shared_from_the_gallery_is_in_the_form(phone):
    with phone.page.expect_navigation():
        phone.page.evaluate(SHARE)
    expect(phone.page).to_have_url(re.compile(r"/phan-anh/moi#chia-se$"))
    expect(phone.page.locator(".photo canvas")).to_have_count(1)
    phone.page.goto("/phan-anh/moi")
    assert [draft["key"] for draft in phone.kept("drafts") if draft["key"] == "shared"] == []


def test_chromium_finds_it_installable(phone):
    devtools = phone.context.new_cdp_session(phone.page)
    phone.page.goto("/")
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
