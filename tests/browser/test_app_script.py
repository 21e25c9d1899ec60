"""The few things every page's script does."""

from collections.abc import Callable

import pytest
from flask import Flask, render_template_string
from playwright.sync_api import Page, Route, expect

from app.core.security import CSP
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.details

PAGE = """{% extends "layouts/error.html" %}{% block main %}<h1>Page</h1>
<form data-seen hidden method="post" action="/trial-seen"><input name="csrf_token" value="t"></form>
<form data-sign-out method="post" action="/trial-out"><button id="out">Out</button></form>
<form data-once method="post" action="/trial-once"><button id="once">Once</button></form>
<button type="button" data-copy="LC-1" data-text-done="Done" hidden>Copy</button>
<button type="button" data-share="/x" data-title="LC-1" hidden>Share</button>
{% if receipt %}<p data-draft-done="report">Sent</p>{% endif %}{% endblock %}
{% block scripts %}<script defer src="{{ asset('sign-out.js') }}"></script>{% endblock %}"""


@pytest.fixture
def small(app: Flask, open_page: Callable[..., Page]):
    """`small(**values)`: the page above; `small.posted` collects what it sends."""

    def make(**values: object) -> Page:
        page = open_page(**PHONE, permissions=["clipboard-write"])
        with app.test_request_context("/trial"):
            html = render_template_string(PAGE, **values)
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": CSP}
        page.route("**/trial", lambda route: route.fulfill(body=html, headers=headers))
        page.route("**/trial-*", receive)
        page.goto("/offline")
        page.evaluate(KEEP)
        page.goto("/trial")
        return page

    def receive(route: Route) -> None:
        make.posted.append(route.request.url.rsplit("/", 1)[1])  # type: ignore[attr-defined]
        route.fulfill(status=204)

    make.posted = []  # type: ignore[attr-defined]
    return make


def test_an_answer_in_front_of_somebody_is_marked_as_read_once(small):
    with small().expect_request_finished(lambda request: "trial-seen" in request.url) as _seen:
        pass
    assert small.posted == ["trial-seen"]


KEEP = """() => window.phone.table('drafts', (all) => all.put({ key: 'g report', fields: [] }))"""
KEPT = """() => window.phone.table('drafts', (all) => all.count())"""


def _comes_to(page: Page, wanted: int) -> None:
    for _turn in range(100):
        if page.evaluate(KEPT) == wanted:
            return
        page.wait_for_timeout(20)
    assert page.evaluate(KEPT) == wanted


def test_a_receipt_forgets_the_draft(small):
    assert small().evaluate(KEPT) == 1
    _comes_to(small(receipt=True), 0)


def test_s33_signing_out_forgets_every_draft(small):
    page = small()
    with page.expect_request("**/trial-out"):
        page.click("#out")
    _comes_to(page, 0)


def test_a_form_that_is_sent_once_ignores_the_second_tap(small):
    page = small()
    page.evaluate(
        "() => { const tap = document.querySelector('#once'); tap.click(); tap.click(); }"
    )
    expect(page.locator("h1")).to_have_text("Page")
    assert small.posted.count("trial-once") == 1


def test_a_code_can_be_copied(small):
    page = small()
    page.click("[data-copy]")
    expect(page.locator("[data-copy]")).to_have_text("Done")


def test_sharing_is_offered_only_where_the_phone_can(small):
    page = small()
    has_sharing = page.evaluate("'share' in navigator")
    assert page.locator("[data-share]").is_visible() == has_sharing
