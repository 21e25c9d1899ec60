"""The front page and lists as only a browser shows them."""

import re

from playwright.sync_api import expect

from app.core import clock
from app.news import notices
from app.service_requests import life
from tests.browser.conftest import DESK, PHONE
from tests.factories import news
from tests.factories import service_requests as make
from tests.factories.places import make_commune


def test_a_warning_that_was_read_is_one_line_below_until_it_says_more(open_page, settle, db):
    alert = news.alert(make_commune("Ven Sông"), level=3)
    settle()
    phone = open_page(**PHONE)
    phone.goto("/phan-anh/moi")
    warning = phone.locator("[data-notice]")
    expect(warning).to_be_visible()
    whole = warning.bounding_box()
    form = phone.locator("form[data-report]").bounding_box()
    assert whole["y"] < form["y"]
    warning.tap()
    expect(phone.locator("[data-reads]")).to_be_visible()
    phone.goto("/phan-anh/moi")
    read = warning.bounding_box()
    assert 48 <= read["height"] < 52
    assert read["y"] > phone.locator("form[data-report]").bounding_box()["y"]
    phone.goto("/")
    tiles, main = phone.locator(".tiles").bounding_box(), warning.bounding_box()
    assert main["y"] > tiles["y"]
    assert 48 <= main["height"] < 52
    alert.update("Nước dâng nhanh", alert.ends_at, 3, news.actor_of(alert.agency), clock.now())
    notices.forget()
    settle()
    phone.goto("/")
    expect(warning).not_to_have_class(re.compile("read"))


def test_on_a_wide_screen_a_report_opens_beside_its_list(open_page, settle, axe, db):
    reports = [make.service_request(life.ACCEPTED) for _ in range(3)]
    settle()
    desk = open_page(**DESK)
    desk.goto("/phan-anh")
    desk.locator(f"#service-request-{reports[0].code}").click()
    chosen = desk.locator(f"#service-request-{reports[0].code}")
    expect(chosen).to_have_attribute("aria-current", "true")
    beside, main = chosen.bounding_box(), desk.locator("main").bounding_box()
    assert beside["x"] + beside["width"] <= main["x"]
    tabs = desk.locator("body > .nav").bounding_box()
    assert tabs["x"] + tabs["width"] <= beside["x"]
    assert axe(desk) == []


def test_the_front_page_holds_at_every_width_with_large_text(open_page, settle, axe, db):
    make.service_request(life.ACCEPTED)
    news.alert(make_commune("Ven Sông"), level=3)
    settle()
    page = open_page()
    for width in (320, 360, 899, 900, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        page.goto("/")
        for text in ("normal", "large"):
            page.evaluate("(text) => { document.documentElement.dataset.text = text; }", text)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, text)
        for tool in page.locator(".tools a").all():
            box = tool.bounding_box()
            assert min(box["width"], box["height"]) >= 48
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, "color-contrast") == []
