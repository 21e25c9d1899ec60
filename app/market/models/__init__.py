"""The room's tables."""

from app.market.models.kinds import ProductKind, ProductKindText
from app.market.models.prices import PriceChange
from app.market.models.products import Product, ProductFacts, ProductPhoto
from app.market.models.shops import Shop, ShopFacts, ShopManager

__all__ = [
    "PriceChange",
    "Product",
    "ProductFacts",
    "ProductKind",
    "ProductKindText",
    "ProductPhoto",
    "Shop",
    "ShopFacts",
    "ShopManager",
]
