#!/bin/sh
# WeasyPrint 70.0 (Python 3.11; needs Pango): an <svg> that stands in the page is drawn as a picture of
# its own. Rules of the page's style sheet that match its parts do not reach them, nor does what the
# svg element itself would hand down (color for currentColor, fill, a custom property), as it does in
# every browser since HTML5: a chart whose colours stand in the page's CSS comes out black, without a
# warning in the log. The same rules in a <style> inside the <svg> hold.
#
# Seen (the colour in the middle of a bar that should be red):
#   rule of the page:        (0, 0, 0)
#   color of the svg:        (0, 0, 0)
#   fill of the svg:         (0, 0, 0)
#   property of the root:    (0, 0, 0)
#   rule inside the svg:     (255, 0, 0)
#   a div, for comparison:   (255, 0, 0)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check weasyprint==70.0 pypdfium2==5.15.2
"$folder/venv/bin/python" - <<'PY'
import sys

import pypdfium2
import weasyprint

PAGE = "<style>@page { size: 200px 200px; margin: 0 } body { margin: 0 } %s</style>%s"
BAR = '<svg width="100" height="100">%s<rect class="bar" width="100" height="100" %s/></svg>'
RED = ".bar { fill: #ff0000 }"
CASES = {
    "rule of the page": (RED, BAR % ("", "")),
    "color of the svg": ("svg { color: #ff0000 }", BAR % ("", 'fill="currentColor"')),
    "fill of the svg": ("svg { fill: #ff0000 }", BAR % ("", "")),
    "property of the root": (":root { --red: #ff0000 }", BAR % ("", 'style="fill: var(--red)"')),
    "rule inside the svg": ("", BAR % (f"<style>{RED}</style>", "")),
    "a div, for comparison": (
        "div { background: #ff0000; width: 100px; height: 100px }", "<div></div>",
    ),
}


def middle(style: str, body: str) -> tuple[int, ...]:
    pdf = weasyprint.HTML(string=PAGE % (style, body)).write_pdf()
    return pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().getpixel((30, 30))


found = {name: middle(*case) for name, case in CASES.items()}
for name, colour in found.items():
    print(f"{name + ':':24} {colour}")
BLACK, SEEN_RED = (0, 0, 0), (255, 0, 0)
sys.exit(0 if list(found.values()) == [BLACK] * 4 + [SEEN_RED] * 2 else 1)
PY
