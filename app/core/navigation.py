"""What a room offers to the pages above it: tiles, tabs, "mine" and search sources.

A room registers what works when it is set up, so there is never a dead tile or tab.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask import Flask, current_app

Provider = Callable[..., Any]
MOST_TABS = 5
"""At the bottom of a phone, for whoever it is."""
MOST_WAITING = 100
"""A count of what waits stops here, shown as 99+: it takes no longer in a larger province."""
GUIDE = "guide"
"""What stands beside a guide to a procedure."""


@dataclass(frozen=True)
class Link:
    """A tile, tab or card. ``label`` is translatable; ``tone`` is "", "gold" or "blue".

    ``about``: a card's line on what it leads to.
    """

    endpoint: str
    label: Any
    icon: str
    tone: str = ""
    order: int = 0
    shown_to: Callable[[Any], bool] | None = None
    about: Any = ""


@dataclass(frozen=True)
class Found:
    """One thing a search found: its name, a line about it, where it is, its icon.

    ``sure``: what was typed names just this (a code, a place), so it stands before all else.
    """

    title: Any
    meta: Any
    url: str
    icon: str = "next"
    sure: bool = False


@dataclass(frozen=True)
class Goal:
    """A page that one looks for by what one wants there: something to do, a setting, a number.

    ``words``: phrases that people use for it, translatable, parted by commas; the label counts
    too. ``values``: what the address has besides the endpoint; ``_anchor`` names a part.
    """

    endpoint: str
    label: Any
    icon: str
    words: Any
    about: Any = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Card:
    """Something of the viewer's own: ``template`` shows ``row``."""

    template: str
    row: Any


@dataclass(frozen=True)
class Task:
    """One line of what the viewer has to do: what, about what; ``tone`` is "soon", "late", "ok"."""

    title: Any
    about: Any
    url: str
    icon: str
    tone: str = "soon"


@dataclass(frozen=True)
class Source:
    """A search source: ``find(viewer, text, limit)`` gives a list of ``Found``."""

    name: str
    label: Any
    find: Provider
    order: int = 0


@dataclass(frozen=True)
class Inbox:
    """What an official's day begins with: ``template`` shows what ``read(viewer)`` gives.

    It gives values by name, or an address where the request leads elsewhere.
    """

    heading: Any
    template: str
    read: Provider
    shown_to: Callable[[Any], bool]


@dataclass(frozen=True)
class Waiting:
    """A counted line beside the inbox: what else waits for the viewer, in whatever room.

    ``count(viewer, now)`` gives a scalar statement (``listing.counted``, to ``MOST_WAITING``), or
    None for whoever has no right to it: all lines are counted in one statement. ``say(number,
    count)`` is the line, translated; ``count`` is how the number is shown.
    """

    endpoint: str
    say: Callable[[int, str], str]
    count: Provider
    order: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    """What the address has besides the endpoint."""


@dataclass(frozen=True)
class Banner:
    """A notice that stands on every page; ``tone`` is "late", "soon", "info" or "ok".

    ``mark`` names what it says: a phone on which just that was read folds it to one line.
    ``act``: what one can do at once, its address and its label; the phone keeps that page ahead.
    """

    title: Any
    text: Any
    url: str
    tone: str = "late"
    icon: str = "warning"
    mark: str = ""
    act: tuple[str, Any] | None = None


class Way(NamedTuple):
    """A way on from something, to what another room offers for it."""

    url: str
    label: Any
    icon: str


class Registry:
    """One app's navigation."""

    def __init__(self) -> None:
        self.tiles: list[Link] = []
        self.tabs: list[Link] = []
        self.desk_tabs: list[Link] = []
        self.sources: list[Source] = []
        self.goals: list[Goal] = []
        self.goal_makers: list[Provider] = []
        self.mine: list[Provider] = []
        self.front: list[Provider] = []
        self.banners: list[Provider] = []
        self.administration: list[Link] = []
        self.inboxes: list[Inbox] = []
        self.waiting: list[Waiting] = []
        self.beside: list[Provider] = []
        self.of_business: list[Provider] = []


def init_app(app: Flask) -> None:
    """Give ``app`` an empty registry; rooms fill it."""
    app.extensions["navigation"] = Registry()


def registry() -> Registry:
    found: Registry = current_app.extensions["navigation"]
    return found


def add_tile(app: Flask, link: Link) -> None:
    _insert(app.extensions["navigation"].tiles, link)


def add_tab(app: Flask, link: Link) -> None:
    _insert(app.extensions["navigation"].tabs, link)


def add_desk_tab(app: Flask, link: Link) -> None:
    _insert(app.extensions["navigation"].desk_tabs, link)


def add_administration(app: Flask, link: Link) -> None:
    _insert(app.extensions["navigation"].administration, link)


def add_inbox(app: Flask, inbox: Inbox) -> None:
    app.extensions["navigation"].inboxes.append(inbox)


def add_waiting(app: Flask, waiting: Waiting) -> None:
    """Let the officials' front page count this too."""
    _insert(app.extensions["navigation"].waiting, waiting)


def add_search(app: Flask, source: Source) -> None:
    """Let the front page's search ask this source too."""
    app.extensions["navigation"].sources.append(source)


def add_beside(app: Flask, provider: Provider) -> None:
    """Let a page of another room offer what ``provider(kind, agency)`` gives: a list of ``Way``.

    ``kind`` is what the page shows: a kind of entry of the directory, or ``GUIDE``; ``agency`` is
    whose it is.
    """
    app.extensions["navigation"].beside.append(provider)


def beside(kind: str, agency: Any) -> list[Way]:
    """Give what the rooms offer beside something of that kind, of that agency."""
    return [way for provider in registry().beside for way in provider(kind, agency)]


def add_of_business(app: Flask, provider: Provider) -> None:
    """Let the pages of a business show what ``provider(business, is_own)`` gives: ``Card`` each.

    ``is_own``: the page is the one for whoever runs it, else everybody's.
    """
    app.extensions["navigation"].of_business.append(provider)


def of_business(business: Any, is_own: bool) -> list[Card]:
    """Give what the rooms show of a confirmed business; nothing of one that is none."""
    if business is None:
        return []
    return [card for provider in registry().of_business for card in provider(business, is_own)]


def add_goals(app: Flask, goals: Sequence[Goal], made_by: Provider | None = None) -> None:
    """Let the front page's search find ``goals``, and those that ``made_by(viewer)`` gives."""
    registered = app.extensions["navigation"]
    registered.goals.extend(goals)
    registered.goal_makers.extend([made_by] if made_by else ())


def goals_for(viewer: Any) -> list[Goal]:
    """Give all that ``viewer`` may look for."""
    made = (goal for make in registry().goal_makers for goal in make(viewer))
    return [*registry().goals, *made]


def add_mine(app: Flask, provider: Provider) -> None:
    """Let the front page show what ``provider(viewer, now)`` gives: ``Task`` on top, ``Card``.

    A ``Goal`` is what one did last: an extra beside the tiles, which keep their order.
    """
    app.extensions["navigation"].mine.append(provider)


def add_front(app: Flask, provider: Provider) -> None:
    """Let the front page show what ``provider(now)`` gives: parts, one ``Card`` each.

    They are everybody's and kept for some seconds, by language and by the commune where one lives.
    """
    app.extensions["navigation"].front.append(provider)


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


def _insert(links: list[Any], link: Any) -> None:
    links.append(link)
    links.sort(key=lambda each: each.order)
