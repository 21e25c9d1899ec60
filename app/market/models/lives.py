"""The lives of shops and products."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.lifecycle import Life

DRAFT, LISTED, CONFIRMED, TAKEN_DOWN, CLOSED = (
    "draft", "listed", "confirmed", "taken_down", "closed",
)  # fmt: skip
SHOP_STATUSES = {
    DRAFT: _l("Not open yet"),
    LISTED: _l("Open, not confirmed yet"),
    CONFIRMED: _l("Confirmed by the commune"),
    TAKEN_DOWN: _l("Taken down"),
    CLOSED: _l("Closed"),
}
OPEN = frozenset({LISTED, CONFIRMED})
SHOP: Life[Any] = Life("shop")
SHOP.verb("open", {DRAFT, CLOSED}, LISTED)
SHOP.verb("confirm", {LISTED}, CONFIRMED)
SHOP.verb("unconfirm", {CONFIRMED}, LISTED)
SHOP.verb("take_down", OPEN, TAKEN_DOWN)
SHOP.verb("restore", {TAKEN_DOWN}, LISTED)
SHOP.verb("close", OPEN | {DRAFT}, CLOSED)

IN_REVIEW, ON_SALE, HIDDEN, SOLD_OUT = "in_review", "on_sale", "hidden", "sold_out"
PRODUCT_STATUSES = {
    DRAFT: _l("Draft"),
    IN_REVIEW: _l("Waiting for the market office"),
    ON_SALE: _l("On sale"),
    HIDDEN: _l("Hidden"),
    SOLD_OUT: _l("Sold out"),
    TAKEN_DOWN: _l("Taken down"),
}
SEEN = frozenset({ON_SALE, SOLD_OUT})
"""A product in these is seen by everybody, where its shop is open."""
PRODUCT: Life[Any] = Life("product")
PRODUCT.verb("submit", {DRAFT, HIDDEN, ON_SALE, SOLD_OUT}, IN_REVIEW)
PRODUCT.verb("publish", {DRAFT, IN_REVIEW}, ON_SALE)
PRODUCT.verb("send_back", {IN_REVIEW}, DRAFT)
PRODUCT.verb("hide", SEEN, HIDDEN)
PRODUCT.verb("sell_out", {ON_SALE}, SOLD_OUT)
PRODUCT.verb("back", {HIDDEN, SOLD_OUT}, ON_SALE)
PRODUCT.verb("take_down", SEEN | {HIDDEN, IN_REVIEW}, TAKEN_DOWN)
PRODUCT.verb("restore", {TAKEN_DOWN}, HIDDEN)
