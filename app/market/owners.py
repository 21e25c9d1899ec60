"""Shops as owners of bank accounts."""

from app.market.policies import can_sell
from app.market.queries import shops
from app.payments.owners import OwnerKind, register

SHOP = "shop"

register(OwnerKind(SHOP, shops.by_id, can_sell, shops.managers))
