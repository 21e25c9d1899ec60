"""Sending the report form: nothing missing, once, and no word lost on the way."""

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import jpeg

pytestmark = pytest.mark.details


@pytest.fixture
def form(open_form):
    return open_form()


def ready(form):
    page = form.open()
    form.fill_in()
    page.fill("[name=description]", "Đèn đường không sáng")
    return page


def test_what_is_missing_is_said_before_anything_is_sent(form):
    page = form.open()
    page.click("[data-send]")
    expect(page.locator("[data-part=service] [data-missing]")).to_be_visible()
    expect(page.locator("[data-part=photos] [data-missing]")).to_be_visible()
    expect(page.locator("[data-part=place] [data-missing]")).to_be_visible()
    expect(page.locator("[name=service]").first).to_be_focused()
    assert form.sent == []


def test_what_was_missing_is_said_no_longer_once_it_is_there(form):
    page = form.open(options=[("9", "Phường Chín")])
    page.click("[data-send]")
    expect(page.locator("[data-part=place] [data-missing]")).to_be_visible()
    page.check("[name=service][value=road]", force=True)
    page.check("[name=place][value='9']")
    page.set_input_files(
        "input[name=photos] >> nth=0",
        {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": jpeg(160, 120)},
    )
    for part in ("service", "place", "photos"):
        expect(page.locator(f"[data-part={part}] [data-missing]")).to_be_hidden()
    assert form.sent == []


def test_words_alone_do_in_place_of_a_photo(form):
    page = ready(form)
    page.click("[data-send]")
    page.wait_for_url("**/trial-sent")
    assert len(form.sent) == 1


def test_f08_a_double_tap_sends_once(form):
    page = ready(form)
    page.evaluate(
        """() => {
          const button = document.querySelector('[data-send]');
          window.held = 0;
          document.addEventListener('submit', (event) => {
            if (event.defaultPrevented) window.held += 1;
            event.preventDefault();
          });
          button.click();
          button.click();
        }"""
    )
    assert page.evaluate("window.held") == 1
    assert page.locator("[data-send]").get_attribute("aria-disabled") == "true"


def test_without_a_network_the_page_stays_and_says_so(form):
    page = ready(form)
    page.context.set_offline(True)
    page.click("[data-send]")
    expect(page.locator("[data-send-status]")).not_to_be_empty()
    expect(page.locator("[name=description]")).to_have_value("Đèn đường không sáng")
    page.context.set_offline(False)
    page.click("[data-send]")
    page.wait_for_url("**/trial-sent")


def test_half_written_words_come_back_in_the_same_tab(form):
    page = form.open()
    page.fill("[name=description]", "nửa chừng")
    page.check("[name=service][value=electric]", force=True)
    page.reload()
    expect(page.locator("[name=description]")).to_have_value("nửa chừng")
    expect(page.locator("[name=service]:checked")).to_have_value("electric")
    expect(page.locator("[data-when-service]")).to_be_visible()


def test_a_draft_does_not_cover_what_the_server_gave_back(form):
    page = form.open()
    page.fill("[name=description]", "cũ")
    form.open(refused=True, words="từ máy chủ")
    expect(page.locator("[name=description]")).to_have_value("từ máy chủ")


def test_a_part_for_some_services_appears_with_them(form):
    page = form.open()
    expect(page.locator("[data-when-service]")).to_be_hidden()
    page.check("[name=service][value=electric]", force=True)
    expect(page.locator("[data-when-service]")).to_be_visible()
    page.check("[name=service][value=road]", force=True)
    expect(page.locator("[data-when-service]")).to_be_hidden()


def test_axe_finds_nothing_wrong_in_either_scheme(open_form, axe):
    page = open_form().open(staged=[("t", None)], options=[("1", "Phường Một")], chosen="1")
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, "color-contrast") == []


def test_a_form_put_into_the_page_later_is_started_too(form):
    page = ready(form)
    page.evaluate(
        """() => {
          const old = document.querySelector('form[data-report]');
          const fresh = old.cloneNode(true);
          old.replaceWith(fresh);
          document.dispatchEvent(new CustomEvent('htmx:after:swap'));
        }"""
    )
    page.fill("[name=description]", "")
    page.click("[data-send]")
    expect(page.locator("[data-part=photos] [data-missing]")).to_be_visible()
    assert form.sent == []
