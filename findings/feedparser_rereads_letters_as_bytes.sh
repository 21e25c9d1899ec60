#!/bin/sh
# feedparser 6.0.14 (Python 3.11) changes letters of a feed that is valid UTF-8 and says so.
# Where every character of an element's text is in Latin-1 and its Latin-1 bytes happen to be
# valid UTF-8, it decodes them once more. "Ã" and a no-break space are such a pair (C3 A0): the
# Vietnamese capital in "XÃ" (commune) becomes the small letter of another word, the space is
# lost, and nothing is reported (bozo is False). One further letter outside Latin-1 anywhere in
# the element, and it stays right: so it comes and goes from title to title.
#
# Seen:
#   'UBND X\xc3\xa0BAN MAI' -> 'UBND X\xe0BAN MAI' bozo False
#   'UBND X\xc3\xa0\u0110ONG' -> 'UBND X\xc3\xa0\u0110ONG' bozo False
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check feedparser==6.0.14
"$folder/venv/bin/python" - <<'PY'
import sys

import feedparser

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>
<link>https://news.example/</link><item><title>%s</title><link>https://news.example/a</link>
</item></channel></rss>"""


def seen(title):
    parsed = feedparser.parse((FEED % title).encode("utf-8"))
    print(f"{ascii(title)} -> {ascii(parsed.entries[0].title)} bozo {bool(parsed.bozo)}")
    return parsed.entries[0].title, bool(parsed.bozo)


changed = seen("UBND X\u00c3\u00a0BAN MAI")
kept = seen("UBND X\u00c3\u00a0\u0110ONG")
as_described = changed == ("UBND X\u00e0BAN MAI", False) and kept[0] == "UBND X\u00c3\u00a0\u0110ONG"
sys.exit(0 if as_described else 1)
PY
