"""What a seller typed of a product, cleaned but not yet judged: it goes back into the form."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import Request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from app.core import codes, idempotency
from app.core.formats import day
from app.core.tables.values import BadValue, as_amount, as_date
from app.core.text import clean, line, whole
from app.market.forms import LONGEST_LINE, Error, too_long
from app.market.models import Product, ProductFacts, ProductKind
from app.market.models import products as limits
from app.market.models.units import UNITS
from app.market.queries.products import kind_by_code
from app.media.intake import Prepared
from app.media.models import Photo
from app.places import queries as places
from app.places.models import COMMUNE, Place

LINES = (
    "name", "kind", "unit", "pack", "price", "price_to", "stock", "stock_was",
    "season_from", "season_to", "origin", "origin_text", "ocop_stars", "ocop_certificate",
    "ocop_until", "wish", "version",
)  # fmt: skip
WORDS = ("about", "keeping")
PUBLISH, KEEP = "publish", "draft"
MIN_PRICE = 100
STARS = (3, 4, 5)


@dataclass
class ProductForm:
    """The form of a product. ``key`` is the form's own secret; photos of a refused one wait."""

    key: str = ""
    name: str = ""
    kind: str = ""
    unit: str = "kg"
    pack: str = ""
    price: str = ""
    price_to: str = ""
    stock: str = ""
    stock_was: str = ""
    """What stood in the form when it was opened: unchanged, orders since then count."""
    season_from: str = ""
    season_to: str = ""
    origin: str = ""
    origin_text: str = ""
    ocop_stars: str = ""
    ocop_certificate: str = ""
    ocop_until: str = ""
    about: str = ""
    keeping: str = ""
    wish: str = PUBLISH
    version: str = "0"
    removed: tuple[str, ...] = ()
    files: Sequence[FileStorage] = field(default=(), compare=False)
    photos: Sequence[Photo] = ()
    """Those that wait under the key."""
    errors: list[Error] = field(default_factory=list)

    @classmethod
    def blank(cls, origin: Place) -> "ProductForm":
        """Give an empty form with a key of its own."""
        return cls(key=codes.random_token(), origin=origin.code)

    @classmethod
    def of(cls, product: Product) -> "ProductForm":
        fixed = UNITS[product.unit][2]
        return cls(
            key=codes.random_token(), name=product.name, kind=product.kind.code, unit=product.unit,
            pack="" if fixed else _text(product.pack_amount), price=_text(product.price_min),
            price_to="" if product.has_one_price else _text(product.price_max),
            stock=_text(product.stock), stock_was=_text(product.stock),
            season_from=_text(product.season_from),
            season_to=_text(product.season_to), origin_text=product.origin_text,
            origin=product.origin.code if product.origin else "", about=product.about,
            keeping=product.keeping, ocop_stars=_text(product.ocop_stars),
            ocop_certificate=product.ocop_certificate, version=f"{product.version}",
            ocop_until=day(product.ocop_until) if product.ocop_until else "",
        )  # fmt: skip

    @classmethod
    def read(cls, request: Request) -> "ProductForm":
        sent = request.form
        typed: dict[str, Any] = {name: line(sent.get(name, ""), LONGEST_LINE) for name in LINES}
        typed |= {name: clean(sent.get(name, "")) for name in WORDS}
        return cls(
            key=line(sent.get("idempotency_key", ""), LONGEST_LINE),
            removed=tuple(code[:40] for code in sent.getlist("remove_photo")),
            files=request.files.getlist("photos"),
            **typed,
        )

    @property
    def error(self) -> dict[str | None, Any]:
        return dict(reversed(self.errors))

    def fingerprint(self, prepared: Prepared) -> str:
        """Give what tells this content from another under the same key."""
        fields = [f"{name}={getattr(self, name)}" for name in (*LINES, *WORDS)]
        return idempotency.fingerprint([*fields, *self.removed, *prepared.fingerprints])

    def again(self) -> "ProductForm":
        """Give the same words under a fresh key."""
        return replace(self, key=codes.random_token(), photos=())

    def judge(self, today: date) -> ProductFacts | None:
        """Give what the form says; None where something is missing or wrong: see ``errors``."""
        kind, unit = self._kind(), self._unit()
        low, high = self._prices()
        pack, stock = self._pack(unit), self._number("stock", limits.MAX_STOCK)
        first, last = self._season()
        stars, until = self._grade(today)
        if not self.name:
            self.errors.insert(0, ("name", _l("Write what it is.")))
        for name, most in LENGTHS.items():
            if (refused := too_long(name, getattr(self, name), most)) is not None:
                self.errors.append(refused)
        if self.errors or kind is None:
            return None
        return ProductFacts(
            self.name, kind, unit, pack, low, high, stock, self.about, self.keeping, first, last,
            self._origin(), self.origin_text, stars, self.ocop_certificate if stars else "", until,
        )  # fmt: skip

    def _kind(self) -> ProductKind | None:
        kind = kind_by_code(self.kind) if self.kind else None
        if kind is None:
            self.errors.append(("kind", _l("Choose what kind it is.")))
        return kind

    def _unit(self) -> str:
        if self.unit not in UNITS:
            self.errors.append(("unit", _l("Choose the unit.")))
            return "kg"
        return self.unit

    def _prices(self) -> tuple[int, int]:
        low = self._price("price", self.price)
        high = self._price("price_to", self.price_to) if self.price_to else low
        if low and high and high < low:
            self.errors.append(("price_to", _l("The second price is the higher one.")))
        return low, high

    def _price(self, name: str, typed: str) -> int:
        try:
            price = as_amount(typed)
        except BadValue as bad:
            self.errors.append((name, bad.message if typed else _l("Write the price.")))
            return 0
        if not MIN_PRICE <= price <= limits.MAX_PRICE:
            self.errors.append((name, _l("A price is from 100 to 1,000,000,000\u00a0đồng.")))
        return price

    def _pack(self, unit: str) -> int | None:
        fixed = UNITS[unit][2]
        if fixed is not None:
            return fixed
        amount = self._number("pack", 1_000_000)
        if amount == 0:
            self.errors.append(("pack", _l("Write how much is in one.")))
        return amount

    def _number(self, name: str, most: int) -> int | None:
        typed = "".join(getattr(self, name).replace(".", "").split())
        if not typed:
            return None
        number = whole(typed)
        if number is None or number > most:
            self.errors.append((name, _l("Write a whole number.")))
            return None
        return number

    def _season(self) -> tuple[int | None, int | None]:
        first, last = self._number("season_from", 12), self._number("season_to", 12)
        if (first is None) != (last is None):
            self.errors.append(("season_from", _l("Choose both months, or neither.")))
        return (first or None, last or None) if first and last else (None, None)

    def _grade(self, today: date) -> tuple[int | None, date | None]:
        if not self.ocop_stars:
            return None, None
        stars = self._number("ocop_stars", 5)
        if stars not in STARS:
            self.errors.append(("ocop_stars", _l("OCOP grades have 3, 4 or 5 stars.")))
        if not self.ocop_certificate:
            self.errors.append(("ocop_certificate", _l("Write the number of the decision.")))
        return stars, self._until(today)

    def _until(self, today: date) -> date | None:
        try:
            until = as_date(self.ocop_until)
        except BadValue as bad:
            self.errors.append(("ocop_until", bad.message))
            return None
        if until < today:
            self.errors.append(("ocop_until", _l("This grade has lapsed: it cannot be shown.")))
        return until

    def _origin(self) -> Place | None:
        place = places.by_code(self.origin) if self.origin else None
        return place if place is not None and place.kind == COMMUNE else None


LENGTHS = {
    "name": limits.MAX_NAME,
    "about": limits.MAX_ABOUT,
    "keeping": limits.MAX_KEEPING,
    "origin_text": limits.MAX_ORIGIN,
    "ocop_certificate": 60,
}


def unit_choices() -> list[tuple[str, Any]]:
    return [(code, name) for code, (name, _base, _amount) in UNITS.items()]


def pack_units() -> list[str]:
    """Give the units whose content the seller has to say."""
    return [code for code, (_name, _base, amount) in UNITS.items() if amount is None]


def _text(value: int | None) -> str:
    return "" if value is None else f"{value}"
