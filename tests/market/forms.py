"""What the room's forms send, for tests."""

from typing import Any
from uuid import uuid4

from app.places.models import Place

KEY = "a-key-of-a-product-form"


def shop_form(commune: Place, **more: Any) -> dict[str, Any]:
    """Give the fields of a shop's form."""
    return {
        "name": "Mật Ong Thử", "kind": "household", "commune": commune.code, "shows_phone": "1",
        "offers_pickup": "1", "agrees": "1", "version": "0", **more,
    }  # fmt: skip


def product_form(kind: str, **more: Any) -> dict[str, Any]:
    """Give the fields of a product's form, under a key of its own."""
    return {
        "name": "Mật ong đa hoa", "kind": kind, "unit": "bottle", "pack": "1000",
        "price": "180.000", "about": "Ong nhà nuôi.", "wish": "publish", "version": "0",
        "idempotency_key": uuid4().hex, **more,
    }  # fmt: skip
