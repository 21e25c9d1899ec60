"""How long whom an order was for is known, and who said that something is bad."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, delete, exists, or_, select

from app.core import personal
from app.core.db import db, for_change
from app.core.retention import Kind, goes_on, register
from app.market.actions.order_acts import drop_files
from app.market.actions.order_personal import mask
from app.market.actions.shop_personal import drop_sender
from app.market.models import Complaint, Order, SellerIdentity, Shop, order_life
from app.market.models.lives import CLOSED


def _lock(ids: Sequence[int]) -> None:
    mine = select(Order.id).where(Order.id.in_(ids)).order_by(Order.id)
    db.session.execute(for_change(mine))


def _end_contacts(ids: Sequence[int], _now: datetime) -> None:
    """Goods and amounts stay, for the shop and for whoever bought by an account."""
    mine = select(Order).where(Order.id.in_(ids)).order_by(Order.id)
    for order in db.session.scalars(mine).all():
        mask(order)
        drop_files(order)
        order.drop_contact()
        personal.destroy(order.person_key)
        for change in order.changes:
            if change.role == order_life.BUYER:
                change.words = None


def _goes_on(person: Any) -> ColumnElement[bool]:
    """An order that a person made or that waits at their shop, or a listing they reported."""
    theirs = select(Shop.id).where(Shop.owner_id == person)
    orders = or_(Order.buyer_id == person, Order.shop_id.in_(theirs))
    reported = Complaint.user_id == person, Complaint.closed_at.is_(None)
    return or_(
        exists(select(Order.id).where(Order.is_open.is_(True), orders)),
        exists(select(Complaint.id).where(*reported)),
    )


def _end_identities(ids: Sequence[int], _now: datetime) -> None:
    db.session.execute(delete(SellerIdentity).where(SellerIdentity.shop_id.in_(ids)))


def _end_complaints(ids: Sequence[int], _now: datetime) -> None:
    mine = select(Complaint).where(Complaint.id.in_(ids)).order_by(Complaint.id)
    for case in db.session.scalars(for_change(mine, of=Complaint)).all():
        drop_sender(case)


register(
    Kind(
        "orders", _l("Orders, after they ended"),
        _l("Name, phone number, address and remarks go; goods and amounts stay."), 365, Order.id,
        lambda moment: and_(
            Order.is_open.is_(False), Order.closed_at < moment, Order.phone_sealed.is_not(None)
        ),
        _end_contacts, code=Order.code, lock=_lock,
        of_person=lambda person_id: Order.buyer_id == person_id, order=20,
    )
)  # fmt: skip
register(
    Kind(
        "market-reports", _l("Reports of a listing, after their answer"),
        _l("Who reported it, in what words and with which files goes; reason and answer stay."),
        730, Complaint.id,
        lambda moment: and_(
            Complaint.closed_at < moment,
            or_(Complaint.user_id.is_not(None), Complaint.words != "", Complaint.links.any()),
        ),
        _end_complaints, code=Complaint.code,
        of_person=lambda person_id: Complaint.user_id == person_id, order=21,
    )
)  # fmt: skip
register(
    Kind(
        "seller-identities", _l("How a seller was identified, after the shop closed"),
        _l("Way, level, day, number and who checked it are deleted."), 1_095,
        SellerIdentity.shop_id,
        lambda moment: SellerIdentity.shop_id.in_(
            select(Shop.id).where(Shop.status == CLOSED, Shop.updated_at < moment)
        ),
        _end_identities, order=22,
    )
)  # fmt: skip
goes_on(_goes_on)
