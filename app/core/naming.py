"""A long list to choose from is a field in which one types: what it sends is a name with its code.

A select of four hundred names is scrolled through by nobody. ``forms.select`` makes a field with
suggestions of one that has more than thirty, and says so in a hidden field (``chon_ten``). What was
chosen comes as ``Phường Số Bốn (00004)``; here it becomes the code, before anything reads it, so
that no view has to know how the list was shown.
"""

import re

from flask import Flask, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

MARK = "chon_ten"
CODE = re.compile(r"\(([^()]*)\)\s*$")


def init_app(app: Flask) -> None:
    """Read chosen names as their codes. Comes after the bodies were taken."""
    app.before_request(_to_codes)


def code_of(typed: str) -> str:
    """Give the code that stands in brackets at the end; what has none stays as it was typed."""
    found = CODE.search(typed)
    return found[1] if found else typed.strip()


def _to_codes() -> None:
    for source in ("args", "form"):
        sent = getattr(request, source)
        names = set(sent.getlist(MARK))
        if names:
            read = [(name, code_of(value) if name in names else value)
                    for name, value in sent.items(multi=True) if name != MARK]  # fmt: skip
            setattr(request, source, ImmutableMultiDict(MultiDict(read)))
