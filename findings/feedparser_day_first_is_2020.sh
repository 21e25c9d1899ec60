#!/bin/sh
# feedparser 6.0.14 (Python 3.11) reads <pubDate>20-11-2026 07:30</pubDate>, a usual way of
# writing 20 November 2026, as 20 November 2020, midnight, and reports nothing (bozo is False).
# It takes the first two digits for a year, the next for month and day, and drops the rest.
# With slashes, 20/11/2026 07:30, it gives no date at all, which a program can notice.
#
# Seen:
#   20-11-2026 07:30 -> 2020-11-20 00:00 bozo False
#   19-11-2026 08:30 -> 2019-11-20 00:00 bozo False
#   20/11/2026 07:30 -> None bozo False
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check feedparser==6.0.14
"$folder/venv/bin/python" - <<'PY'
import sys

import feedparser

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>
<link>https://news.example/</link><item><title>a</title><link>https://news.example/a</link>
<pubDate>%s</pubDate></item></channel></rss>"""


def seen(text):
    parsed = feedparser.parse((FEED % text).encode())
    moment = parsed.entries[0].get("published_parsed")
    said = "%04d-%02d-%02d %02d:%02d" % tuple(moment[:5]) if moment else None
    print(f"{text} -> {said} bozo {bool(parsed.bozo)}")
    return said, bool(parsed.bozo)


found = [seen(text) for text in ("20-11-2026 07:30", "19-11-2026 08:30", "20/11/2026 07:30")]
sys.exit(0 if found[0] == ("2020-11-20 00:00", False) and found[2] == (None, False) else 1)
PY
