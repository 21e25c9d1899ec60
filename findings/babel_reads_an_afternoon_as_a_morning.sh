#!/bin/sh
# Babel 2.18.0 (Python 3.11) writes a quarter past two in the afternoon in Vietnamese with a
# twelve-hour pattern as "2:15 CH" (chiều), and reads its own words back as a quarter past two at
# night, without an error: when reading, it knows the English "pm" alone, whatever the locale.
# Vietnamese sheets with twelve-hour times (SA, CH) are read so too.
#
# Seen:
#   vi 2:15 CH -> 02:15:00
#   en 2:15 PM -> 14:15:00
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check Babel==2.18.0
"$folder/venv/bin/python" - <<'PY'
import sys
from datetime import time

from babel.dates import format_time, parse_time

seen = []
for locale in ("vi", "en"):
    said = format_time(time(14, 15), "h:mm a", locale=locale)
    seen.append((said, str(parse_time(said, locale=locale))))
    print(locale, said, "->", seen[-1][1])
sys.exit(0 if seen == [("2:15 CH", "02:15:00"), ("2:15 PM", "14:15:00")] else 1)
PY
