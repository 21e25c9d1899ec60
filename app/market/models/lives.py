"""The lives of shops and products as tables: verb: (from, to)."""

from flask_babel import lazy_gettext as _l

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
SHOP_VERBS: dict[str, tuple[frozenset[str], str]] = {
    "open": (frozenset({DRAFT, CLOSED}), LISTED),
    "confirm": (frozenset({LISTED}), CONFIRMED),
    "unconfirm": (frozenset({CONFIRMED}), LISTED),
    "take_down": (OPEN, TAKEN_DOWN),
    "restore": (frozenset({TAKEN_DOWN}), LISTED),
    "close": (OPEN | {DRAFT}, CLOSED),
}

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
PRODUCT_VERBS: dict[str, tuple[frozenset[str], str]] = {
    "submit": (frozenset({DRAFT, HIDDEN, ON_SALE, SOLD_OUT}), IN_REVIEW),
    "publish": (frozenset({DRAFT, IN_REVIEW}), ON_SALE),
    "send_back": (frozenset({IN_REVIEW}), DRAFT),
    "hide": (SEEN, HIDDEN),
    "sell_out": (frozenset({ON_SALE}), SOLD_OUT),
    "back": (frozenset({HIDDEN, SOLD_OUT}), ON_SALE),
    "take_down": (SEEN | {HIDDEN, IN_REVIEW}, TAKEN_DOWN),
    "restore": (frozenset({TAKEN_DOWN}), HIDDEN),
}
