"""A person's export and erasure: the shops they run, what they reported on the market."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from app.accounts.actors import SYSTEM
from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core import personal
from app.core.db import db
from app.core.events import person_erased, person_exported
from app.core.masking import masked
from app.market.actions import order_acts
from app.market.actions import shops as shop_actions
from app.market.models import (
    Complaint,
    SellerIdentity,
    Shop,
    ShopInvite,
    ShopManager,
    Takedown,
    order_life,
)
from app.market.models.identities import as_known
from app.market.owners import SHOP
from app.market.queries import identities, office, orders, products, shops
from app.media import actions as media
from app.payments import queries as payments


@person_exported.connect
def export(user: User, **_more: Any) -> tuple[str, list[dict[str, Any]]]:
    """Give the shops a person looks after with their goods, and what they reported as bad."""
    mine = [_told(shop, user) for shop in shops.mine(Viewer(user, rights=()))]
    reported = [
        {"about": each.what, "reason": each.reason, "words": each.words, "answer": each.answer}
        for each in office.complaints_by(user)
    ]
    return "market", mine + reported


@person_erased.connect
def erase(user: User, now: datetime) -> None:
    """Close the shops a person owns and forget who they are; leave the shops of others."""
    db.session.flush()
    for shop in shops.owned_by(user):
        _forget(shop, now)
    db.session.execute(delete(ShopManager).where(ShopManager.user_id == user.id))
    db.session.execute(delete(ShopInvite).where(ShopInvite.phone_index == user.phone_index))
    names, phones = ([each for each in some if each] for some in ([user.name], [user.phone]))
    for case in office.complaints_by(user):
        case.answer = masked(case.answer, names, phones)
        drop_sender(case)
    db.session.execute(
        update(Shop).where(Shop.contact_id == user.id).values(contact_id=Shop.owner_id)
    )


def drop_sender(case: Complaint) -> None:
    """Forget who reported it, the words and the files; reason and answer stay."""
    case.user_id, case.words = None, ""
    media.let_go(case)


def _forget(shop: Shop, now: datetime) -> None:
    """Close it for good: no name, words, registration, account or pictures' owner remain."""
    while waiting := orders.shop_orders(shop, is_open=True).rows:
        for order in waiting:
            order_acts.act(order, "end", order_life.SYSTEM, now)
    if shop.may_do("close"):
        shop_actions.step(shop, "close", SYSTEM, now)
    db.session.execute(delete(SellerIdentity).where(SellerIdentity.shop_id == shop.id))
    shop.forget(now)
    for product in products.all_of(shop):
        product.forget(now)
        pictures, product.photos = [link.photo for link in product.photos], []
        db.session.flush()
        for photo in pictures:
            media.erase(photo)
    account = payments.account_of(SHOP, shop.id)
    if account is not None:
        personal.destroy(account.person_key)
        account.holder_name = ""
    db.session.execute(update(Takedown).where(Takedown.shop_id == shop.id).values(appeal=""))


def _told(shop: Shop, user: User) -> dict[str, Any]:
    owns = shop.owner_id == user.id
    return {
        "shop": shop.name,
        "address": shop.slug,
        "status": shop.status,
        "owner": owns,
        "registration": shop.legal if owns else {},
        "identity": as_known(identities.of(shop)) if owns else {},
        "products": [{"name": p.name, "price": p.price_min} for p in products.all_of(shop)],
    }
