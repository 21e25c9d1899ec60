"""Finding products: from what the address asks to a page of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.core import clock, filters, text
from app.core.filters import asks, line
from app.core.listing import Page
from app.core.preferences import preferences
from app.market.models import Product, ProductKind
from app.market.queries import browse, nearby, products
from app.market.queries.browse import Filters
from app.places import queries as places
from app.places.models import COMMUNE, Place

WORDS, MIN_WORD = 6, 2
TYPED = line(100)
MOST_OTHERS = 4


@dataclass(frozen=True)
class ListForm(filters.Filters):
    """What the address of the list says."""

    text: str = asks("q", TYPED)
    kind: str = asks("loai", TYPED)
    place: str = asks("noi", TYPED)
    place_name: str = asks("xa", TYPED)
    in_season: bool = asks("mua", bool, False)
    graded: bool = asks("ocop", bool, False)
    cheapest: bool = asks("gia", bool, False)


@dataclass
class Found:
    """A page of the list, and what it was narrowed to. ``others``: places of the same name."""

    page: Page[Product]
    kinds: Sequence[ProductKind]
    kind: ProductKind | None = None
    place: Place | None = None
    others: list[Place] = field(default_factory=list)
    beside: Sequence[Place] = ()
    home: Place | None = None
    meant: str = ""
    today: date = date.min


def find(asked: ListForm, now: datetime, after: str = "") -> Found:
    """Give the page that ``asked`` describes; a place that is unknown leaves nothing to find.

    ``after``: the code of the product behind which the page begins.
    """
    kinds, day = products.kinds(), clock.local(now).date()
    kind = next((each for each in kinds if each.code == asked.kind), None)
    place, others = _place(asked)
    found = Found(Page([]), kinds, kind, place, others, home=_home(), today=day)
    if place is None and (asked.place or asked.place_name):
        return found
    typed = search_words(asked.text)
    wanted = browse.meant(typed) if typed else []
    found.meant = " ".join(wanted) if wanted != typed else ""
    if asked.text and not typed:
        return found
    found.beside = nearby.beside(place) if place else []
    found.page = browse.products(
        Filters(
            words=tuple(dict.fromkeys(wanted)),
            kind_id=kind.id if kind else None,
            commune_id=place.id if place else None,
            month=day.month if asked.in_season else None,
            graded_on=day if asked.graded else None,
            cheapest_first=asked.cheapest,
            after=browse.product_by_code(after) if after else None,
        )
    )
    return found


def search_words(typed: str) -> list[str]:
    """Give the folded words of a query that the index can know."""
    return [word for word in text.words(typed) if len(word) >= MIN_WORD][:WORDS]


def top_kinds(kinds: Sequence[ProductKind]) -> list[ProductKind]:
    """Give the kinds that are shown first."""
    return [each for each in kinds if each.parent_id is None]


def _place(asked: ListForm) -> tuple[Place | None, list[Place]]:
    """Give the commune that is meant by code or by name, and others of that name."""
    if asked.place_name:
        matches = [match.place for match in places.search(asked.place_name, COMMUNE)]
        return (matches[0], matches[1 : 1 + MOST_OTHERS]) if matches else (None, [])
    place = places.by_code(asked.place) if asked.place else None
    if place is None or place.kind != COMMUNE:
        return None, []
    now = list(places.current(place))
    return (now[0], now[1:]) if now else (None, [])


def _home() -> Place | None:
    home = places.get(preferences().commune_id)
    return home if home is not None and home.is_current else None
