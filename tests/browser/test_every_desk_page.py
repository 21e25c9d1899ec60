"""axe on every page of the URL map that only officials open.

In Vietnamese, on a phone and a PC, light and dark. A new page comes in by itself: whatever one of
the officials may open and no citizen may.
"""

from typing import Any

import pytest
from flask import Flask

from tests.browser.every_page import OFFICIALS, Seen, addresses, look, walk
from tests.posts.walk import Walk

__all__ = ["walk"]
WIDTHS = (360, 1280)
OPENED = {"desk.index", "service_requests.lead", "service_requests.handle", "accounts.officials"}
"""Some of them, so that a walk that finds nothing is no good one."""


def of_officials(app: Flask, walk: Walk) -> list[Seen]:
    """Every page that an official can open and no citizen, by the first who may."""
    theirs = {endpoint for _, endpoint, _ in addresses(app, walk, readers=1)}
    pages = addresses(app, walk, readers=1, roles=OFFICIALS)
    return [page for page in pages if page[1] not in theirs]


@pytest.mark.details
@pytest.mark.timeout(1800)
def test_every_page_of_the_desk_is_open_to_all(
    app: Flask, walk: Walk, open_page: Any, live_server: str, settle: Any, axe: Any
) -> None:
    pages = of_officials(app, walk)
    assert {endpoint for _role, endpoint, _url in pages} >= OPENED
    settle()
    assert look(pages, walk, open_page, live_server, axe, "vi...", WIDTHS, thumbs=False) == {}
