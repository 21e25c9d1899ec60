#!/bin/sh
# ics 0.7.3 (Python 3.11) writes a calendar that names no scale with CALSCALE:GEORGIAN. The only
# scale of RFC 5545 (3.7.1) is GREGORIAN, which is also what counts where nothing is said; a reader
# that keeps to the standard may refuse the file or leave it aside. Nothing in the input says so.
# In the same step a task that is due on a day becomes due at a moment: DUE;VALUE=DATE:20261204
# comes back as DUE:20261204T000000Z, which in Viet Nam is seven in the morning of that day and in
# America the day before; a day of an event stays a day.
#
# Seen, of what it wrote:
#   CALSCALE:GEORGIAN
#   DTSTART;VALUE=DATE:20261202
#   DUE:20261204T000000Z
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check ics==0.7.3
"$folder/venv/bin/python" - <<'PY'
import sys

from ics import Calendar

LINES = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Deadlines//VI
BEGIN:VEVENT
UID:one@example.org
DTSTAMP:20261129T010000Z
DTSTART;VALUE=DATE:20261202
SUMMARY:Hạn trả lời
END:VEVENT
BEGIN:VTODO
UID:two@example.org
DTSTAMP:20261129T010000Z
DUE;VALUE=DATE:20261204
SUMMARY:Báo cáo tháng
END:VTODO
END:VCALENDAR
"""
written = Calendar(LINES.replace("\n", "\r\n")).serialize().splitlines()
found = [line for line in written if line.startswith(("CALSCALE", "DTSTART", "DUE"))]
for line in found:
    print(line)
expected = ["CALSCALE:GEORGIAN", "DTSTART;VALUE=DATE:20261202", "DUE:20261204T000000Z"]
sys.exit(0 if sorted(found) == sorted(expected) else 1)
PY
