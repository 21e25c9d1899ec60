"""A basket as it stands on the screen: lines with what was typed, and the form of an order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.accounts.viewer import Viewer
from app.core import codes, forms
from app.core.text import whole
from app.market.actions.ordering import Line, Wanted
from app.market.models import Product, Shop
from app.market.models.baskets import MOST_LINES, MOST_OF_ONE
from app.market.models.orders import MAX_ADDRESS, MAX_NOTE
from app.market.queries import baskets
from app.market.queries.fairs import Price, prices_of
from app.media.kinds import VOICE
from app.media.models import Recording

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


@dataclass(frozen=True)
class More:
    """A product that was chosen once more: so many are in the basket already."""

    product: Product
    kept: int
    more: int

    @property
    def together(self) -> int:
        return min(self.kept + self.more, MOST_OF_ONE)


@dataclass
class BasketForm:
    """What the page of a basket shows."""

    wanted: Wanted
    rows: list[Row] = field(default_factory=list)
    errors: list[tuple[str | None, Any]] = field(default_factory=list)
    more: More | None = None
    """What is asked about: it was chosen before."""
    ordered: str = ""
    """The code of the same order, placed a short while ago."""
    spoken: Sequence[Recording] = ()
    """The remark as it was said, which waits under the form's key."""

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


ORDER, AGAIN = "order", "order-again"
STEPS = {"less": -1, "more": 1, "add": 0}
"""By what a button says before the product's code; ``add`` is followed by how many."""


def number(typed: str) -> int:
    """Read a whole number; an empty field is 0, anything else that is none is refused."""
    read = whole(typed.strip() or "0", MAX_DIGITS)
    return NO_NUMBER if read is None else read


class OrderForm(forms.Form):
    """What is sent of a basket; the prices in it are only what the buyer saw."""

    do = forms.Line()
    key = forms.Line(name="idempotency_key")
    counted = forms.Named("so_", number, rows=MOST_LINES + 1)
    seen = forms.Named("gia_", number, rows=MOST_LINES + 1)
    way, pay_by, name = forms.Line(), forms.Line(), forms.Line(MAX_NAME)
    phone, address, note = forms.Line(MAX_PHONE), forms.Words(MAX_ADDRESS), forms.Words(MAX_NOTE)
    voices, removed = forms.Files(name=VOICE.field), forms.Several(name="remove_voice")

    def wanted(self, viewer: Viewer) -> Wanted:
        """Give what the buyer wishes."""
        seen, name = self.seen.data, viewer.user.name if viewer.user else ""
        told = {each: self[each].data for each in ("way", "pay_by", "phone", "address", "note")}
        told["again"] = self.do.data == AGAIN
        counted = {c[:MAX_CODE]: n for c, n in self.counted.data.items()}
        if self.steps:
            code, more = self._step()
            counted[code] = max(0, min(max(0, counted.get(code, 0)) + more, MOST_OF_ONE))
        lines = [Line(code, n, seen.get(code, 0)) for code, n in counted.items()]
        removed = self.removed.data
        return Wanted(self.key.data, lines, name=self.name.data or name, removed=removed, **told)

    @property
    def steps(self) -> bool:
        """Tell whether a button beside a product was pressed: one more, one less, so many more."""
        return self.do.data.partition(":")[0] in STEPS

    def _step(self) -> tuple[str, int]:
        verb, code, more = (*self.do.data.split(":"), "", "")[:3]
        return code[:MAX_CODE], STEPS[verb] or max(0, number(more))


def stored(shop: Shop, viewer: Viewer, extra: Line | None, now: datetime) -> BasketForm:
    """Give the kept basket, with one more product that is not kept yet.

    One that is in it already is not counted again unasked: "back" and a second tap are no wish.
    """
    kept = baskets.basket_at(viewer, shop)
    quantities = {line.product: line.quantity for line in (kept.lines if kept else ())}
    more = None
    if extra is not None and extra.quantity > 0:
        for product in baskets.products_by_codes(shop, [extra.code]).values():
            if product in quantities and product.is_public:
                more = More(product, quantities[product], min(extra.quantity, MOST_OF_ONE))
            else:
                quantities[product] = min(extra.quantity, MOST_OF_ONE)
    wanted = Wanted(codes.random_token(), name=viewer.user.name if viewer.user else "")
    shown = {product: n for product, n in quantities.items() if product.is_public}
    return BasketForm(wanted, _rows(list(shown), list(shown.values()), now), more=more)


def typed(shop: Shop, wanted: Wanted, now: datetime) -> BasketForm:
    """Give the basket as it was typed, at the prices that hold now."""
    found = baskets.products_by_codes(shop, [line.code for line in wanted.lines])
    lines = [line for line in wanted.lines if line.code in found and found[line.code].is_public]
    products = [found[line.code] for line in lines]
    return BasketForm(wanted, _rows(products, [line.quantity for line in lines], now))


def _rows(products: Sequence[Product], quantities: Sequence[int], now: datetime) -> list[Row]:
    prices = prices_of(products, now)
    return [Row(p, n, prices[p.id]) for p, n in zip(products, quantities, strict=True)]
