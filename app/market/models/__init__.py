"""The room's tables."""

from app.market.models.baskets import Basket, BasketLine
from app.market.models.checks import ShopCheck, ShopFinding
from app.market.models.fairs import Fair, FairFollower, Offer
from app.market.models.identities import MarketDuty, SellerIdentity
from app.market.models.kinds import ProductKind, ProductKindText
from app.market.models.listing import MarketSpelling, MarketTerm, ProductWord
from app.market.models.office import (
    Complaint,
    ComplaintAttachment,
    ForbiddenWord,
    ProducerCount,
    Takedown,
)
from app.market.models.order_life import OrderChange
from app.market.models.orders import Order, OrderLine, OrderRating
from app.market.models.prices import PriceChange
from app.market.models.products import Product, ProductFacts, ProductPhoto
from app.market.models.shops import Shop, ShopFacts, ShopManager
from app.market.models.stall import ShopInvite, Taking

__all__ = [
    "Basket",
    "BasketLine",
    "Complaint",
    "ComplaintAttachment",
    "Fair",
    "FairFollower",
    "ForbiddenWord",
    "MarketDuty",
    "MarketSpelling",
    "MarketTerm",
    "Offer",
    "Order",
    "OrderChange",
    "OrderLine",
    "OrderRating",
    "PriceChange",
    "ProducerCount",
    "Product",
    "ProductFacts",
    "ProductKind",
    "ProductKindText",
    "ProductPhoto",
    "ProductWord",
    "SellerIdentity",
    "Shop",
    "ShopCheck",
    "ShopFacts",
    "ShopFinding",
    "ShopInvite",
    "ShopManager",
    "Takedown",
    "Taking",
]
