"""The market's index follows its products: only what everybody may see is in it."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from sqlalchemy import delete

from app.core import text
from app.core.db import db
from app.core.inserting import insert
from app.market.models import MarketSpelling, MarketTerm, Product, ProductWord, listing
from app.market.queries.spelling import sound, spellings
from app.market.signals import product_changed

MOST_WORDS = 80


@product_changed.connect
def index_product(product: Product, **_: Any) -> None:
    """Write anew what the product is found under; nothing where it cannot be seen."""
    db.session.flush()
    db.session.execute(delete(ProductWord).where(ProductWord.product_id == product.id))
    if not product.is_public:
        return
    typed = words_of(product)
    price = product.unit_price or listing.NO_PRICE
    rows = [
        {"word": word, "product_id": product.id, "unit_price": price}
        for word in sorted({*typed, *facets_of(product)})
    ]
    db.session.execute(insert(ProductWord).values(rows))
    learn(typed)


def words_of(product: Product) -> set[str]:
    """Give the folded words by which people look for it, and its name written without spaces."""
    name = text.words(product.name)
    kinds = [kind for kind in (product.kind, product.kind.parent) if kind is not None]
    sources = [product.shop.name, product.shop.commune.name, product.origin_text]
    sources += [product.origin.name] if product.origin is not None else []
    sources += [kind.words for kind in kinds] + [kind.name for kind in kinds]
    found = name + ["".join(pair) for pair in pairwise(name)]
    found += [word for source in sources for word in text.words(source)]
    return {word[: listing.LONGEST] for word in found[:MOST_WORDS]}


def facets_of(product: Product) -> Iterator[str]:
    """Give what the product is narrowed by: kind, place, season, grade."""
    yield listing.EVERY
    yield listing.kind_facet(product.kind_id)
    if product.kind.parent_id is not None:
        yield listing.kind_facet(product.kind.parent_id)
    yield listing.place_facet(product.commune_id)
    if product.season_from is not None:
        months = (month for month in range(1, 13) if product.is_in_season(month))
        yield from map(listing.month_facet, months)
    if product.ocop_stars:
        yield listing.OCOP


def learn(words: Iterable[str]) -> None:
    """Remember words, how they sound and are misspelt, for those who misspell them."""
    known = sorted(word for word in words if len(word) > 1 and not word.isdigit())
    if not known:
        return
    terms = [{"word": word, "sound": sound(word)} for word in known]
    db.session.execute(insert(MarketTerm).values(terms).on_conflict_do_nothing())
    alike = [{"spelling": each, "word": word} for word in known for each in spellings(word)]
    db.session.execute(insert(MarketSpelling).values(alike).on_conflict_do_nothing())
