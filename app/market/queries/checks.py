"""What is read of the list of checks, and of what was found."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.viewer import Viewer
from app.core.db import db
from app.market.models import Shop, ShopCheck, ShopFinding

MOST = 60


def asked() -> Sequence[ShopCheck]:
    """Give the lines that are asked, in the order they were written."""
    statement = select(ShopCheck).where(ShopCheck.is_asked).order_by(ShopCheck.id)
    return db.session.scalars(statement).all()


def one(_viewer: Viewer, check_id: int) -> ShopCheck | None:
    return db.session.get(ShopCheck, check_id)


def by_text(text: str) -> ShopCheck | None:
    """Give the line of those words, asked or not."""
    return db.session.scalar(select(ShopCheck).where(ShopCheck.text == text))


def found(shop: Shop) -> Sequence[ShopFinding]:
    """Give what was found of a shop, newest first, with who looked."""
    statement = (
        select(ShopFinding)
        .where(ShopFinding.shop_id == shop.id)
        .options(joinedload(ShopFinding.by))
        .order_by(ShopFinding.at.desc(), ShopFinding.id)
        .limit(MOST)
    )
    return db.session.scalars(statement).all()
