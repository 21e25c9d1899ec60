"""Words that were searched for, marked in a piece of the text around them."""

import re
from collections.abc import Collection

from markupsafe import Markup, escape

from app.core.text import fold

WORD = re.compile(r"\w+")
BEFORE, LENGTH = 60, 220


def marked(text: str, words: Collection[str]) -> Markup:
    """Give ``text`` escaped, with every word that folds to one of ``words`` in <mark>."""
    written, at = Markup(""), 0
    for found in WORD.finditer(text):
        if fold(found[0]) in words:
            written += escape(text[at : found.start()]) + Markup("<mark>{}</mark>").format(found[0])
            at = found.end()
    return written + escape(text[at:])


def snippet(text: str, words: Collection[str]) -> Markup:
    """Give some 220 characters of ``text`` around the first found word, marked."""
    plain = " ".join(text.split())
    first = next((m.start() for m in WORD.finditer(plain) if fold(m[0]) in words), 0)
    start = max(0, first - BEFORE)
    if start:
        start = plain.find(" ", start) + 1
    piece = plain[start : start + LENGTH]
    if start + LENGTH < len(plain):
        piece = piece.rsplit(" ", 1)[0] + " …"
    return (Markup("… ") if start else Markup("")) + marked(piece, words)
