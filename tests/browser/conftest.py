"""Debian's chromium against the app on a local port.

`phone` and `desk` are pages at the two sizes that count; `open_page(...)` makes others (without
JavaScript, dark, large). A page that logs an error, breaks its CSP or misses a file fails the
test. The clock runs here, for pages as for the server. Before the page acts, call `settle()` when
the test has touched the database: it ends the test's own transaction, which on SQLite holds the
only write lock.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
)

from app.core.db import db as the_db
from tests import clocks
from tests.browser.devices import ANYWHERE, DESK, PHONE, program, started_with
from tests.browser.form_page import FormPage, Places
from tests.browser.queue_phone import BatteryPhone, QueuePhone
from tests.browser.server import served
from tests.factories import community

PATIENCE_MS = 10_000
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a browser time to start on a busy machine."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(180))


@pytest.fixture(scope="session")
def browsers(playwright_driver: Playwright) -> Iterator[Callable[[bool], Browser]]:
    """`browsers(whole)`: the one chromium of that kind for this worker, started when asked for."""
    started: dict[bool, Browser] = {}

    def of_kind(whole: bool) -> Browser:
        if program(whole=whole) is None:
            pytest.skip("no chromium on this machine: sudo apt-get install -y chromium")
        if whole not in started:
            started[whole] = playwright_driver.chromium.launch(**started_with(whole=whole))
        return started[whole]

    yield of_kind
    for each in started.values():
        each.close()


@pytest.fixture
def browser(request: pytest.FixtureRequest, browsers: Callable[[bool], Browser]) -> Browser:
    """This worker's chromium; the one with windows for a test marked `notifications`."""
    return browsers(request.node.get_closest_marker("notifications") is not None)


@pytest.fixture
def live_server(app: Flask, csrf: None) -> Iterator[str]:
    """The address of the running app, with CSRF checks on."""
    with served(app) as url:
        yield url


@pytest.fixture
def settle(app: Flask) -> Callable[[], None]:
    """Commit what the test added and let go of the database."""

    def end() -> None:
        the_db.session.commit()
        the_db.session.expire_all()

    return end


class Complaints:
    """What pages said was wrong: errors in the console, uncaught exceptions, missing files."""

    def __init__(self) -> None:
        """Begin with none; `expected` holds pieces of text that are no failure."""
        self.heard: list[str] = []
        self.expected: list[str] = []

    def listen(self, context: BrowserContext) -> None:
        """Hear every page of `context`."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.heard.append(f"uncaught: {error.error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "") if message.location else ""
            self.heard.append(f"{message.text} ({where})")

    def unexpected(self) -> list[str]:
        """What was heard and not expected."""
        return [text for text in self.heard if not any(each in text for each in self.expected)]


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """`complaints.expected.append("422")` allows what a test provokes."""
    heard = Complaints()
    yield heard
    assert not heard.unexpected(), heard.unexpected()


@pytest.fixture
def open_page(
    browser: Browser, live_server: str, complaints: Complaints
) -> Iterator[Callable[..., Page]]:
    """`open_page(**PHONE, java_script_enabled=False)`: a page of a new visitor.

    It has no service worker, whose coming fetches a dozen pages; `service_workers="allow"`.
    """
    contexts: list[BrowserContext] = []
    usual = {**ANYWHERE, "base_url": live_server, "service_workers": "block"}

    def make(**options: Any) -> Page:
        context = browser.new_context(**{**usual, **options})
        context.add_init_script(clocks.script())
        context.set_default_timeout(PATIENCE_MS)
        complaints.listen(context)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A small Android phone, 360 × 640, with touch."""
    return open_page(**PHONE)


@pytest.fixture
def desk(open_page: Callable[..., Page]) -> Page:
    """An office screen, 1280 × 800."""
    return open_page(**DESK)


@pytest.fixture
def sign_in(login_as: Callable[..., Any], live_server: str) -> Callable[..., None]:
    """`sign_in(page, user)`: the page's browser belongs to that person from now on."""

    def enter(page: Page, user: Any, **how: Any) -> None:
        cookie = login_as(user, **how).get_cookie("phien")
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server}])

    return enter


@pytest.fixture
def open_form(app: Flask, open_page: Callable[..., Page]) -> Callable[..., FormPage]:
    """`open_form(**options)`: the report form's macros and script on a page of their own."""

    def make(**options: Any) -> FormPage:
        page = open_page(**{**PHONE, "service_workers": "block", **options})
        return FormPage(app, page, Places())

    return make


@pytest.fixture
def queue_phone(browser: Browser, live_server: str) -> Iterator[Callable[[], QueuePhone]]:
    """`queue_phone()`: a phone with a profile of its own, in the browser that all share."""
    made: list[QueuePhone] = []

    def make() -> QueuePhone:
        made.append(QueuePhone(browser, live_server))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def helper_phone(
    settle: Callable[[], None],
    media_folder: Path,
    queue_phone: Callable[[], QueuePhone],
    sign_in: Callable[..., None],
) -> Callable[..., QueuePhone]:
    """`helper_phone({"name": …}, …)`: a helper's, with their area open: these people stand there.

    ``script``: run before every page's own.
    """

    def opened(*people: dict[str, str], script: str = "") -> QueuePhone:
        team = community.team()
        area = community.area(team, "Ngõ 12")
        for each in people:
            community.person(team, area, **each)
        member, code = community.member(team, area).user, area.code
        settle()
        phone = queue_phone()
        if script:
            phone.page.add_init_script(script)
        sign_in(phone.page, member)
        phone.ready("/to-cong-nghe")
        phone.page.goto(f"/to-cong-nghe/khu/{code}")
        return phone

    return opened


@pytest.fixture
def battery_phone(
    browser: Browser, playwright_driver: Playwright, tmp_path: Path, live_server: str
) -> Iterator[BatteryPhone]:
    """A phone that can be killed and started again with all it kept."""
    phone = BatteryPhone(playwright_driver, tmp_path / "phone", live_server)
    yield phone
    phone.close()


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """`axe(page)`: what axe-core finds wrong, a line each; `axe(page, "color-contrast")`: by that.

    In another scheme only colours differ: `page.emulate_media(color_scheme="dark")` and look again.
    """
    source = AXE.read_text(encoding="utf-8")

    def look(page: Page, *rules: str) -> list[str]:
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(source)
        found: list[str] = page.evaluate(LOOK, list(rules))
        return found

    return look


LOOK = """async (rules) => {
  const only = rules.length ? { runOnly: { type: 'rule', values: rules } } : {};
  document.getAnimations().forEach((each) => each.finish());
  const { violations } = await axe.run({ resultTypes: ['violations'], ...only });
  const line = (rule) => (node) => rule.id + ': ' + node.html.slice(0, 120);
  return violations.flatMap((rule) => rule.nodes.map(line(rule)));
}"""
