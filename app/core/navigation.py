"""What a room offers to the pages above it: tiles, tabs, "mine" and search sources.

A room registers what works when it is set up, so there is never a dead tile or tab.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

Provider = Callable[..., Any]
MOST_TABS = 5
"""At the bottom of a phone, for whoever it is."""


@dataclass(frozen=True)
class Link:
    """A tile or tab. ``label`` is translatable; ``tone`` is "", "gold" or "blue"."""

    endpoint: str
    label: Any
    icon: str
    tone: str = ""
    order: int = 0
    shown_to: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Found:
    """One thing a search found: its name, a line about it, where it is, its icon."""

    title: Any
    meta: Any
    url: str
    icon: str = "next"


@dataclass(frozen=True)
class Card:
    """Something of the viewer's own: ``template`` shows ``row``."""

    template: str
    row: Any


@dataclass(frozen=True)
class Source:
    """A search source: ``find(viewer, text, limit)`` gives a list of ``Found``."""

    name: str
    label: Any
    find: Provider
    order: int = 0


@dataclass(frozen=True)
class Banner:
    """A notice that stands on every page; ``tone`` is "late", "soon", "info" or "ok"."""

    title: Any
    text: Any
    url: str
    tone: str = "late"
    icon: str = "warning"


class Registry:
    """One app's navigation."""

    def __init__(self) -> None:
        """Begin empty."""
        self.tiles: list[Link] = []
        self.tabs: list[Link] = []
        self.desk_tabs: list[Link] = []
        self.sources: list[Source] = []
        self.mine: list[Provider] = []
        self.banners: list[Provider] = []


def init_app(app: Flask) -> None:
    """Give ``app`` an empty registry; rooms fill it."""
    app.extensions["navigation"] = Registry()


def registry() -> Registry:
    found: Registry = current_app.extensions["navigation"]
    return found


def add_tile(app: Flask, link: Link) -> None:
    """Put a tile on the front page."""
    _insert(app.extensions["navigation"].tiles, link)


def add_tab(app: Flask, link: Link) -> None:
    """Put a tab at the bottom of the citizens' pages."""
    _insert(app.extensions["navigation"].tabs, link)


def add_desk_tab(app: Flask, link: Link) -> None:
    """Put a tab at the bottom of the officials' pages."""
    _insert(app.extensions["navigation"].desk_tabs, link)


def add_search(app: Flask, source: Source) -> None:
    """Let the front page's search ask this source too."""
    app.extensions["navigation"].sources.append(source)


def add_mine(app: Flask, provider: Provider) -> None:
    """Let "Của tôi" show ``provider(viewer, now)``: a list of ``Card``."""
    app.extensions["navigation"].mine.append(provider)


def add_banner(app: Flask, provider: Provider) -> None:
    """Let every page begin with what ``provider(viewer)`` gives: a list of ``Banner``.

    It is asked on every page: what it reads it keeps for seconds, one statement at most.
    """
    app.extensions["navigation"].banners.append(provider)


def shown(links: Sequence[Link], viewer: Any) -> list[Link]:
    return [link for link in links if link.shown_to is None or link.shown_to(viewer)]


def folded(links: Sequence[Link]) -> Sequence[Link]:
    """Give the tabs that a phone has no room for: the last ones but one.

    The last tab is the viewer's own page; it keeps its place, and lists these.
    """
    return links[MOST_TABS - 1 : -1] if len(links) > MOST_TABS else ()


def _insert(links: list[Link], link: Link) -> None:
    links.append(link)
    links.sort(key=lambda each: each.order)
