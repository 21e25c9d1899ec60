"""A person's orders and baskets in their export, claimed with a link, gone with the account."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from app.accounts import grants
from app.accounts.models import User
from app.core.db import db
from app.core.events import grants_claimed, person_erased, person_exported
from app.core.masking import masked
from app.market.actions import order_acts
from app.market.models import Basket, FairFollower, Order, OrderRating
from app.market.models import order_life as life
from app.market.queries import orders as queries


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    return "market_orders", [_exported(order) for order in queries.all_of(user)]


@grants_claimed.connect
def _claim(user: User, grant_ids: list[int], **_: Any) -> None:
    grants.give_unclaimed(Order.buyer_id, queries.SUBJECT, user, grant_ids)


@person_erased.connect
def _erase(user: User, now: datetime, **_: Any) -> None:
    """Cancel what goes on; of what is over, the shop keeps goods and amounts and no person."""
    for order in queries.all_of(user):
        if order.is_open:
            order_acts.act(order, "end", life.SYSTEM, now)
        mask(order)
        order_acts.drop_files(order)
        order.forget_contact()
        rated = OrderRating.order_id == order.id
        db.session.execute(update(OrderRating).where(rated).values(words=None))
    db.session.execute(delete(Basket).where(Basket.user_id == user.id))
    db.session.execute(delete(FairFollower).where(FairFollower.user_id == user.id))


def mask(order: Order) -> None:
    """Take name and phone out of what the shop wrote, while they can be read."""
    names, phones = ([each for each in some if each] for some in ([order.name], [order.phone]))
    for step in order.changes:
        step.words = masked(step.words, names, phones) if step.words else step.words


def _exported(order: Order) -> dict[str, Any]:
    rating = queries.rating_of(order)
    return {
        "code": order.code,
        "shop": order.shop.name,
        "name": order.name,
        "phone": order.phone,
        "address": order.address,
        "note": order.note,
        "way": order.way,
        "pay_by": order.pay_by,
        "total": order.total,
        "status": order.status,
        "created_at": order.created_at.isoformat(),
        "lines": [
            {"name": line.name, "quantity": line.quantity, "amount": line.amount}
            for line in order.lines
        ],
        "steps": [
            {"at": step.at.isoformat(), "verb": step.verb, "words": step.words}
            for step in order.changes
        ],
        "rating": rating.face if rating else None,
        "rating_words": rating.words if rating else None,
    }
