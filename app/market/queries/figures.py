"""The market in figures, a row for each commune."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.viewer import Viewer
from app.core.db import db
from app.market.models import Order, ProducerCount, Product, Shop
from app.market.models.lives import CONFIRMED, OPEN
from app.market.policies import MARKET
from app.market.queries.identities import lacking
from app.places.models import Place


@dataclass(frozen=True)
class Figures:
    """One commune: open shops, those confirmed, those whose seller nobody identified, goods shown,
    orders of 30 days, producers."""

    place: Place
    shops: int
    confirmed: int
    unidentified: int
    listings: int
    orders: int
    producers: int | None
    source: str

    @property
    def share(self) -> float | None:
        """Give which share of the producers has an open shop; None where nobody counted them."""
        return min(self.shops / self.producers, 1.0) if self.producers else None


def by_commune(viewer: Viewer, since: object) -> list[Figures]:
    """Give the figures of the communes whose shops the viewer's offices answer for."""
    ids = viewer.agency_ids(MARKET)
    rows = db.session.execute(
        select(
            Shop.commune_id,
            func.count(Shop.id),
            func.sum((Shop.status == CONFIRMED).cast(db.Integer)),
            func.sum(lacking().cast(db.Integer)),
        )
        .where(Shop.office_id.in_(ids), Shop.status.in_(OPEN))
        .group_by(Shop.commune_id)
    ).all()
    communes = [row[0] for row in rows]
    places = _places(communes)
    listings, orders = _listings(communes), _orders(communes, since)
    producers = _producers(communes)
    found = [
        Figures(
            places[commune], count, confirmed or 0, lacks or 0, listings.get(commune, 0),
            orders.get(commune, 0), *producers.get(commune, (None, "")),
        )
        for commune, count, confirmed, lacks in rows
    ]  # fmt: skip
    return sorted(found, key=lambda each: each.place.sort_key)


def producer_count(commune: Place) -> ProducerCount | None:
    """Give how many producers were counted in ``commune``."""
    return db.session.scalar(select(ProducerCount).where(ProducerCount.commune_id == commune.id))


def _places(ids: Sequence[int]) -> dict[int, Place]:
    found = db.session.scalars(select(Place).where(Place.id.in_(ids)))
    return {place.id: place for place in found}


def _listings(ids: Sequence[int]) -> Mapping[int, int]:
    statement = (
        select(Product.commune_id, func.count(Product.id))
        .where(Product.is_public, Product.commune_id.in_(ids))
        .group_by(Product.commune_id)
    )
    return {commune: count for commune, count in db.session.execute(statement)}


def _orders(ids: Sequence[int], since: object) -> Mapping[int, int]:
    statement = (
        select(Shop.commune_id, func.count(Order.id))
        .join(Order, Order.shop_id == Shop.id)
        .where(Shop.commune_id.in_(ids), Order.created_at >= since)
        .group_by(Shop.commune_id)
    )
    return {commune: count for commune, count in db.session.execute(statement)}


def _producers(ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    found = db.session.scalars(select(ProducerCount).where(ProducerCount.commune_id.in_(ids)))
    return {each.commune_id: (each.producers, each.source) for each in found}
