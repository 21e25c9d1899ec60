#!/bin/sh
# dateparser 1.5.0 (Python 3.11), language "vi": the time of day as Viet Nam writes it ("14 giờ 30",
# half past two in the afternoon) is read as "14 hours ago", since "giờ" is the word for hour as well
# as for o'clock. The minutes are dropped, and so is a date that stands right beside it: of "14 giờ
# 30 ngày 5/12/2026" nothing is left but fourteen hours before now. Without the time the same date is
# read rightly, and so is "14:30". Nothing says that words were left out. With PREFER_DATES_FROM set
# to the future it is fourteen hours from now.
# Who reads the hour of a meeting, a power cut or a visit from a Vietnamese notice or sheet gets a
# moment that nobody wrote.
#
# Seen, on 30 November 2026 at 09:00:
#   14:30                          2026-11-30 14:30
#   14 giờ 30                      2026-11-29 19:00
#   ngày 5/12/2026                 2026-12-05 00:00
#   14 giờ 30 ngày 5/12/2026       2026-11-29 19:00
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check dateparser==1.5.0
"$folder/venv/bin/python" - <<'PY'
import sys
from datetime import datetime

import dateparser

expected = {
    "14:30": "2026-11-30 14:30",
    "14 giờ 30": "2026-11-29 19:00",
    "ngày 5/12/2026": "2026-12-05 00:00",
    "14 giờ 30 ngày 5/12/2026": "2026-11-29 19:00",
}
now = {"RELATIVE_BASE": datetime(2026, 11, 30, 9, 0)}
found = {}
for words in expected:
    read = dateparser.parse(words, languages=["vi"], settings=now)
    found[words] = f"{read:%Y-%m-%d %H:%M}" if read else "not read"
    print(f"{words:30} {found[words]}")
sys.exit(0 if found == expected else 1)
PY
