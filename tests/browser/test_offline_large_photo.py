"""Photos that a small phone could choke on."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import jpeg, sideways, text_as_jpeg

pytestmark = pytest.mark.details


@pytest.fixture
def form(open_form):
    return open_form()


def some(picture: bytes) -> dict:
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": picture}


def test_fifty_megapixels_become_a_small_photo(form):
    page = form.open()
    page.set_input_files("[data-photos] input[multiple]", some(jpeg(8192, 6144)))
    expect(page.locator(".photo canvas")).to_have_count(1, timeout=60_000)
    (photo,) = form.photos()
    assert (photo["width"], photo["height"], photo["type"]) == (1280, 960, "image/webp")
    assert photo["size"] < 300_000


def test_a_large_one_taken_sideways_is_turned_upright(form):
    page = form.open()
    page.set_input_files("[data-photos] input[capture]", some(sideways(6000, 4000)))
    expect(page.locator(".photo canvas")).to_have_count(1, timeout=60_000)
    (photo,) = form.photos()
    assert (photo["width"], photo["height"]) == (853, 1280)


def test_one_that_cannot_be_made_smaller_goes_as_it_is_and_its_size_is_told(form):
    page = form.open()
    page.set_input_files("[data-photos] input[multiple]", some(text_as_jpeg() * 1000))
    expect(page.locator("[data-photos-status]")).to_have_text(re.compile(r"ảnh gốc, 1,8 MB"))


def test_one_of_which_the_phone_runs_out_of_memory_goes_as_it_is(form):
    form.page.add_init_script(
        "window.createImageBitmap = () => Promise.reject(new DOMException('no memory'));"
    )
    page = form.open()
    page.set_input_files("[data-photos] input[multiple]", some(jpeg(6000, 4000)))
    expect(page.locator("[data-photos-status]")).to_have_text(re.compile("ảnh gốc"))
    (size,) = [photo["size"] for photo in page.evaluate(SIZES)]
    assert size > 300_000


SIZES = """() => new FormData(document.querySelector('form[data-report]')).getAll('photos')
  .filter((file) => file.size).map((file) => ({ size: file.size }))"""
