"""A template as a browser would read it, with what Jinja fills in left open."""

import re
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

FILLED_IN = "\ufffc"
"""Stands where an expression's value will be."""

SPOKEN = {"alt", "title", "placeholder", "aria-label", "label", "aria-description"}
# A block may stand inside a tag: then its attributes look like text.
ATTRIBUTE = re.compile(r"[\w:-]+=\"[^\"]*\"|\b(?:data-[\w-]+|checked|selected|required|hidden)\b")
SILENT = {"script", "style", "code", "kbd"}
_environment = Environment(extensions=["jinja2.ext.i18n"])


def plain_html(template: Path) -> str:
    """The template's own HTML: expressions as FILLED_IN, statements and translations left out."""
    written, word, translating = [], "", False
    for line, kind, value in _environment.lex(template.read_text(encoding="utf-8")):
        if kind == "data" and not translating:
            written.append(value)
        elif kind == "variable_begin":
            written.append(FILLED_IN)
        elif kind == "block_begin":
            word = ""
        elif kind == "name" and not word:
            word = value
            translating = {"trans": True, "endtrans": False}.get(word, translating)
        del line
    return "".join(written)


class Words(HTMLParser):
    """Collects the visible words that are written straight into a template."""

    def __init__(self, html: str) -> None:
        """Read `html`."""
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the attributes that are read aloud."""
        self._silent += tag in SILENT
        self.found += [
            f"{name}={value}" for name, value in attrs if name in SPOKEN and has_letters(value)
        ]

    def handle_endtag(self, tag: str) -> None:
        """Leave what is silent."""
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        """Note text with letters."""
        text = ATTRIBUTE.sub("", data)
        if not self._silent and has_letters(text):
            self.found.append(" ".join(text.split()))


def has_letters(text: str | None) -> bool:
    """Whether there is something to read, beyond marks, figures and what is filled in."""
    return any(letter.isalpha() for letter in text or "")
