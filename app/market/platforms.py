"""The catalogue in the columns that other platforms ask for.

Which columns, and what stands in each, is data: ``data/<platform>.csv`` (head, value), or a file
of the operator's in the instance's folder ``market``, which wins. A platform that changes its
sheet needs no new program.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from app.core.config import settings
from app.core.tables.writing import Cell, csv_of
from app.market.models import Product
from app.market.models.units import GRAM, UNITS, base_of

PLATFORMS = {
    # code: (name, where a seller signs in)
    "voso": ("Voso", "https://voso.vn/"),
    "postmart": ("Postmart", "https://postmart.vn/"),
}
OWN = Path(__file__).parent / "data"
Value = Callable[[Product, int, date], Cell]


def columns(platform: str) -> list[tuple[str, str]]:
    """Give the heads and what stands below each; raises ``ValueError`` for an unknown value."""
    theirs = settings().instance / "market" / f"{platform}.csv"
    path = theirs if theirs.is_file() else OWN / f"{platform}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = [(row["head"], row["value"]) for row in csv.DictReader(file)]
    unknown = {value for _head, value in found} - VALUES.keys()
    if unknown:
        raise ValueError(f"{path} asks for what no product has: {sorted(unknown)}")
    return found


def catalogue(platform: str, products: Iterable[Product], today: date) -> bytes:
    """Give the products as CSV in the platform's columns, every cell harmless."""
    wanted = columns(platform)
    rows: Iterable[Sequence[Cell]] = (
        [VALUES[value](product, number, today) for _head, value in wanted]
        for number, product in enumerate(products, start=1)
    )
    return csv_of([head for head, _value in wanted], rows)


def _origin(product: Product, _number: int, _today: date) -> str:
    place = product.origin.title if product.origin else ""
    return ", ".join(part for part in (product.origin_text, place) if part)


def _pack(product: Product, _number: int, _today: date) -> str:
    unit = str(UNITS[product.unit][0])
    fixed = UNITS[product.unit][2]
    if fixed is not None or product.pack_amount is None:
        return unit
    return f"{unit} {product.pack_amount} {base_of(product.unit)}"


def _grams(product: Product, _number: int, _today: date) -> Cell:
    known = base_of(product.unit) == GRAM and product.pack_amount is not None
    return product.pack_amount or "" if known else ""


def _photo(position: int) -> Value:
    def address(product: Product, _number: int, _today: date) -> str:
        if position >= len(product.photos):
            return ""
        code = product.photos[position].photo.code
        return _address(f"/cho-so/san-pham/{product.code}/anh/{code}-large.webp")

    return address


def _address(path: str) -> str:
    return settings().base_url.rstrip("/") + path


VALUES: dict[str, Value] = {
    "number": lambda _product, number, _today: number,
    "code": lambda product, _number, _today: product.code,
    "name": lambda product, _number, _today: product.name,
    "kind": lambda product, _number, _today: product.kind.name,
    "about": lambda product, _number, _today: product.about,
    "price": lambda product, _number, _today: product.price_min,
    "unit": lambda product, _number, _today: str(UNITS[product.unit][0]),
    "pack": _pack,
    "grams": _grams,
    "stock": lambda product, _number, _today: "" if product.stock is None else product.stock,
    "origin": _origin,
    "stars": lambda product, _number, today: product.stars_on(today) or "",
    "ocop": lambda product, _number, today: (
        f"OCOP {product.stars_on(today)}" if product.stars_on(today) else ""
    ),
    "certificate": lambda product, _number, today: (
        product.ocop_certificate if product.stars_on(today) else ""
    ),
    "keeping": lambda product, _number, _today: product.keeping,
    "photo1": _photo(0),
    "photo2": _photo(1),
    "photo3": _photo(2),
    "shop": lambda product, _number, _today: product.shop.name,
    "link": lambda product, _number, _today: _address(f"/cho-so/san-pham/{product.code}"),
}
"""What may stand in a column."""
