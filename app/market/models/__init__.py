"""The room's tables."""

from app.market.models.baskets import Basket, BasketLine
from app.market.models.fairs import Fair, FairFollower, Offer
from app.market.models.kinds import ProductKind, ProductKindText
from app.market.models.listing import MarketGram, MarketTerm, ProductWord
from app.market.models.order_life import OrderChange
from app.market.models.orders import Order, OrderLine, OrderRating
from app.market.models.prices import PriceChange
from app.market.models.products import Product, ProductFacts, ProductPhoto
from app.market.models.shops import Shop, ShopFacts, ShopManager

__all__ = [
    "Basket",
    "BasketLine",
    "Fair",
    "FairFollower",
    "MarketGram",
    "MarketTerm",
    "Offer",
    "Order",
    "OrderChange",
    "OrderLine",
    "OrderRating",
    "PriceChange",
    "Product",
    "ProductFacts",
    "ProductKind",
    "ProductKindText",
    "ProductPhoto",
    "ProductWord",
    "Shop",
    "ShopFacts",
    "ShopManager",
]
