"""Keeping a basket between two visits; forgetting what nobody came back to."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.accounts import grants, sending, sessions
from app.accounts.models import Grant
from app.accounts.viewer import Viewer
from app.core import clock, jobs
from app.core.db import db
from app.market.actions import order_acts
from app.market.models import Basket, Shop
from app.market.models.baskets import KEPT
from app.market.queries import baskets

CHUNK = 500


def keep(viewer: Viewer, shop: Shop, quantities: dict[int, int], now: datetime) -> Basket:
    """Let the viewer's basket at ``shop`` hold these quantities, by product id.

    Raises ``TooMany`` for one more of very many new baskets; the caller commits, then too.
    """
    found = baskets.basket_at(viewer, shop)
    if found is None:
        sending.spend(sending.BASKETS, now)
        found = Basket(user=viewer.user, shop=shop, changed_at=now)
        db.session.add(found)
        db.session.flush()
        if viewer.user is None:
            grants.make(sessions.ensure(now), baskets.SUBJECT, found.id, now)
    found.put(quantities, now)
    return found


def forget_old(now: datetime) -> int:
    """Drop baskets that were left alone, with the grants that open them; the caller commits."""
    old = select(Basket.id).where(Basket.changed_at < now - KEPT).limit(CHUNK)
    ids = db.session.scalars(old).all()
    opened = (Grant.subject_kind == baskets.SUBJECT, Grant.subject_id.in_(ids))
    db.session.execute(delete(Grant).where(*opened))
    for basket in db.session.scalars(select(Basket).where(Basket.id.in_(ids))):
        db.session.delete(basket)
    return len(ids)


@jobs.every(timedelta(days=1))
def forget_old_now() -> None:
    """Drop old baskets."""
    jobs.by_parts(forget_old, CHUNK)


@jobs.every(timedelta(minutes=15))
def lapse_now() -> None:
    """Cancel what shops have not answered."""
    order_acts.lapse_unanswered(clock.now())
    db.session.commit()
