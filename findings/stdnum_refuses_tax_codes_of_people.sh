#!/bin/sh
# python-stdnum 2.2 (Python 3.11): stdnum.vn.mst knows tax codes of 10 digits, and of 13 with a
# branch. Since 1 July 2025 the tax code of a person, a household and a household business in
# Viet Nam is the twelve digits of the personal identity number (Law on Tax Administration
# 38/2019/QH14, article 35; Circular 86/2024/TT-BTC, article 5). These are refused for their
# length, so a form that checks tax codes with it turns away every seller who is no company. The
# numbers below are of the right form and belong to nobody: there is no province 00, and no
# serial of zeros.
#
# Seen:
#   0012345672 -> 0012345672
#   0012345672-001 -> 0012345672001
#   079200000000 -> InvalidLength
#   079300000000 -> InvalidLength
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check python-stdnum==2.2
"$folder/venv/bin/python" - <<'PY'
import sys

from stdnum.exceptions import ValidationError
from stdnum.vn import mst


def read(number: str) -> str:
    try:
        return mst.validate(number)
    except ValidationError as error:
        return type(error).__name__


expected = {
    "0012345672": "0012345672",
    "0012345672-001": "0012345672001",
    "079200000000": "InvalidLength",
    "079300000000": "InvalidLength",
}
found = {number: read(number) for number in expected}
for number, answer in found.items():
    print(number, "->", answer)
sys.exit(0 if found == expected else 1)
PY
