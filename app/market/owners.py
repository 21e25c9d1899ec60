"""Shops as owners of bank accounts."""

from app.market.models import Shop
from app.market.policies import may_sell
from app.market.queries import shops
from app.payments.owners import OwnerKind, register

SHOP = "shop"


def _page(shop: Shop) -> str:
    return f"/cho-so/ban/{shop.slug}"


register(OwnerKind(SHOP, shops.by_id, may_sell, shops.managers, _page))
