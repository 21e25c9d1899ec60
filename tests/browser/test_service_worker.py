"""The service worker in a real browser: shows what is pushed once, keeps only public things."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.details

MESSAGE = {
    "id": "m1",
    "tag": "r-1",
    "title": "LC-7K3M-9QXF",
    "body": "Có trả lời",
    "url": "/thong-bao",
    "lang": "vi",
}
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const shown = await registration.getNotifications();
  return shown.map((each) => ({ title: each.title, body: each.body, tag: each.tag,
    url: each.data.url, lang: each.lang, rings: each.renotify }));
}"""


class Pushed:
    """A page whose service worker receives messages through the DevTools protocol."""

    def __init__(self, page: Page) -> None:
        """Wait until the worker is there."""
        self.page, self.ids = page, []
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self.devtools.send("ServiceWorker.enable")
        page.goto("/offline")
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")

    def _note(self, event: dict[str, Any]) -> None:
        self.ids += [each["registrationId"] for each in event["registrations"]]

    def deliver(self, **changes: Any) -> None:
        """Let the worker receive MESSAGE with `changes`, or `raw` text."""
        raw = changes.pop("raw", None)
        text = raw if raw is not None else json.dumps({**MESSAGE, **changes})
        origin = self.page.evaluate("location.origin")
        self.devtools.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": origin, "registrationId": self.ids[-1], "data": text},
        )

    def shown(self, count: int) -> list[dict[str, Any]]:
        """What is on the lock screen, once `count` are."""
        self.page.evaluate(
            """async (count) => {
              const registration = await navigator.serviceWorker.ready;
              for (let turn = 0; turn < 400; turn += 1) {
                if ((await registration.getNotifications()).length === count) return;
                await new Promise((resolve) => setTimeout(resolve, 50));
              }
            }""",
            count,
        )
        found: list[dict[str, Any]] = self.page.evaluate(SHOWN)
        return found


@pytest.fixture
def pushed(open_page: Callable[..., Page]) -> Pushed:
    asked = {"permissions": ["notifications", "geolocation"], "service_workers": "allow"}
    return Pushed(open_page(**PHONE, **asked))


@pytest.mark.notifications
def test_a_pushed_message_is_shown(pushed):
    pushed.deliver()
    assert pushed.shown(1) == [
        {key: MESSAGE[key] for key in ("title", "body", "tag", "url", "lang")} | {"rings": True}
    ]


@pytest.mark.notifications
def test_f02_a_message_delivered_twice_is_seen_once(pushed):
    pushed.deliver()
    pushed.shown(1)
    pushed.page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.ready;
          (await registration.getNotifications()).forEach((each) => each.close());
        }"""
    )
    pushed.deliver()
    pushed.deliver(id="m2", tag="r-2", title="next")
    assert [each["title"] for each in pushed.shown(1)] == ["next"]


@pytest.mark.notifications
def test_the_newer_about_one_thing_takes_the_older_one_s_place(pushed):
    pushed.deliver()
    pushed.deliver(id="m2", body="Đã xong", quiet=1)
    pushed.deliver(id="m3", tag="r-2")
    shown = {each["body"]: each["rings"] for each in pushed.shown(2)}
    assert shown == {"Có trả lời": True, "Đã xong": False}


@pytest.mark.notifications
def test_a_message_that_is_no_json_still_shows_the_site_s_name(pushed, app):
    pushed.deliver(raw="nonsense")
    (shown,) = pushed.shown(1)
    assert shown["title"] == app.config["SETTINGS"].site_name
    assert shown["url"] == "/"


@pytest.mark.notifications
def test_a_page_closes_what_it_has_told(pushed):
    pushed.deliver()
    pushed.deliver(id="m2", tag="r-2")
    pushed.shown(2)
    pushed.page.evaluate(
        "navigator.serviceWorker.ready.then((it) => it.active.postMessage({ close: 'r-1' }))"
    )
    assert [each["tag"] for each in pushed.shown(1)] == ["r-2"]


def test_without_a_network_the_offline_page_stands_in(pushed, complaints):
    complaints.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to load resource"]
    pushed.page.reload()
    pushed.page.context.set_offline(True)
    pushed.page.goto("/phan-anh?page=never-seen")
    expect(pushed.page.locator('a[href="tel:114"]')).to_be_visible()


@pytest.mark.notifications
def test_s33_of_a_stranger_it_keeps_the_shell_public_pages_and_ids_alone(pushed):
    pushed.deliver()
    pushed.shown(1)
    pushed.page.goto("/")
    kept = pushed.page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            found.push(...(await cache.keys()).map((each) => new URL(each.url).pathname));
          }
          return found;
        }"""
    )
    parts = ("app", "home", "form", "shrink", "queue", "voice", "carried", "pin", "map")
    shell = {"/offline"} | {f"/static/{name}" for name in parts}
    public = {"/", "/khan-cap", "/cho-gui", "/phan-anh/moi", "/phan-anh/cua-toi", "/thong-bao"}
    public |= {"/dia-danh/mang-theo", "/danh-ba/cap-cuu"}
    assert {path.split(".")[0] for path in kept} - shell - public == {"/shown/m1"}


WORKER_ALONE = """async ([script, origin, data]) => {
  const listeners = {}, closed = [], opened = [];
  const self = {
    location: { origin: 'https://here.example' },
    addEventListener: (name, act) => { listeners[name] = act; },
    registration: { getNotifications: async () => [{ close: () => closed.push(1) }] },
    clients: { openWindow: async (url) => opened.push(url) },
  };
  new Function('self', script)(self);
  const waiting = [];
  const waitUntil = (promise) => waiting.push(promise);
  listeners.message({ origin, data, waitUntil });
  listeners.notificationclick({ waitUntil, notification: { close: () => 0, data } });
  await Promise.all(waiting);
  return { closed: closed.length, opened };
}"""


CHANGED = """async ([script, old, given]) => {
  const listeners = {}, sent = [], waiting = [];
  const made = { toJSON: () => ({ endpoint: 'https://push.example/new' }) };
  const self = {
    location: { origin: location.origin },
    addEventListener: (name, act) => { listeners[name] = act; },
    registration: { pushManager: {
      subscribe: async (options) => { sent.push(options); return made; },
    } },
  };
  const fetch = async (url, asked) => {
    const told = asked.method && JSON.parse(asked.body).endpoint;
    if (told) sent.push([url, told, asked.headers['X-CSRFToken']]);
    return new Response(JSON.stringify({ viewer: 'g1', csrf: 'token' }));
  };
  new Function('self', 'fetch', 'BroadcastChannel', script)(self, fetch, function () {});
  listeners.pushsubscriptionchange({
    oldSubscription: old && { options: { userVisibleOnly: true } },
    newSubscription: given && made, waitUntil: (promise) => waiting.push(promise),
  });
  await Promise.all(waiting);
  return sent;
}"""


@pytest.mark.parametrize(("old", "given"), [(True, False), (False, True), (True, True)])
def test_a_subscription_that_changed_is_told_to_the_server(open_page, client, old, given):
    script = client.get("/sw.js").get_data(as_text=True)
    page = open_page()
    page.goto("about:blank")
    sent = page.evaluate(CHANGED, [script, old, given])
    told = ["/thong-bao/dang-ky", "https://push.example/new", "token"]
    assert sent == [told] if given else sent == [{"userVisibleOnly": True}, told]


@pytest.fixture
def worker_alone(open_page, client):
    """The worker's script run by itself, so that a stranger can speak to it."""
    script = client.get("/sw.js").get_data(as_text=True)
    page = open_page()
    page.goto("about:blank")
    return lambda origin, data: page.evaluate(WORKER_ALONE, [script, origin, data])


def test_s34_a_message_from_another_origin_is_ignored(worker_alone):
    message = {"close": "r-1", "url": "/"}
    assert worker_alone("https://here.example", message)["closed"] == 1
    assert worker_alone("https://elsewhere.example", message)["closed"] == 0
    assert worker_alone("", message)["closed"] == 0


@pytest.mark.parametrize("url", ["https://evil.example/x", "//evil.example", "javascript:alert(1)"])
def test_s30_a_tap_opens_this_site_alone(worker_alone, url):
    found = worker_alone("https://here.example", {"url": url})
    assert found["opened"] == ["https://here.example/"]


def test_a_tap_opens_what_the_message_is_about(worker_alone):
    found = worker_alone("https://here.example", {"url": "/phan-anh/LC-1"})
    assert found["opened"] == ["https://here.example/phan-anh/LC-1"]
