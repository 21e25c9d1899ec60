#!/bin/sh
# num2words 0.5.14 (Python 3.11), language "vi": numbers below zero and fractions become other
# numbers, without an error. The text is split at the point and the two parts are read as whole
# numbers of their own: a zero after the point is lost, and the minus sign counts as a ten.
# Whole numbers lack the hundred that is read out where it is zero: 1010 is "một nghìn không trăm
# mười", and 2026 "hai nghìn không trăm hai mươi sáu". Ordinals are the plain numbers: the first
# and the fourth are "nhất" and "tư".
# Who has a balance, a temperature or a share of 0.05 read out in Vietnamese says a wrong figure.
#
# Seen (asked, said):
#   -5 mười lăm                     (fifteen)
#   0.05 không phẩy năm             (0.5)
#   1.5 một phẩy năm mươi           (1.50)
#   12.05 mười hai phẩy năm         (12.5)
#   1010 một nghìn lẻ mười
#   4, ordinal: bốn
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check num2words==0.5.14
"$folder/venv/bin/python" - <<'PY'
import sys

from num2words import num2words

expected = {
    -5: "mười lăm",
    0.05: "không phẩy năm",
    0.5: "không phẩy năm mươi",
    1.5: "một phẩy năm mươi",
    12.05: "mười hai phẩy năm",
    1010: "một nghìn lẻ mười",
}
found = {number: num2words(number, lang="vi") for number in expected}
for number, said in found.items():
    print(number, said)
ordinal = num2words(4, lang="vi", to="ordinal")
print("4, ordinal:", ordinal)
sys.exit(0 if found == expected and ordinal == "bốn" else 1)
PY
