"""Shops and goods of the demonstration. Sellers and accounts are invented; so are all prices."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.demo.people import Person
from app.demo.read import read

OFFICE = Person("market", "Quản lý chợ", "Cán Bộ Chợ Thử", "+84900000021")
SELLERS = (
    Person("seller-honey", "Người bán: mật ong, nấm", "Người Bán Thử Ong", "+84900000031"),
    Person("seller-tea", "Người bán: hợp tác xã chè", "Người Bán Thử Chè", "+84900000032"),
    Person("seller-noodles", "Người bán: miến đao", "Người Bán Thử Miến", "+84900000033"),
    Person("seller-stall", "Người bán: sạp chợ", "Người Bán Thử Sạp", "+84900000034"),
    Person("seller-new", "Người bán: gian hàng mới mở", "Người Bán Thử Mới", "+84900000035"),
)
PEOPLE = (OFFICE, *SELLERS)


@dataclass(frozen=True)
class Goods:
    """One product: name, kind, unit, what is in one (g, ml), price, and what else is known."""

    name: str
    kind: str
    unit: str
    pack: int | None
    price: int
    about: str
    picture: str
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ShopStory:
    """A shop: whose, called what, of which kind, in which commune, selling what."""

    seller: str
    name: str
    kind: str
    commune: str
    about: str
    goods: Sequence[Goods]
    confirmed: bool = True
    more: dict[str, Any] = field(default_factory=dict)


def shops() -> list[ShopStory]:
    """All shops with their goods, in the order in which they open."""
    return [
        ShopStory(**{**row, "goods": [Goods(**goods) for goods in row["goods"]]})
        for row in read("shops")["shops"]
    ]
