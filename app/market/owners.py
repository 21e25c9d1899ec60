"""Shops as owners of bank accounts, and as businesses that an office has confirmed."""

from collections.abc import Sequence

from app.accounts import businesses
from app.accounts.businesses import Business
from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.market.models import Shop
from app.market.policies import may_sell
from app.market.queries import shops
from app.payments.owners import OwnerKind, register

SHOP = "shop"


def _page(shop: Shop) -> str:
    return f"/cho-so/ban/{shop.slug}"


def business_of(shop: Shop) -> Business | None:
    """Give the shop as others know it, once it is confirmed."""
    return _business(shop) if shop.is_confirmed else None


def _business(shop: Shop) -> Business:
    url = f"/cho-so/{shop.slug}"
    return Business(shop.code, shop.name, shop.kind, shop.commune, url, _page(shop))


def _run_by(viewer: Viewer) -> Sequence[Business]:
    return [_business(each) for each in shops.mine(viewer) if each.is_confirmed]


def _load(code: str) -> Business | None:
    shop = shops.confirmed(code)
    return _business(shop) if shop is not None else None


def _managers(code: str) -> Sequence[User]:
    shop = shops.confirmed(code)
    return shops.managers(shop) if shop is not None else []


register(OwnerKind(SHOP, shops.by_id, may_sell, shops.managers, _page))
businesses.register(businesses.Source(_run_by, _load, _managers))
