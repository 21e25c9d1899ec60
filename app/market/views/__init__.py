"""The room's pages. Importing the modules adds their routes to the blueprint."""

from app.market.views import (
    basket,
    browse,
    fairs,
    office_fairs,
    orders,
    photos,
    seller,
    seller_orders,
    seller_products,
    wording,
)

__all__ = [
    "basket",
    "browse",
    "fairs",
    "office_fairs",
    "orders",
    "photos",
    "seller",
    "seller_orders",
    "seller_products",
    "wording",
]
