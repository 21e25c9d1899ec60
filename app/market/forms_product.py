"""What a seller typed of a product."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.core import clock, codes, forms, idempotency
from app.core.errors import DomainError
from app.core.formats import day
from app.core.forms import Line, Read, Words, among, at_most, needed
from app.core.tables.values import as_amount, as_date
from app.core.text import whole
from app.market import prices
from app.market.forms import LONGEST_LINE
from app.market.models import Product, ProductFacts
from app.market.models import products as limits
from app.market.models.units import UNITS
from app.market.queries.products import kind_by_code
from app.media.intake import Prepared
from app.media.models import Photo
from app.places import queries as places
from app.places.models import COMMUNE, Place

PUBLISH, KEEP = "publish", "draft"
MIN_PRICE = 100
STARS = (None, 3, 4, 5)
TYPED = (
    "name", "kind", "unit", "pack", "price", "price_to", "stock", "stock_was",
    "season_from", "season_to", "origin", "origin_text", "ocop_stars", "ocop_certificate",
    "ocop_until", "wish", "version", "about", "keeping",
)  # fmt: skip


def _number(most: int) -> Callable[[str], int | None]:
    def read(typed: str) -> int:
        number = whole("".join(typed.replace(".", "").split()))
        if number is None or number > most:
            raise DomainError(_l("Write a whole number."))
        return number

    return read


def _price(typed: str) -> int:
    price = as_amount(typed)
    if not 0 < price <= limits.MAX_PRICE:
        raise DomainError(_l("A price is from 100 to 1,000,000,000\u00a0đồng."))
    return price


def _commune(code: str) -> Place | None:
    place = places.by_code(code)
    return place if place is not None and place.kind == COMMUNE else None


def _is_graded(form: "ProductForm") -> bool:
    return bool(form.ocop_stars.text)


class ProductForm(forms.Form):
    """The form of a product. ``key`` is the form's own secret; photos of a refused one wait."""

    photos: Sequence[Photo] = ()
    """Those that wait under the key."""
    is_back = False
    """It was kept for whoever had to sign in first."""
    key = Line(LONGEST_LINE, name="idempotency_key")
    version = Read(whole, default=0)
    stock_was = Line(LONGEST_LINE)
    """What stood in the form when it was opened: unchanged, orders since then count."""
    files, removed = forms.Files(name="photos"), forms.Several(40, name="remove_photo")
    name = Line(LONGEST_LINE, needed(_l("Write what it is.")), at_most(limits.MAX_NAME))
    kind = Read(kind_by_code, needed(_l("Choose what kind it is.")))
    unit = Line(LONGEST_LINE, among(UNITS, _l("Choose the unit.")), default="kg")
    pack = Read(_number(1_000_000), empty=None, when=lambda form: form.unit.data in pack_units())
    price = Read(_price, needed(_l("Write the price.")), empty=None)
    price_meant = Line(20)
    """What was chosen where a small price was asked about."""
    asked_price: Sequence[tuple[str, str]] = ()
    price_to = Read(_price, empty=None)
    stock = Read(_number(limits.MAX_STOCK), empty=None)
    about = Words(None, at_most(limits.MAX_ABOUT))
    season_from, season_to = Read(_number(12), empty=None), Read(_number(12), empty=None)
    origin = Read(_commune, empty=None)
    origin_text = Line(LONGEST_LINE, at_most(limits.MAX_ORIGIN))
    keeping = Words(None, at_most(limits.MAX_KEEPING))
    ocop_stars = Read(_number(5), among(STARS, _l("OCOP grades have 3, 4 or 5 stars.")), empty=None)
    ocop_certificate = Line(LONGEST_LINE, at_most(60))
    ocop_until = Read(as_date, when=_is_graded)
    wish = Line(LONGEST_LINE, default=PUBLISH)

    @classmethod
    def blank(cls, origin: Place) -> "ProductForm":
        """Give an empty form with a key of its own."""
        return cls(None, key=codes.random_token(), origin=origin)

    @classmethod
    def of(cls, product: Product) -> "ProductForm":
        said = {name: getattr(product, name, None) for name in TYPED}
        said |= {
            "key": codes.random_token(),
            "pack": None if UNITS[product.unit][2] else product.pack_amount,
            "price": product.price_min,
            "price_to": None if product.has_one_price else product.price_max,
            "stock_was": "" if product.stock is None else product.stock,
            "ocop_until": day(product.ocop_until) if product.ocop_until else "",
            "wish": PUBLISH,
        }
        return cls(None, data=said)

    def fingerprint(self, prepared: Prepared) -> str:
        """Give what tells this content from another under the same key."""
        fields = [f"{name}={self[name].text}" for name in TYPED]
        return idempotency.fingerprint([*fields, *self.removed.data, *prepared.fingerprints])

    def renew(self) -> None:
        """Go on with the same words under a fresh key."""
        self.key.data, self.photos = codes.random_token(), ()

    def facts(self) -> ProductFacts:
        low, fixed = self.price.data, UNITS[self.unit.data][2]
        season = self.season_from.data or None, self.season_to.data or None
        stars = self.ocop_stars.data
        return ProductFacts(
            self.name.data, self.kind.data, self.unit.data,
            self.pack.data if fixed is None else fixed, low, self.price_to.data or low,
            self.stock.data, self.about.data, self.keeping.data,
            *(season if all(season) else (None, None)), self.origin.data, self.origin_text.data,
            stars, self.ocop_certificate.data if stars else "", self.ocop_until.data,
        )  # fmt: skip

    def validate_pack(self, field: Any) -> None:
        if field.data == 0:
            raise ValidationError(_l("Write how much is in one."))

    def validate_price(self, field: Any) -> None:
        try:
            field.data = prices.meant(field.data, self.price_meant.data)
        except prices.Thousands as asked:
            self.asked_price = asked.choices
            raise ValidationError(asked.message) from asked
        if field.data < MIN_PRICE:
            raise ValidationError(_l("A price is from 100 to 1,000,000,000\u00a0đồng."))

    def validate_price_to(self, field: Any) -> None:
        if field.data and self.price.data and field.data < self.price.data:
            raise ValidationError(_l("The second price is the higher one."))

    def validate_season_from(self, field: Any) -> None:
        if bool(field.typed) != bool(self.season_to.typed):
            raise ValidationError(_l("Choose both months, or neither."))

    def validate_ocop_certificate(self, field: Any) -> None:
        if _is_graded(self) and not field.data:
            raise ValidationError(_l("Write the number of the decision."))

    def validate_ocop_until(self, field: Any) -> None:
        if field.data < clock.local(clock.now()).date():
            raise ValidationError(_l("This grade has lapsed: it cannot be shown."))


def unit_choices() -> list[tuple[str, Any]]:
    return [(code, name) for code, (name, _base, _amount) in UNITS.items()]


def pack_units() -> list[str]:
    """Give the units whose content the seller has to say."""
    return [code for code, (_name, _base, amount) in UNITS.items() if amount is None]
