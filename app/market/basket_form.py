"""A basket as it stands on the screen: lines with what was typed, and the form of an order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Request

from app.accounts.viewer import Viewer
from app.core import codes
from app.core.text import clean, whole
from app.market.actions.ordering import Line, Wanted
from app.market.models import Product, Shop
from app.market.models.baskets import MOST_LINES, MOST_OF_ONE
from app.market.models.orders import MAX_ADDRESS, MAX_NOTE
from app.market.queries import baskets
from app.market.queries.fairs import Price, prices_of

NO_NUMBER = -1
"""Stands for a quantity that is no number: it is refused, never guessed at."""
MAX_CODE, MAX_DIGITS, MAX_NAME, MAX_PHONE = 20, 12, 80, 30


@dataclass(frozen=True)
class Row:
    """A product in the basket: how many, and what it costs now."""

    product: Product
    quantity: int
    price: Price

    @property
    def amount(self) -> int:
        """Give what the line comes to; nothing where the quantity is refused."""
        return self.price.amount * self.quantity if 0 < self.quantity <= MOST_OF_ONE else 0


@dataclass
class BasketForm:
    """What the page of a basket shows."""

    wanted: Wanted
    rows: list[Row] = field(default_factory=list)
    errors: list[tuple[str | None, Any]] = field(default_factory=list)

    @property
    def error(self) -> dict[str | None, Any]:
        return dict(self.errors)

    @property
    def goods(self) -> int:
        return sum(row.amount for row in self.rows)

    @property
    def quantities(self) -> dict[int, int]:
        """Give what a basket may keep, by product id."""
        good = (row for row in self.rows if 0 < row.quantity <= MOST_OF_ONE)
        return {row.product.id: row.quantity for row in good}


def read(request: Request, viewer: Viewer) -> Wanted:
    """Read what was sent; amounts in it are only what the buyer saw."""
    sent = {name: clean(value[:1000]) for name, value in request.form.items()}
    lines = [
        Line(name[3:][:MAX_CODE], number(value), number(sent.get(f"gia_{name[3:]}", "")))
        for name, value in list(sent.items())
        if name.startswith("so_")
    ]
    name = sent.get("name", "")[:MAX_NAME] or (viewer.user.name if viewer.user else "")
    return Wanted(
        sent.get("idempotency_key", ""),
        lines[: MOST_LINES + 1],
        sent.get("way", ""),
        sent.get("pay_by", ""),
        " ".join(name.split()),
        sent.get("phone", "")[:MAX_PHONE],
        sent.get("address", "")[:MAX_ADDRESS],
        sent.get("note", "")[:MAX_NOTE],
    )


def number(typed: str) -> int:
    """Read a whole number; an empty field is 0, anything else that is none is refused."""
    text = typed.strip()
    if not text:
        return 0
    read = whole(text, MAX_DIGITS)
    return NO_NUMBER if read is None else read


def stored(shop: Shop, viewer: Viewer, extra: Line | None, now: datetime) -> BasketForm:
    """Give the kept basket, with one more product that is not kept yet."""
    kept = baskets.basket_at(viewer, shop)
    quantities = {line.product: line.quantity for line in (kept.lines if kept else ())}
    if extra is not None and extra.quantity > 0:
        for product in baskets.products_by_codes(shop, [extra.code]).values():
            quantities[product] = min(quantities.get(product, 0) + extra.quantity, MOST_OF_ONE)
    wanted = Wanted(codes.random_token(), name=viewer.user.name if viewer.user else "")
    shown = {product: n for product, n in quantities.items() if product.is_public}
    return BasketForm(wanted, _rows(list(shown), list(shown.values()), now))


def typed(shop: Shop, wanted: Wanted, now: datetime) -> BasketForm:
    """Give the basket as it was typed, at the prices that hold now."""
    found = baskets.products_by_codes(shop, [line.code for line in wanted.lines])
    lines = [line for line in wanted.lines if line.code in found and found[line.code].is_public]
    products = [found[line.code] for line in lines]
    return BasketForm(wanted, _rows(products, [line.quantity for line in lines], now))


def _rows(products: Sequence[Product], quantities: Sequence[int], now: datetime) -> list[Row]:
    prices = prices_of(products, now)
    return [Row(p, n, prices[p.id]) for p, n in zip(products, quantities, strict=True)]
