"""Shops and products for tests. Names are obviously fictitious."""

from typing import Any

from app.accounts import permissions as may
from app.accounts.models import User
from app.core import clock
from app.core.db import db
from app.market.models import Product, ProductFacts, ProductKind, Shop, ShopFacts
from app.payments.models import BankAccount
from app.places.models import Place
from tests.factories.accounts import make_agency, make_official, make_user
from tests.factories.places import make_commune, make_village

_numbers = iter(range(1, 1_000_000))


def make_kind(name: str = "Mật ong", parent: ProductKind | None = None) -> ProductKind:
    """Give a kind of product."""
    kind = ProductKind(
        code=f"loai-{next(_numbers)}", parent=parent, icon="shop", position=0, words="",
        is_shown=True,
    )  # fmt: skip
    kind.call("vi", name)
    db.session.add(kind)
    db.session.flush()
    return kind


def make_market_office(commune: Place) -> Any:
    """Give the market office of a commune."""
    return make_agency(f"Quản lý chợ {commune.name}", "market_office", place_id=commune.id)


def make_market_official(shop: Shop) -> User:
    """Give somebody of the market office that answers for ``shop``."""
    if shop.office is None:
        shop.office = make_market_office(shop.commune)
        db.session.flush()
    return make_official(may.MARKET, agency=shop.office)


def shop_facts(name: str = "Gian hàng Thử", **more: Any) -> ShopFacts:
    """Give what a seller may say of a shop."""
    commune = more.pop("commune", None) or make_commune()
    village = more.pop("village", None) or make_village(commune)
    kind = more.pop("kind", "household")
    return ShopFacts(name, kind, commune, village, **more)


def make_shop(
    owner: User | None = None, status: str = "confirmed", name: str = "Gian hàng Thử", **more: Any
) -> Shop:
    """Give a shop: ``draft``, ``listed`` or ``confirmed`` (unless said otherwise)."""
    slug = more.pop("slug", None) or f"gian-thu-{next(_numbers)}"
    now = clock.now()
    shop = Shop.begin(owner or make_user("Người Bán Thử"), shop_facts(name, **more), slug, now)
    if status != "draft":
        shop.do("open", now)
        shop.reviewed_at = now
    if status == "confirmed":
        shop.confirm(None, now)
    db.session.flush()
    return shop


def make_shop_account(shop: Shop, number: str = "0000000034") -> BankAccount:
    """Give the bank account of a shop."""
    return BankAccount.open("shop", shop.id, "970418", number, "GIAN HANG THU", clock.now())


def product_facts(name: str = "Mật ong thử", price: int = 120_000, **more: Any) -> ProductFacts:
    """Give what a seller may say of a product."""
    kind = more.pop("kind", None) or make_kind()
    price_max = more.pop("price_max", price)
    unit, amount = more.pop("unit", "kg"), more.pop("pack_amount", 1000)
    return ProductFacts(name, kind, unit, amount, price, price_max, **more)


def make_product(
    shop: Shop | None = None,
    name: str = "Mật ong thử",
    price: int = 120_000,
    status: str = "on_sale",
    **more: Any,
) -> Product:
    """Give a product, on sale unless said otherwise; ``more`` are further facts."""
    now = more.pop("now", None) or clock.now()
    product = Product.begin(shop or make_shop(), product_facts(name, price, **more), now)
    if status == "in_review":
        product.do("submit", now)
    elif status != "draft":
        product.do("publish", now)
        verbs = {"hidden": "hide", "sold_out": "sell_out", "taken_down": "take_down"}
        if status in verbs:
            product.do(verbs[status], now)
    db.session.flush()
    return product
