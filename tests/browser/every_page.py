"""Every page of the URL map that somebody can open, by whom, and what is wrong with its looks."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

import pytest
from flask import Flask, url_for
from playwright.sync_api import Page

from tests.architecture.matrix_table import LINES
from tests.architecture.test_matrix import WITHOUT_A_VIEW, _is_among, line_of
from tests.browser.conftest import PHONE
from tests.client import Apart
from tests.posts.walk import Walk, with_hosts

CITIZENS = ("sender", "guest", "seller", "citizen")
OFFICIALS = (
    "handler", "lead", "operator", "overseer", "receptionist", "administrator", "branch_admin",
    "clerk", "other_clerk", "market", "counter", "writer", "editor", "duty", "protector",
    "village_head", "next_head", "village_office",
)  # fmt: skip
"""Of each, the first that may open a page look at it."""
NO_PAGES = {"bills.qr", "market.order_qr"}
ADDED = {"market.basket": "?them={product}&so=2", "market.stall": "?so-tien=45"}
AT_EACH_WIDTH = ("scrollable-region-focusable", "target-size")

SMALL = """() => {
  const seen = (it) => it.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const around = 'p, li, dd, td, small, span, h1, h2, h3';
  const inline = (it) => {  // a link among words has the line's height
    const words = it.matches('a, button.link') && it.parentNode.closest(around);
    return words && it.parentNode.textContent.trim() !== it.textContent.trim();
  };
  const target = (it) => it.matches('input') ? it.closest('label') || it : it;
  const acts = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  return [...document.querySelectorAll(acts)]
    .filter((it) => !it.matches('.skip, :has(img)') && !inline(it)).map(target).filter(seen)
    .map((it) => [it.getBoundingClientRect(), it])
    .filter(([box]) => box.width > 1 && box.height && Math.min(box.width, box.height) < 47.5)
    .map(([box, it]) => `${Math.round(box.width)}×${Math.round(box.height)}: `
      + it.outerHTML.slice(0, 90));
}"""
WIDE = "() => document.scrollingElement.scrollWidth - innerWidth"
UNFOLD = "() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
Seen = tuple[str, str, str]
"""A role, an endpoint, an address."""


@pytest.fixture
def walk(app: Flask, filled: Any, media_folder: Any, monkeypatch: Any, complaints: Any) -> Walk:
    """One of everything, to be looked at."""
    complaints.expected.append("404")  # its photos have no files
    with_hosts(app, monkeypatch)
    made = Walk(app, filled)
    made.afresh()
    made.close()
    return made


def addresses(
    app: Flask, walk: Walk, readers: int = 2, only: Any = None, roles: Sequence[str] = CITIZENS
) -> list[Seen]:
    """Give every page that these can open, by whom, as it answers without a browser."""
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        asked = rule.endpoint in only if only else rule.endpoint not in {*WITHOUT_A_VIEW, *NO_PAGES}
        if "GET" in (rule.methods or ()) and asked and not rule.rule.startswith("/static"):
            found += list(islice(_opened(app, walk, rule, roles), readers))
    return found


def _opened(app: Flask, walk: Walk, rule: Any, roles: Sequence[str]) -> Iterator[Seen]:
    lines, things = LINES.get(line_of(app, rule), {}), walk.known["things"]
    known = [thing for thing in lines if rule.arguments <= set(things[thing])]
    for role in roles:
        mine = [each for each in known if _is_among(lines[each].acts, role, role != "guest")]
        if mine:
            with app.test_request_context("/"):
                names = {name: things[mine[0]][name] for name in rule.arguments}
                url = url_for(rule.endpoint, **names)
            if _is_a_page(app, walk, role, url):
                more = ADDED.get(rule.endpoint, "").format(product=things["product"]["code"])
                yield role, rule.endpoint, url + more


def _is_a_page(app: Flask, walk: Walk, role: str, url: str) -> bool:
    # Not the visitor that all tests share: a piece of a page, made for a script, is none of it.
    answer = Apart(app, use_cookies=False).get(url, headers={"Cookie": cookie(walk, role)})
    is_html = answer.status_code == 200 and answer.mimetype == "text/html"
    return is_html and "<!doctype html>" in answer.text


def cookie(walk: Walk, role: str) -> str:
    """Give the cookie of the role's session."""
    token = walk.known["tokens"].get(role)
    kept = {"_user_id": token, "_fresh": True} if token else {}
    serializer: Any = walk.app.session_interface.get_signing_serializer(walk.app)  # type: ignore[attr-defined]
    return f"{walk.app.config['SESSION_COOKIE_NAME']}={serializer.dumps(kept)}"


def look(
    pages: list[Seen],
    walk: Walk,
    open_page: Callable[..., Page],
    server: str,
    axe: Any,
    chosen: str,
    widths: Sequence[int] = (320, 360, 1280),
    thumbs: bool = True,
) -> dict[str, list[str]]:
    """Give what is wrong with each page, by its address and who looked.

    Without ``thumbs`` a target may be as small as WCAG has it: lists of the desk are dense.
    """
    shown: dict[str, Page] = {}
    wrong: dict[str, list[str]] = {}
    for role, _endpoint, url in pages:
        if role not in shown:
            shown[role] = open_page(**PHONE)
            name, _, value = cookie(walk, role).partition("=")
            shown[role].context.add_cookies(
                [
                    {"name": n, "value": v, "url": server}
                    for n, v in ((name, value), ("chon", chosen))
                ]
            )
        page = shown[role]
        page.set_viewport_size({"width": 360, "height": 640})
        page.emulate_media(color_scheme="light")
        page.goto(url, wait_until="domcontentloaded")
        page.evaluate(UNFOLD)
        found = axe(page)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 640})
            found += [f"{width}: {each}" for each in axe(page, *AT_EACH_WIDTH)]
            found += [f"{width}: wider than the screen"] * (page.evaluate(WIDE) > 0)
            if thumbs and width < 1280:
                found += [f"{width}: small: {each}" for each in page.evaluate(SMALL)]
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {each}" for each in axe(page, "color-contrast")]
        if found:
            wrong[f"{url} by {role}"] = sorted(set(found))
    return wrong
