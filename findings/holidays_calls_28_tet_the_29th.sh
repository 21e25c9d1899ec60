#!/bin/sh
# holidays 0.109 (Python 3.11) calls the second day off before the lunar New Year "29 Tết" in every
# year. The last lunar month has 29 days in some years and 30 in others; where it has 29, that day
# is the 28th, and the one after it, New Year's Eve, is the 29th. The dates themselves are right:
# only who prints the name, on an office's notice for one, prints another day of the calendar.
# The lunar months are counted from the new moons of ephem 4.2.1, in Viet Nam's time (UTC+7).
#
# Seen (day, what holidays calls it, which day of the last lunar month it is):
#   2024-02-08 29 Tết 29
#   2025-01-27 29 Tết 28
#   2027-02-04 29 Tết 28
#   2028-01-24 29 Tết 28
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check holidays==0.109 ephem==4.2.1
"$folder/venv/bin/python" - <<'PY'
import sys
from datetime import timedelta

import ephem
import holidays

VIETNAM = timedelta(hours=7)
found = {}
for day, name in sorted(holidays.VN(years=(2024, 2025, 2027, 2028), language="vi").items()):
    if name == "29 Tết":
        # The last new moon before that evening in Viet Nam began the month.
        moon = ephem.previous_new_moon(f"{day:%Y/%m/%d} 16:59:00").datetime() + VIETNAM
        found[str(day)] = (day - moon.date()).days + 1
        print(day, name, found[str(day)])
expected = {"2024-02-08": 29, "2025-01-27": 28, "2027-02-04": 28, "2028-01-24": 28}
sys.exit(0 if found == expected else 1)
PY
