"""A seller's copy of all that is kept of their shop, as JSON; law 122/2025 gives it to them.

Of buyers it has what the shop may still see: name, phone and address go a week after an order.
"""

from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.market.models import Order, Product, Shop, Takedown, Taking
from app.market.models.identities import as_known
from app.market.owners import SHOP
from app.market.queries import identities, products
from app.payments import queries as payments


def copy_of(shop: Shop) -> dict[str, Any]:
    return {
        "shop": _shop(shop),
        "products": [_product(each) for each in products.all_of(shop)],
        "orders": [_order(each) for each in _all(Order, shop)],
        "takings": [_taking(each) for each in _all(Taking, shop)],
        "taken_down": [_case(each) for each in _all(Takedown, shop)],
    }


def _all(table: Any, shop: Shop) -> Any:
    mine = select(table).where(table.shop_id == shop.id).order_by(table.id)
    return db.session.scalars(mine).all()


def _shop(shop: Shop) -> dict[str, Any]:
    account = payments.account_of(SHOP, shop.id)
    plain = ("name", "slug", "kind", "status", "about", "shows_phone", "has_zalo", "meeting_point",
             "offers_pickup", "offers_delivery", "offers_meeting", "offers_courier",
             "delivery_fee", "adds_tax")  # fmt: skip
    return {
        **{name: getattr(shop, name) for name in plain},
        "place": shop.place,
        "registration": shop.legal,
        "identity": as_known(identities.of(shop)),
        "bank": {"bin": account.bin, "number": account.number, "holder": account.holder_name}
        if account
        else None,
        "created_at": shop.created_at.isoformat(),
        "confirmed_at": shop.confirmed_at.isoformat() if shop.confirmed_at else None,
        "people": len(shop.managers),
    }


def _product(product: Product) -> dict[str, Any]:
    plain = ("code", "name", "status", "about", "unit", "price_min", "price_max", "stock")
    return {
        **{name: getattr(product, name) for name in plain},
        "kind": product.kind.name,
        "photos": len(product.photos),
    }


def _order(order: Order) -> dict[str, Any]:
    plain = ("code", "status", "way", "pay_by", "goods", "fee", "total", "courier")
    contact = ("name", "phone", "address", "note")
    return {
        **{name: getattr(order, name) for name in plain},
        **{name: getattr(order, name) if order.shows_contact else None for name in contact},
        "created_at": order.created_at.isoformat(),
        "lines": [
            {"name": line.name, "quantity": line.quantity, "price": line.price}
            for line in order.lines
        ],
        "steps": [
            {"at": step.at.isoformat(), "verb": step.verb, "words": step.words}
            for step in order.changes
        ],
    }


def _taking(taking: Taking) -> dict[str, Any]:
    return {"at": taking.at.isoformat(), "amount": taking.amount, "way": taking.way,
            "note": taking.note, "struck": taking.struck_at is not None}  # fmt: skip


def _case(case: Takedown) -> dict[str, Any]:
    plain = ("reason", "note", "authority", "appeal", "outcome", "answer")
    about = {name: getattr(case, name) for name in plain}
    return {"at": case.at.isoformat(), "what": case.what, **about}
