"""Sets pages of HTML as PDF: JSON on standard input and on output, PDFs as base64.

Run by core/typesetting as a process of its own, which may use so much memory and time and no
more; nothing else imports it. What it sets is ours, and it fetches nothing: neither picture,
style nor file.
"""

import base64
import json
import resource
import sys
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

NOTHING = URLFetcher(allowed_protocols=frozenset())


def main() -> None:
    """Read ``{"memory_mb", "cpu_seconds", "css", "pages"}`` and write a list of as many PDFs."""
    order = json.load(sys.stdin)
    # Before the limits: fonts that cannot be read for want of memory would be left out of the
    # list that fontconfig keeps for every program of this account.
    fonts = FontConfiguration()
    _limit(resource.RLIMIT_AS, order["memory_mb"] * 1024 * 1024)
    _limit(resource.RLIMIT_CPU, order["cpu_seconds"])
    sheet = weasyprint.CSS(string=order["css"], url_fetcher=NOTHING)
    pdfs = [_set(page, sheet, fonts) for page in order["pages"]]
    json.dump([base64.b64encode(pdf).decode() for pdf in pdfs], sys.stdout)


def _set(page: str, sheet: Any, fonts: FontConfiguration) -> bytes:
    html = weasyprint.HTML(string=page, url_fetcher=NOTHING)
    written: bytes = html.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")
    return written


def _limit(which: int, value: int) -> None:
    _soft, hard = resource.getrlimit(which)
    lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (lowest, lowest))


if __name__ == "__main__":
    main()
