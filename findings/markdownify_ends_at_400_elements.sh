#!/bin/sh
# markdownify 1.2.3 (beautifulsoup4 4.15.0, Python 3.11) walks the tree by recursion, several calls
# an element: HTML with 400 elements inside each other raises RecursionError, though BeautifulSoup
# has parsed it and browsers show it. Who converts HTML from elsewhere must expect it.
#
# Seen:
#   200 inside each other: 'x'
#   400 inside each other: RecursionError
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check markdownify==1.2.3 beautifulsoup4==4.15.0
"$folder/venv/bin/python" - <<'PY'
import sys

from markdownify import markdownify

failed = False
for depth in (200, 400):
    try:
        said = repr(markdownify("<div>" * depth + "x").strip())
    except RecursionError:
        said, failed = "RecursionError", True
    print(f"{depth} inside each other: {said}")
sys.exit(not failed)
PY
