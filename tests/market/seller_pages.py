"""The seller's pages and the market office's, for the budgets."""

from app.core import clock
from app.core.working_days import calendar
from app.market import seeding
from app.market.actions import office
from app.market.models import Product, ProductPhoto, Shop, Taking
from app.market.queries.products import all_of
from tests.budgets import Page
from tests.factories.accounts import make_user
from tests.factories.market import (
    make_kind,
    make_market_official,
    make_product,
    make_shop,
    make_shop_account,
)
from tests.factories.media import photo
from tests.factories.places import make_commune, make_village


class _Actors:
    """Whoever looks at the page that was made last."""

    person = None


def _person():
    return _Actors.person


def _shop(rows: int) -> Shop:
    shop = make_shop()
    make_shop_account(shop, f"00000{shop.id:05d}")
    kind = make_kind()
    for n in range(rows):
        product = make_product(shop, f"Mật ong đa hoa loại {n}", 50_000 + 7_500 * n, kind=kind)
        product.photos.append(ProductPhoto(photo=photo(), position=0))
    _Actors.person = shop.owner
    return shop


def _of_seller(page: str):
    return lambda rows: f"/cho-so/ban/{_shop(rows).slug}{page}"


def _new_shop(rows: int) -> str:
    commune = make_commune()
    for n in range(rows):
        make_commune(f"Bình Thử {n}")
        make_village(commune, f"Thử {n}")
    _Actors.person = make_user(home_commune_id=commune.id)
    return "/cho-so/ban/moi"


def _takings(rows: int) -> str:
    shop = _shop(0)
    for n in range(rows):
        key = f"a-key-of-a-taking-{n}"
        Taking.note_down(shop, 10_000 + n, "qr", "Mật ong", key, shop.owner_id, clock.now())
    return f"/cho-so/ban/{shop.slug}/thu"


def _product(rows: int) -> str:
    for n in range(rows):
        make_commune(f"Bình Thử {n}")
    seeding.load()
    product = make_product(_shop(0))
    product.photos.append(ProductPhoto(photo=photo(), position=0))
    return f"/cho-so/ban/hang/{product.code}"


def _office(rows: int, page: str = "") -> str:
    shop = _shop(rows)
    _Actors.person = make_market_official(shop)
    for n in range(rows):
        other = make_shop(status="listed", name=f"Gian hàng Thử Số {n}")
        other.office = shop.office
        make_product(other, f"Mộc nhĩ thử {n}", status="in_review")
    return f"/can-bo/cho-so{page}"


def _complaints(rows: int) -> str:
    shop = _shop(rows)
    _Actors.person = make_market_official(shop)
    for n, product in enumerate(_products(shop)):
        what = ("unsafe", f"Hàng mốc, lần {n}.")
        office.complain(shop, product, what, None, (calendar(), clock.now()))
    return "/can-bo/cho-so?xem=bao-xau"


def _products(shop: Shop) -> list[Product]:
    return list(all_of(shop))


def _office_shop(rows: int) -> str:
    shop = _shop(rows)
    _Actors.person = make_market_official(shop)
    return f"/can-bo/cho-so/gian-hang/{shop.code}"


def _rules(rows: int) -> str:
    seeding.load()
    return "/cho-so/quy-che"


PAGES = [
    Page("opening a shop", _new_shop, _person),
    Page("a seller's shop", _of_seller(""), _person),
    Page("a seller's products", _of_seller("/hang"), _person),
    Page("a product's form", _product, _person),
    Page("the stall's keypad", _of_seller("/quay"), _person),
    Page("the stall's code", _of_seller("/quay?so-tien=76000"), _person),
    Page("the stall's sheet", _of_seller("/to-in"), _person),
    Page("the stall's takings", _takings, _person),
    Page("shops to confirm", lambda rows: _office(rows, "?xem=gian-hang"), _person),
    Page("listings to look at", lambda rows: _office(rows, "?xem=hang"), _person),
    Page("complaints", _complaints, _person),
    Page("the market in figures", lambda rows: _office(rows, "/so-lieu"), _person),
    Page("a shop at its office", _office_shop, _person),
    Page("the market's rules", _rules),
]
