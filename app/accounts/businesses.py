"""Businesses that an office has confirmed: the room that knows them says, others ask here.

This floor knows nothing of the rooms above it; the market registers how its shops are found. A
business that is no longer confirmed, or closed, is none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.places.models import Place

HOUSEHOLD, COOPERATIVE, STALL = "household", "cooperative", "stall"


@dataclass(frozen=True)
class Business:
    """``code`` never changes. ``url`` is its page for everybody, ``desk`` where it is run."""

    code: str
    name: str
    kind: str
    commune: Place
    url: str
    desk: str


@dataclass(frozen=True)
class Source:
    """How a room's businesses are found: those one runs, one by its code, whom to tell of it."""

    run_by: Callable[[Viewer], Sequence[Business]]
    load: Callable[[str], Business | None]
    managers: Callable[[str], Sequence[User]]


_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a room's businesses; it calls this when it is set up."""
    _sources.append(source)


def run_by(viewer: Viewer) -> list[Business]:
    """Give the confirmed businesses that the viewer runs, alone or with others."""
    return [each for source in _sources for each in source.run_by(viewer)]


def run(viewer: Viewer, code: str) -> Business | None:
    """Give the business with that code, where the viewer runs it."""
    return next((each for each in run_by(viewer) if each.code == code), None)


def load(code: str | None) -> Business | None:
    """Give the business with that code while it is confirmed."""
    found = (source.load(code) for source in _sources if code)
    return next(filter(None, found), None)


def managers(code: str) -> list[User]:
    """Give who runs it: whom to tell."""
    return [each for source in _sources for each in source.managers(code)]
