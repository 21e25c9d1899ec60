#!/bin/sh
# vietnam-number 1.0.6 (Python 3.11), which turns spoken Vietnamese numbers into figures, leaves out
# the words that it does not know and reckons with the rest, without an error: "nửa triệu" (half a
# million) is a million, "ba phẩy năm" (3.5) is 35, "một vạn" (ten thousand) is one, and "âm năm"
# (minus five) is five. The same half at the other end ("một triệu rưỡi") is right.
# Who takes an amount, a meter's reading or a temperature from speech through it writes down another
# number.
#
# Seen (said, made of it):
#   một triệu rưỡi 1500000
#   nửa triệu 1000000
#   ba phẩy năm 35
#   một vạn 1
#   âm năm 5
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check vietnam-number==1.0.6
"$folder/venv/bin/python" - <<'PY'
import sys

from vietnam_number import w2n

expected = {
    "một triệu rưỡi": 1_500_000,
    "nửa triệu": 1_000_000,
    "ba phẩy năm": 35,
    "một vạn": 1,
    "âm năm": 5,
}
found = {said: w2n(said) for said in expected}
for said, number in found.items():
    print(said, number)
sys.exit(0 if found == expected else 1)
PY
