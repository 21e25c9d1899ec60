"""Photos in the report form: scaled on the phone, shown, removed, never more than four."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import jpeg, sideways, text_as_jpeg

pytestmark = pytest.mark.details

WEBP = {"type": "image/webp", "width": 1280, "height": 960}


def some(picture: bytes, name: str = "IMG_1.jpg") -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture}


@pytest.fixture
def form(open_form):
    return open_form()


def test_a_photo_is_scaled_to_1280_and_sent_as_webp(form):
    page = form.open()
    page.set_input_files("[data-photos] input[multiple]", some(jpeg(4000, 3000)))
    expect(page.locator("[data-photos-status]")).to_have_text(re.compile("1"))
    expect(page.locator(".photo canvas")).to_have_count(1)
    (photo,) = form.photos()
    assert {key: photo[key] for key in WEBP} == WEBP
    assert photo["size"] < 300_000


def test_a_photo_taken_sideways_is_turned_upright(form):
    page = form.open()
    page.set_input_files("[data-photos] input[capture]", some(sideways(3000, 2000)))
    expect(page.locator(".photo canvas")).to_have_count(1)
    (photo,) = form.photos()
    assert (photo["width"], photo["height"]) == (853, 1280)


def test_photos_of_both_fields_add_up_and_stop_at_four(form):
    page = form.open()
    page.set_input_files("[data-photos] input[capture]", some(jpeg(1600, 1200)))
    page.set_input_files("[data-photos] input[multiple]", [some(jpeg(1600, 1200))] * 2)
    expect(page.locator(".photo canvas")).to_have_count(3)
    expect(page.locator("[data-photos-add]").first).to_be_visible()
    page.set_input_files("[data-photos] input[multiple]", [some(jpeg(1600, 1200))] * 3)
    expect(page.locator(".photo canvas")).to_have_count(4)
    expect(page.locator("[data-photos-add]").first).to_be_hidden()
    assert len(form.photos()) == 4


def test_a_photo_can_be_removed(form):
    page = form.open()
    page.set_input_files("[data-photos] input[multiple]", [some(jpeg(1600, 1200))] * 2)
    expect(page.locator(".photo canvas")).to_have_count(2)
    page.locator(".photo button").first.click()
    expect(page.locator(".photo")).to_have_count(1)
    assert len(form.photos()) == 1
    assert page.locator(".photo button").get_attribute("aria-label")


def test_what_cannot_be_decoded_is_sent_as_it_is(form):
    page = form.open()
    original = text_as_jpeg()
    page.set_input_files("[data-photos] input[multiple]", some(original, "note.jpg"))
    expect(page.locator(".photo > svg")).to_have_count(1)
    form.fill_in()
    assert [(photo["name"], photo["size"]) for photo in form.photos()] == [
        ("note.jpg", len(original))
    ]


def test_a_small_photo_is_not_made_larger(form):
    page = form.open()
    page.set_input_files("[data-photos] input[multiple]", some(jpeg(300, 200)))
    expect(page.locator(".photo canvas")).to_have_count(1)
    assert [(photo["width"], photo["height"]) for photo in form.photos()] == [(300, 200)]


def test_without_webp_in_the_canvas_a_jpeg_is_sent(form):
    form.page.add_init_script(
        """const write = HTMLCanvasElement.prototype.toBlob;
        HTMLCanvasElement.prototype.toBlob = function (done, type, quality) {
          return write.call(this, done, type === 'image/webp' ? 'image/png' : type, quality);
        };"""
    )
    page = form.open()
    page.set_input_files("[data-photos] input[multiple]", some(jpeg(4000, 3000)))
    expect(page.locator(".photo canvas")).to_have_count(1)
    assert [photo["type"] for photo in form.photos()] == ["image/jpeg"]


def test_staged_photos_count_until_they_are_marked_for_removal(form):
    page = form.open(staged=[(f"token{number}", None) for number in range(4)])
    expect(page.locator("[data-photos-add]").first).to_be_hidden()
    page.check("[name=remove_photo][value=token0]")
    expect(page.locator("[data-photos-add]").first).to_be_visible()


def test_sending_waits_until_the_photos_are_ready(form):
    form.page.add_init_script(
        """HTMLFormElement.prototype.submit = function () {
          window.types = new FormData(this).getAll('photos').map((file) => file.type);
        };"""
    )
    page = form.open()
    form.fill_in()
    page.set_input_files("[data-photos] input[multiple]", [some(jpeg(4000, 3000))] * 3)
    page.click("[data-send]")
    expect(page.locator("[data-send]")).to_have_attribute("aria-disabled", "true")
    expect(page.locator(".photo canvas")).to_have_count(3)
    assert page.evaluate("window.types").count("image/webp") == 3
    assert form.sent == []


def test_without_script_the_file_fields_are_there_to_use(open_form):
    form = open_form(java_script_enabled=False)
    page = form.open()
    for field in page.locator("[data-photos] input[type=file]").all():
        expect(field).to_be_visible()
    expect(page.locator("[data-where-locate]")).to_be_hidden()
    expect(page.locator("[data-when-service]")).to_be_visible()


def test_a_file_is_read_when_it_is_chosen_and_may_change_afterwards(form, tmp_path):
    page = form.open()
    file = tmp_path / "note.jpg"
    file.write_bytes(text_as_jpeg())
    page.set_input_files("[data-photos] input[multiple]", file)
    expect(page.locator(".photo > svg")).to_have_count(1)
    expect(page.locator("[data-photos-status]")).to_contain_text("MB")
    file.write_bytes(b"another picture altogether")
    form.fill_in()
    with page.expect_request("**/trial-sent") as asked:
        page.click("[data-send]")
    assert text_as_jpeg() in asked.value.post_data_buffer


def test_what_can_no_longer_be_read_has_its_own_sentence_and_the_others_stay(form):
    form.page.add_init_script(
        """const read = Blob.prototype.arrayBuffer;
        Blob.prototype.arrayBuffer = function () {
          return this.name === 'gone.jpg'
            ? Promise.reject(new DOMException('changed', 'NotReadableError')) : read.call(this);
        };"""
    )
    page = form.open()
    page.set_input_files(
        "[data-photos] input[multiple]", [some(jpeg(300, 200), "gone.jpg"), some(jpeg(300, 200))]
    )
    expect(page.locator(".photo canvas")).to_have_count(1)
    expect(page.locator(".photo")).to_have_count(1)
    expect(page.locator("[data-photos-status]")).to_have_text(
        re.compile("không đọc được nữa.*Đã có 1 ảnh")
    )
    assert len(form.photos()) == 1


def test_where_what_makes_photos_smaller_does_not_come_they_go_as_they_are(form, complaints):
    complaints.expected.append("shrink")
    form.page.route("**/shrink.*.js", lambda route: route.abort())
    page = form.open()
    original = jpeg(1600, 1200)
    page.set_input_files("[data-photos] input[multiple]", [some(original)] * 2)
    expect(page.locator("[data-photos-status]")).to_contain_text("MB")
    assert [photo["size"] for photo in form.photos()] == [len(original)] * 2
    form.fill_in()
    with page.expect_request("**/trial-sent") as asked:
        page.click("[data-send]")
    assert asked.value.post_data_buffer.count(original) == 2


def test_a_network_that_hangs_holds_no_photo_up(form):
    form.page.clock.install()
    form.page.route("**/shrink.*.js", lambda route: None)
    page = form.open()
    page.set_input_files("[data-photos] input[multiple]", some(jpeg(1600, 1200)))
    expect(page.locator("[data-photos-status]")).to_contain_text("nhỏ")
    page.clock.run_for(25_000)
    expect(page.locator("[data-photos-status]")).to_contain_text("MB")
    assert len(form.photos()) == 1
