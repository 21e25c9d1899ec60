"""What a list is of: a guide, or what another room lets a class go through, such as a lesson."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import g, url_for

from app.directory.guides.models import Guide

GUIDE_PART = "directory/classes/_guide.html"


@dataclass(frozen=True)
class Matter:
    """What those on a list go through; ``part`` is the template that shows it, with ``values``.

    ``style`` and ``script``: the files that the part needs.
    """

    title: str
    url: str
    part: str
    values: Mapping[str, Any] = field(default_factory=dict)
    style: str = ""
    script: str = ""


_loaders: dict[str, Callable[[], Mapping[str, Matter]]] = {}


def register(kind: str, load: Callable[[], Mapping[str, Matter]]) -> None:
    """Let classes go through what ``load`` gives by code: all that people read now, a few dozen."""
    _loaders[kind] = load


def of(kind: str, code: str) -> Matter | None:
    """Give a matter by its kind and code, asked for once a request; None once it is gone."""
    kept: dict[str, Mapping[str, Matter]] = g.setdefault("class_matters", {})
    if kind not in kept:
        kept[kind] = _loaders[kind]() if kind in _loaders else {}
    return kept[kind].get(code)


def of_guide(guide: Guide) -> Matter:
    url = url_for("directory.guide", code=guide.code)
    return Matter(guide.told.title, url, GUIDE_PART, {"guide": guide}, script="guide.js")
