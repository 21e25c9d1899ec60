"""A long line of a template is written in several: an indented line goes on with the one above.

Pages are sent to cheap phones, so no template is indented for its looks: where a line begins
with spaces, its beginning says nothing. Between two elements, or beside a tag of Jinja, nothing
is put in its place, else one space, as between two attributes:

    <p class="meta">{{ when }}</p>
      <a class="btn quiet"
        href="{{ url_for('home.index') }}">{{ _("Home") }}</a>

becomes one line. What stands inside a tag of Jinja may be broken anyway.
"""

import re

TAG = re.compile(r"({{.*?}}|{%.*?%}|{#.*?#})", re.DOTALL)
INDENTED = re.compile(r"\n +(?=\S|$)")
SAME_LINE = "{#\n#}"
"""Nothing in the page, but a line in the template: errors name the line that was written."""


def joined(source: str) -> str:
    """Give the template with its indented lines put to the line before."""
    parts = TAG.split(source)
    for at in range(0, len(parts), 2):
        around = ("}" if at else "", "{" if at + 1 < len(parts) else "")
        parts[at] = _joined(parts[at], *around)
    return "".join(parts)


def _joined(text: str, before: str, after: str) -> str:
    def put(found: re.Match[str]) -> str:
        left = text[found.start() - 1] if found.start() else before
        right = text[found.end()] if found.end() < len(text) else after
        return SAME_LINE if left in "}>" and right in "{<" else f" {SAME_LINE}"

    return INDENTED.sub(put, text)
