"""Reading without a network: what was there, with its hour; what a push or a share brings."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pushes import deliver, tap
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

pytestmark = pytest.mark.details

SAVED = re.compile(r"Bản lưu lúc \d\d:\d\d, ")
AHEAD = ("/", "/khan-cap", "/phan-anh/cua-toi", "/thong-bao", "/phan-anh/moi", "/cho-gui")


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


def test_pages_kept_ahead_open_without_a_network_and_say_when_they_were_fetched(phone):
    phone.page.goto("/phan-anh/cua-toi")
    expect(phone.page.locator("[data-saved]")).to_be_hidden()
    phone.offline()
    for path in AHEAD:
        phone.page.goto(path)
        expect(phone.page.locator("[data-saved]"), path).to_have_text(SAVED)


def test_my_report_and_the_list_are_there_once_read_and_somebody_else_s_is_not(
    phone, person, settle
):
    mine = make.service_request("accepted", citizen=person)
    other = make.service_request("accepted")
    settle()
    for path in (f"/phan-anh/{mine.code}", f"/phan-anh/{other.code}", "/phan-anh"):
        phone.page.goto(path)
    phone.holds("/phan-anh")
    phone.offline()
    phone.page.goto(f"/phan-anh/{mine.code}")
    expect(phone.page.locator("[data-saved]")).to_have_text(SAVED)
    expect(phone.page.locator("ol.line li").first).to_be_visible()
    phone.page.goto("/phan-anh")
    expect(phone.page.locator("[data-saved]")).to_have_text(SAVED)
    phone.page.goto(f"/phan-anh/{other.code}")
    expect(phone.page.locator('a[href="tel:113"]')).to_be_visible()


@pytest.mark.notifications
def test_a_push_tapped_without_a_network_opens_the_copy_that_came_with_it(phone, person, settle):
    report = make.service_request("accepted", citizen=person)
    settle()
    path = f"/phan-anh/{report.code}"
    deliver(phone, id="1", tag="r", title="Có trả lời", body="b", url=path)
    phone.holds(path)
    phone.offline()
    phone.page.goto(tap(phone, "Có trả lời"))
    assert phone.page.url.endswith(path)
    expect(phone.page.locator("[data-saved]")).to_have_text(SAVED)
    expect(phone.page.locator("ol.line li").first).to_be_visible()


def test_a_slow_network_gives_way_to_the_saved_copy_after_three_seconds(phone):
    phone.context.route("**/khan-cap", lambda route: None)
    phone.page.goto("/khan-cap", timeout=6_000)
    expect(phone.page.locator("[data-saved]")).to_have_text(SAVED)


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


def test_chromium_finds_it_installable(battery_phone, db, settle):
    settle()
    page = battery_phone.ready(pages=0)
    devtools = battery_phone.context.new_cdp_session(page)
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    assert devtools.send("Page.getAppManifest")["errors"] == []
