#!/bin/sh
# rcssmin 1.3.0 (Python 3.11) takes what stands in @container and @layer for declarations, not for
# rules: a space before a colon goes. ".list :is(td, th)", the cells in a list, becomes
# ".list:is(td,th)", a list that is a cell: another selector, which matches nothing, and nobody is
# told. In @media and @supports, and outside of any, the space stays.
#
# Seen (the same rule inside each):
#   @media (min-width:9rem){.list :is(td,th){color:red}}
#   @supports (color:red){.list :is(td,th){color:red}}
#   @container (min-width:9rem){.list:is(td,th){color:red}}
#   @layer base{.list:is(td,th){color:red}}
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check rcssmin==1.3.0
"$folder/venv/bin/python" - <<'PY'
import sys

from rcssmin import cssmin

AROUND = ("@media (min-width: 9rem)", "@supports (color: red)",
          "@container (min-width: 9rem)", "@layer base")
kept = []
for around in AROUND:
    small = cssmin(around + " { .list :is(td, th) { color: red } }")
    kept.append(".list :is(" in small)
    print(small)
sys.exit(0 if kept == [True, True, False, False] else 1)
PY
