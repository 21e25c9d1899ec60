"""The place in the report form: found by the phone, confirmed, corrected by a search."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.form_page import place

pytestmark = pytest.mark.details

HERE = {"latitude": 21.7, "longitude": 104.87, "accuracy": 12}


@pytest.fixture
def located(open_form):
    """`located(accuracy)`: the form on a phone that already allows its place to be read."""

    def make(accuracy: float = 12):
        return open_form(permissions=["geolocation"], geolocation={**HERE, "accuracy": accuracy})

    return make


def chosen(page) -> list[str]:
    return page.eval_on_selector_all("[name=place]:checked", "found => found.map(e => e.value)")


def test_where_it_is_allowed_the_place_is_found_without_a_tap(located):
    form = located()
    page = form.open()
    expect(page.locator("[name=place]:checked")).to_have_value("1")
    expect(page.locator("[data-where-status]")).to_have_text(re.compile(r"\b12\b.*\. \w"))
    assert page.input_value("[name=lat]") == "21.700000"
    assert page.input_value("[name=accuracy]") == "12"


def test_where_it_is_not_yet_allowed_nothing_is_asked_before_the_tap(open_form):
    form = open_form()
    form.page.add_init_script(
        "navigator.geolocation.getCurrentPosition = () => { window.asked = true; };"
    )
    page = form.open()
    page.evaluate("() => navigator.permissions.query({ name: 'geolocation' })")
    assert page.evaluate("window.asked") is None
    page.click("[data-where-locate]")
    assert page.evaluate("window.asked") is True


def test_over_100_metres_the_commune_must_be_confirmed(located):
    page = located(250).open()
    expect(page.locator("[name=place]")).to_have_count(2)
    assert chosen(page) == []
    page.click("label:has-text('Xã Hai')")
    assert chosen(page) == ["2"]


def test_where_the_server_is_not_certain_nothing_is_chosen(located):
    form = located()
    form.places.near["certain"] = False
    page = form.open(options=[("9", "Phường Chín")], chosen="9")
    expect(page.locator("[name=place]")).to_have_count(3)
    assert chosen(page) == []


def test_outside_the_province_the_server_s_sentence_is_shown_and_no_point_sent(located):
    form = located()
    form.places.near = {"inside": False, "certain": False, "places": [], "message": "Elsewhere"}
    page = form.open()
    expect(page.locator("[data-where-status]")).to_have_text("Elsewhere")
    assert page.input_value("[name=lat]") == ""


def test_a_search_offers_communes_and_a_choice_outlives_the_next_search(open_form):
    form = open_form()
    page = form.open()
    page.fill("[data-where-query]", "ba")
    page.click("label:has([name=place][value='3'])")
    form.places.found = [place("4", "Xã Bốn"), place("3", "Xã Ba")]
    page.fill("[data-where-query]", "bon")
    expect(page.locator("[name=place]")).to_have_count(2)
    assert chosen(page) == ["3"]


def test_the_only_one_found_is_chosen_until_another_is(open_form):
    form = open_form()
    page = form.open()
    form.places.found = [place("4", "Xã Bốn")]
    page.fill("[data-where-query]", "bon")
    expect(page.locator("[name=place]:checked")).to_have_value("4")
    form.places.found = [place("5", "Xã Năm"), place("6", "Xã Năm Mươi")]
    page.fill("[data-where-query]", "nam")
    expect(page.locator("[name=place]")).to_have_count(2)
    assert chosen(page) == []


COMPOSE = """([text, done]) => {
  const field = document.querySelector('[data-where-query]');
  const event = { bubbles: true, isComposing: !done, data: text.split(' ').pop() };
  field.value = text;
  field.dispatchEvent(new InputEvent('input', event));
  if (done) field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
}"""


@pytest.mark.parametrize("half", ["yên", "duow", "duowng", "Phường taan", "hoaf", "đ"])
def test_nothing_is_searched_in_the_middle_of_a_telex_syllable(open_form, half):
    form = open_form()
    form.page.clock.install()
    page = form.open()
    page.evaluate(COMPOSE, [half, False])
    page.clock.run_for(5_000)
    assert form.places.asked == []
    page.evaluate(COMPOSE, ["yên", True])
    page.clock.run_for(1_000)
    expect(page.locator("[name=place]")).to_have_count(1)
    assert [path for path in form.places.asked if "?q=" in path] == form.places.asked[:1]


@pytest.mark.parametrize("whole", ["yen", "Phường tan", "ba"])
def test_plain_letters_that_a_phone_s_keyboard_composes_are_searched_after_a_pause(
    open_form, whole
):
    form = open_form()
    form.page.clock.install()
    page = form.open()
    page.evaluate(COMPOSE, [whole, False])
    page.clock.run_for(400)
    assert form.places.asked == []
    page.clock.run_for(600)
    expect(page.locator("[name=place]")).to_have_count(1)
    assert [path for path in form.places.asked if "?q=" in path] == form.places.asked[:1]


def test_enter_in_the_search_searches_and_does_not_send(open_form):
    form = open_form()
    page = form.open()
    page.fill("[data-where-query]", "ba")
    page.press("[data-where-query]", "Enter")
    expect(page.locator("[name=place]")).to_have_count(1)
    assert form.sent == []


def test_the_button_beside_the_search_searches_in_place(open_form):
    form = open_form()
    page = form.open()
    page.fill("[data-where-query]", "ba")
    page.click("[data-where-find]")
    expect(page.locator("[name=place]")).to_have_count(1)
    assert form.sent == []


def test_an_unknown_name_is_said(open_form):
    form = open_form()
    form.places.found = []
    page = form.open()
    page.fill("[data-where-query]", "khong co")
    expect(page.locator("[data-where-status]")).not_to_be_empty()


def test_villages_are_offered_for_the_commune_that_was_chosen(open_form):
    form = open_form()
    form.places.villages = [place("301", "Thôn Một"), place("302", "Thôn Hai")]
    page = form.open(options=[("3", "Xã Ba")])
    expect(page.locator("[data-where-village]")).to_be_hidden()
    page.click("label:has-text('Xã Ba')")
    expect(page.locator("[data-where-village]")).to_be_visible()
    page.select_option("[name=village]", "302")
    assert page.input_value("[name=village]") == "302"


def test_a_phone_that_refuses_points_to_the_search(open_form):
    form = open_form()
    form.page.add_init_script(
        """navigator.geolocation.getCurrentPosition = (found, lost) =>
        lost({ code: 1, PERMISSION_DENIED: 1 });"""
    )
    page = form.open()
    page.click("[data-where-locate]")
    words = page.locator("[data-where]").get_attribute("data-text-denied")
    expect(page.locator("[data-where-status]")).to_have_text(words)
