"""“Nhắn cho tôi khi có trả lời”: asked after a tap, told to the server, said in words."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, render_template_string
from playwright.sync_api import Page, Route, expect

from app.core.keys import vapid_public_key
from app.core.security import CSP
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.details

PAGE = """{% extends "layouts/error.html" %}{% import "components/report.html" as report %}
{% block viewer %}<meta name="viewer" content="g">{% endblock %}
{% block main %}<h1>Receipt</h1>{{ report.push(key, "/trial-subscribe", "token", bound=bound) }}
{% endblock %}
{% block scripts %}<script defer src="{{ asset('push.js') }}"></script>{% endblock %}"""
PHONE_THAT_SAYS = """(answer) => {
  Notification.requestPermission = async () => { window.asked = true; return answer; };
  Object.defineProperty(Notification, 'permission', { get: () => window.permission || 'default' });
  const made = { endpoint: 'https://push.example/1', toJSON: () => ({
    endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } }) };
  const pushManager = {
    getSubscription: async () => window.present || null,
    subscribe: async (options) => {
      window.keyLength = options.applicationServerKey.length;
      return made;
    },
  };
  const worker = { ready: Promise.resolve({ pushManager }), register: async () => null };
  Object.defineProperty(navigator, 'serviceWorker', { value: worker });
}"""


class Receipt:
    """The receipt page with its button, and what the server is told."""

    def __init__(self, app: Flask, page: Page) -> None:
        """Answer 201 to a subscription unless `status` says otherwise."""
        self.app, self.page, self.status = app, page, 201
        self.told: list[dict[str, Any]] = []
        page.route("**/trial-subscribe", self._receive)

    def open(self, answer: str, *, before: str = "", bound: bool = False) -> Page:
        """Load it on a phone whose owner will say `answer`; `before` is script run first."""
        self.page.add_init_script(f"({PHONE_THAT_SAYS})({json.dumps(answer)});{before}")
        key = vapid_public_key(self.app.config["SETTINGS"].vapid_private_key)
        with self.app.test_request_context("/trial"):
            html = render_template_string(PAGE, key=key, bound=bound)
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": CSP}
        self.page.route("**/trial", lambda route: route.fulfill(body=html, headers=headers))
        self.page.goto("/trial")
        return self.page

    def says(self, name: str) -> None:
        """Wait until the section says the words called `name`."""
        words = self.page.locator("[data-push]").get_attribute(f"data-text-{name}")
        expect(self.page.locator("[data-push-state]")).to_have_text(words)

    def heard(self, times: int) -> None:
        """Wait until the server was told so often; nothing more comes unless it is due."""
        for _turn in range(100):
            if len(self.told) >= times:
                break
            self.page.wait_for_timeout(20)
        self.settled()

    def settled(self) -> None:
        """Wait until what the page does by itself is done: it remembers each try."""
        self.page.wait_for_load_state("networkidle")

    def _receive(self, route: Route) -> None:
        sent = route.request
        self.told.append({**json.loads(sent.post_data), "csrf": sent.headers["x-csrftoken"]})
        route.fulfill(status=self.status)


@pytest.fixture
def receipt(app: Flask, open_page: Callable[..., Page]) -> Receipt:
    return Receipt(app, open_page(**PHONE))


ASK = "[data-push-ask]"


def test_it_asks_after_a_tap_and_not_before(receipt):
    page = receipt.open("granted")
    expect(page.locator(ASK)).to_be_visible()
    assert page.evaluate("window.asked") is None
    page.click(ASK)
    receipt.says("on")
    assert page.evaluate("window.asked") is True
    assert page.evaluate("window.keyLength") == 65


def test_the_server_is_told_the_subscription_with_the_token(receipt):
    receipt.open("granted").click(ASK)
    receipt.says("on")
    assert receipt.told == [
        {
            "endpoint": "https://push.example/1",
            "keys": {"p256dh": "p", "auth": "a"},
            "csrf": "token",
        }
    ]


def test_a_no_is_taken_and_nothing_is_told(receipt):
    page = receipt.open("denied")
    page.click(ASK)
    receipt.says("denied")
    expect(page.locator(ASK)).to_be_hidden()
    assert receipt.told == []


def test_a_dialog_that_was_closed_may_be_opened_again(receipt):
    page = receipt.open("default")
    page.click(ASK)
    receipt.says("later")
    expect(page.locator(ASK)).to_be_enabled()


def test_a_server_that_refuses_is_said_and_can_be_tried_again(receipt, complaints):
    complaints.expected.append("503")
    receipt.status = 503
    page = receipt.open("granted")
    page.click(ASK)
    receipt.says("failed")
    receipt.status = 204
    page.click(ASK)
    receipt.says("on")


def test_a_browser_without_push_says_so(receipt):
    page = receipt.open("granted", before="delete window.PushManager;")
    receipt.says("unsupported")
    expect(page.locator(ASK)).to_be_hidden()


def test_an_earlier_yes_binds_nothing_new_without_a_tap(receipt):
    page = receipt.open("granted", before="window.permission = 'granted';")
    expect(page.locator(ASK)).to_be_visible()
    assert receipt.told == []


def test_what_is_bound_already_is_renewed_quietly(receipt):
    page = receipt.open("granted", before="window.permission = 'granted';", bound=True)
    receipt.says("on")
    assert len(receipt.told) == 1
    assert page.evaluate("window.asked") is None


def test_a_subscription_for_an_older_key_is_replaced(receipt):
    old = """window.present = { options: { applicationServerKey: new Uint8Array(65).buffer },
      unsubscribe: async () => { window.dropped = true; } };"""
    page = receipt.open("granted", before=old)
    page.click(ASK)
    receipt.says("on")
    assert page.evaluate("window.dropped") is True


AGAIN = """window.permission = 'granted';
if (!localStorage.push) localStorage.push = JSON.stringify(%s);"""
KNOWN = {"viewer": "g", "endpoint": "https://push.example/0", "url": "/trial-subscribe", "key": "k"}


@pytest.mark.parametrize(
    ("known", "times"),
    [
        (KNOWN, 1),
        ({**KNOWN, "viewer": "uSomebodyElse"}, 0),
        ({**KNOWN, "endpoint": "https://push.example/1", "at": 9e15}, 0),
        ({**KNOWN, "endpoint": "https://push.example/1", "at": 1}, 1),
        ({}, 0),
    ],
)
def test_a_subscription_the_server_may_not_know_is_bound_again_once_and_unasked(
    receipt, known, times
):
    present = """window.present = { endpoint: 'https://push.example/1', toJSON: () => ({
      endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } }) };"""
    page = receipt.open("granted", before=present + AGAIN % json.dumps(known))
    receipt.heard(times)
    for _visit in range(2):
        page.reload()
        receipt.settled()
    assert len(receipt.told) == times
    assert page.evaluate("window.asked") is None


def test_a_subscription_that_the_browser_dropped_is_made_again(receipt):
    page = receipt.open("granted", before=AGAIN % json.dumps(KNOWN))
    receipt.heard(1)
    assert receipt.told[0]["endpoint"] == "https://push.example/1"
    assert page.evaluate("JSON.parse(localStorage.push).endpoint") == "https://push.example/1"
