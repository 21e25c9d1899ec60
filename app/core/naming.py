"""A long list to choose from is a field in which one types: what it sends is a name with its code.

A select of four hundred names is scrolled through by nobody. ``forms.select`` makes a field with
suggestions of one that has more than thirty, and says so in a hidden field (``chon_ten``). What was
chosen comes as ``Phường Số Bốn (00004)``; here it becomes the code, before anything reads it, so
that no view has to know how the list was shown. Who types a name without choosing it is understood
where it can be only one: rooms say with ``lists`` what stands behind a field. What fits none or
several is said beside the field of a filter (``unknown``); a form's own check says it otherwise.
"""

import re
from collections.abc import Callable, Iterable

from flask import Flask, g, has_request_context, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from app.core.text import fold

MARK = "chon_ten"
CODE = re.compile(r"\(([^()]*)\)\s*$")
Pairs = Iterable[tuple[str, str]]
_lists: dict[str, Callable[[], Pairs]] = {}


def init_app(app: Flask) -> None:
    """Read chosen names as their codes. Comes after the bodies were taken."""
    app.before_request(_to_codes)
    app.jinja_env.globals["not_named"] = unknown


def lists(listed: Callable[[], Pairs], *fields: str) -> None:
    """Say what fields so called choose from: (code, name), asked for when a name came."""
    _lists.update(dict.fromkeys(fields, listed))


def resolved(field: str, typed: str) -> str:
    """Give the code of what was chosen or named; what fits none or several stays as it was."""
    code = code_of(typed)
    if not code or code != typed.strip() or field not in _lists:
        return code
    wanted, pairs = fold(code), list(_lists[field]())
    if any(code == each for each, _name in pairs):
        return code
    if not wanted:
        return ""
    found = {each for each, name in pairs if fold(name) == wanted}
    found = found or {each for each, name in pairs if wanted in fold(name)}
    if len(found) == 1:
        return found.pop()
    _note(field, code)
    return code


def unknown(field: str) -> str:
    """Give what was typed in a field of this request's address and fits no one name."""
    typed: str = g.get("not_named", {}).get(field, "") if has_request_context() else ""
    return typed


def _note(field: str, typed: str) -> None:
    if has_request_context():
        g.not_named = {**g.get("not_named", {}), field: typed}


def code_of(typed: str) -> str:
    """Give the code that stands in brackets at the end; what has none stays as it was typed."""
    found = CODE.search(typed)
    return found[1] if found else typed.strip()


def _to_codes() -> None:
    for source in ("args", "form"):
        sent = getattr(request, source)
        names = set(sent.getlist(MARK))
        if names:
            read = [(name, resolved(name, value) if name in names else value)
                    for name, value in sent.items(multi=True) if name != MARK]  # fmt: skip
            setattr(request, source, ImmutableMultiDict(MultiDict(read)))
