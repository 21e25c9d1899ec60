"""What a page may weigh and ask of the database; tests/<room>/pages.py lists a room's pages.

PAGES = [Page("the list", lambda rows: make_reports(rows) or "/phan-anh")]
"""

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli

HTML_AND_CSS = 14_600
"""Bytes, compressed: what fits into the first window of a connection."""
FORM_HTML_AND_CSS = 10_000
FORM_SCRIPT = 8_000
STYLE = 6_000
SCRIPTS = 16_000
SERVICE_WORKER = 3_000
STATEMENTS = 12
PROXY_QUALITY = 5
"""Brotli's level for pages made on the spot, as proxies use it; files are made at 11."""

TESTS = Path(__file__).parent
STYLESHEET = re.compile(r"<link[^>]+rel=\"stylesheet\"[^>]+href=\"([^\"]+)\"")
SCRIPT = re.compile(r"<script[^>]+src=\"([^\"]+)\"")


@dataclass(frozen=True)
class Page:
    """One page: `make(rows)` adds that many rows of what it shows and gives its address.

    `who()` gives the user who looks; None is a visitor who is not signed in. A page that shows
    no rows ignores the number.
    """

    name: str
    make: Callable[[int], str]
    who: Callable[[], Any] | None = None
    html_and_css: int = HTML_AND_CSS
    scripts: int = SCRIPTS
    statements: int = STATEMENTS


def all_pages() -> list[Page]:
    """The pages of every room."""
    found = []
    for path in sorted(TESTS.glob("*/pages.py")):
        found += importlib.import_module(f"tests.{path.parent.name}.pages").PAGES
    return found


def compressed(text: str | bytes) -> int:
    """Bytes of a page as a proxy would send it."""
    content = text.encode() if isinstance(text, str) else text
    return len(brotli.compress(content, quality=PROXY_QUALITY))


def styles(html: str) -> list[str]:
    """The addresses of a page's style sheets."""
    return STYLESHEET.findall(html)


def scripts(html: str) -> list[str]:
    """The addresses of a page's scripts."""
    return SCRIPT.findall(html)
