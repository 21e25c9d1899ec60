"""A shop of the demonstration keeps its own entry of the directory; a change of it waits."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts import businesses
from app.accounts.actors import Actor
from app.accounts.models import User
from app.core.db import db
from app.demo.people import COMMUNE
from app.directory import queries
from app.directory.keeping import Said
from app.directory.owners import proposing
from app.market.models import Shop
from app.market.models.lives import CONFIRMED
from app.places.models import Place

OPEN_FOR = timedelta(days=20)


def load(people: dict[str, User], now: datetime) -> None:
    """Let a confirmed shop of the commune have its entry accepted, and want other hours."""
    here = select(Shop).join(Place, Place.id == Shop.commune_id).where(Place.code == COMMUNE)
    shop = db.session.scalars(here.where(Shop.status == CONFIRMED).order_by(Shop.id)).first()
    kind = queries.kind_by_code("business")
    business = businesses.load(shop.code) if shop is not None else None
    if shop is None or kind is None or business is None:
        return
    owner = Actor("citizen", shop.owner_id)
    said = Said(
        shop.name, commune=shop.commune, phones="0900 000 321", hours="Hằng ngày 6:30-18:00",
        address="Cạnh chợ trung tâm",
    )  # fmt: skip
    then = now - OPEN_FOR
    found = proposing.propose_new(business, kind, said, owner, then)
    office = Actor("official", people["village-office"].id, found.agency_id)
    proposing.accept(found, found.version, office, then + timedelta(hours=3))
    assert found.entry is not None
    wanted = replace(said, hours="Hằng ngày 6:00-19:00; T2 nghỉ")
    proposing.propose_change(business, found.entry, wanted, owner, now - timedelta(hours=2))
