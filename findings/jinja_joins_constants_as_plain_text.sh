#!/bin/sh
# Jinja2 3.1.6 (MarkupSafe 3.0.3, Python 3.11), autoescape on: `a ~ b` keeps what is marked safe when
# one side is a variable, and loses it when both are constants, since constants are joined while the
# template is compiled, as plain text. The same line shows a tag or its letters, depending on whether
# a value is written in the template; optimized=False changes nothing. Who moves a constant out of a
# template, or folds sentences into one, changes its HTML.
#
# Seen:
#   constant, optimized: &lt;b&gt;&amp;
#   variable, optimized: <b>&amp;
#   constant, not optimized: &lt;b&gt;&amp;
#   variable, not optimized: <b>&amp;
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check Jinja2==3.1.6 MarkupSafe==3.0.3
"$folder/venv/bin/python" - <<'PY'
import sys

import jinja2

seen = []
for name, optimized in (("optimized", True), ("not optimized", False)):
    environment = jinja2.Environment(autoescape=True, optimized=optimized)
    constant = environment.from_string('{{ ("<b>"|safe) ~ "&" }}').render()
    variable = environment.from_string('{{ (x|safe) ~ "&" }}').render(x="<b>")
    print(f"constant, {name}: {constant}")
    print(f"variable, {name}: {variable}")
    seen += [constant, variable]
sys.exit(seen != ["&lt;b&gt;&amp;", "<b>&amp;"] * 2)
PY
