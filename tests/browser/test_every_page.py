"""axe on every page of the URL map that a citizen can open, and room for a thumb on each.

Both languages, both sizes of text, three widths and both schemes: axe is asked everything once
for each language and size, and by what else can change (colours in the dark, what scrolls and how
large a target is at each width).
"""

from typing import Any

import pytest
from flask import Flask

from tests import budgets
from tests.browser.every_page import addresses, cookie, look, walk
from tests.posts.walk import Walk

__all__ = ["walk"]
USUAL = {"bills.index", "bills.pay", "market.basket", "service_requests.show"}
"""What is looked at in every run, by its first reader, in Vietnamese and at the usual size."""


@pytest.mark.details
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", ["", "large"])
def test_every_page_is_open_to_all(
    app: Flask, walk: Walk, open_page: Any, live_server: str, settle: Any, axe: Any,
    language: str, size: str,
) -> None:  # fmt: skip
    pages = addresses(app, walk)
    assert {endpoint for _role, endpoint, _url in pages} >= USUAL
    settle()
    wrong = look(pages, walk, open_page, live_server, axe, f"{language}.{size}..")
    assert wrong == {}


@pytest.mark.details
def test_every_page_fits_into_its_bytes(app: Flask, walk: Walk) -> None:
    """Whatever a room lists for the budgets: no page of the URL map is left out."""
    heavy, sizes = {}, {}
    for role, _endpoint, url in addresses(app, walk, readers=1):
        visitor = app.test_client(use_cookies=False)
        html = visitor.get(url, headers={"Cookie": cookie(walk, role)}).get_data(as_text=True)
        files = {*budgets.styles(html), *budgets.scripts(html)} - sizes.keys()
        for each in files:
            answer = visitor.get(each, headers={"Accept-Encoding": "br"})
            sizes[each] = len(answer.get_data())
        whole = budgets.compressed(html) + sum(sizes[each] for each in budgets.styles(html))
        scripts = sum(sizes[each] for each in budgets.scripts(html))
        if whole > budgets.HTML_AND_CSS or scripts > budgets.SCRIPTS:
            heavy[url] = (whole, scripts)
    assert heavy == {}


def test_the_pages_used_most_are_open_to_all(
    app: Flask, walk: Walk, open_page: Any, live_server: str, settle: Any, axe: Any
) -> None:
    pages = addresses(app, walk, readers=1, only=USUAL)
    assert {endpoint for _role, endpoint, _url in pages} == USUAL
    settle()
    assert look(pages, walk, open_page, live_server, axe, "vi...") == {}
