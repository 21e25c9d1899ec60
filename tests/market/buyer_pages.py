"""The buyers' pages, the seller's orders and the fair, for the budgets."""

from datetime import timedelta

from app.core import clock
from app.market.actions import basketing, order_acts
from app.market.models import Product, ProductPhoto, Shop
from app.market.models import order_life as life
from app.market.models.orders import TRANSFER
from tests.budgets import Page
from tests.factories.accounts import make_user
from tests.factories.market import make_kind, make_market_official, make_product, make_shop
from tests.factories.market_orders import (
    listed,
    make_fair,
    make_offer,
    make_order,
    make_shop_account,
    viewer_for,
)
from tests.factories.media import photo

GOODS = (
    "Mật ong đa hoa", "Mộc nhĩ rừng", "Chè Bát Tiên", "Shan tuyết cổ thụ", "Quế điếu",
    "Miến đao", "Nấm linh chi", "Măng sấy", "Gạo nếp Tú Lệ", "Táo mèo",
)  # fmt: skip


class _Actors:
    """Whoever looks at the page that was made last."""

    person = None


def _person():
    return _Actors.person


def _goods(count: int, shop: Shop | None = None) -> list[Product]:
    """That many products with photos, as a season brings them."""
    kind = make_kind()
    made = []
    for n in range(count):
        product = make_product(
            shop or make_shop(name=f"Gian hàng Thử Số {n}"), f"{GOODS[n % len(GOODS)]} loại {n}",
            50_000 + 7_500 * n, kind=kind, stock=5 * n, season_from=9, season_to=12,
        )  # fmt: skip
        made.append(product)
        product.photos.append(ProductPhoto(photo=photo(), position=0))
    listed(*made)
    return made


def _list(rows: int) -> str:
    _goods(rows + 10)
    return "/cho-so"


def _search(rows: int) -> str:
    _Actors.person = make_user()
    _goods(rows)
    return "/cho-so?q=mat+ogn&mua=1&gia=1"


def _product(rows: int) -> str:
    return f"/cho-so/san-pham/{_goods(rows)[0].code}"


def _shop(rows: int) -> str:
    shop = make_shop(offers_meeting=True, meeting_point="Chợ Thử, sáng thứ Bảy")
    _goods(rows, shop)
    return f"/cho-so/{shop.slug}"


def _basket(rows: int) -> str:
    _Actors.person = make_user()
    shop = make_shop(offers_delivery=True, delivery_fee=15_000)
    make_shop_account(shop)
    wanted = {each.id: 2 for each in _goods(rows, shop)}
    basketing.keep(viewer_for(_Actors.person), shop, wanted, clock.now())
    return f"/cho-so/{shop.slug}/gio"


def _baskets(rows: int) -> str:
    _Actors.person = make_user()
    for product in _goods(rows):
        basketing.keep(viewer_for(_Actors.person), product.shop, {product.id: 1}, clock.now())
    return "/cho-so/gio"


def _my_orders(rows: int) -> str:
    _Actors.person = make_user()
    for _n in range(rows):
        order = make_order(buyer=_Actors.person, status=life.DONE)
        order.created_at -= timedelta(days=2)
    return "/cho-so/don"


def _my_order(rows: int) -> str:
    _Actors.person = make_user()
    product = make_product()
    make_shop_account(product.shop)
    order = make_order(product, life.ACCEPTED, _Actors.person, pay_by=TRANSFER)
    return f"/cho-so/don/{order.code}"


def _desk(rows: int) -> str:
    product = make_product()
    _Actors.person = product.shop.owner
    for _n in range(rows):
        make_order(product)
    return "/cho-so/ban/don"


def _desk_order(rows: int) -> str:
    order = make_order()
    _Actors.person = order.shop.owner
    return f"/cho-so/ban/don/{order.code}"


def _fair(rows: int) -> str:
    fair = make_fair(weekday=3)
    for product in _goods(rows):
        make_offer(fair, product, product.price_min - 5_000)
    return f"/cho-so/phien-cho/{fair.code}"


def _offers(rows: int) -> str:
    fair, shop = make_fair(weekday=3), make_shop()
    _Actors.person = shop.owner
    for product in _goods(rows + 1, shop)[1:]:
        make_offer(fair, product, product.price_min - 5_000)
    return f"/cho-so/ban/phien-cho/{fair.code}/{shop.slug}"


def _office(rows: int) -> str:
    _Actors.person = make_market_official(make_shop())
    for _n in range(rows):
        make_fair()
    return "/can-bo/cho-so/phien-cho"


def _ratings(rows: int) -> str:
    product = make_product()
    _Actors.person = make_market_official(product.shop)
    for _n in range(rows):
        order = make_order(product, life.DONE)
        order_acts.rate(order, "satisfied", "Hàng tươi, gói kỹ.", clock.now())
    return "/can-bo/cho-so/danh-gia"


PAGES = [
    Page("the market's list", _list),
    Page("a search on the market", _search, _person),
    Page("a product", _product),
    Page("a shop", _shop),
    Page("a fair", _fair),
    Page("a shop's offers at a fair", _offers, _person),
    Page("what buyers say", _ratings, _person),
    Page("the office's fairs", _office, _person),
    Page("a basket", _basket, _person),
    Page("baskets", _baskets, _person),
    Page("my orders", _my_orders, _person),
    Page("one of my orders", _my_order, _person),
    Page("a shop's orders", _desk, _person),
    Page("one of a shop's orders", _desk_order, _person),
]
