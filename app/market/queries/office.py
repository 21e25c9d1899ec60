"""What the market office reads: what waits for it, cases, rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core.db import db, for_change, one
from app.core.listing import Listing, Page, counted, id_of
from app.core.navigation import MOST_WAITING
from app.market.models import Complaint, ForbiddenWord, Order, Product, Shop, Takedown
from app.market.models.lives import IN_REVIEW, LISTED
from app.market.models.office import RESTORED
from app.market.models.order_life import NEW
from app.market.policies import MARKET, may_oversee, may_sell
from app.market.queries import products, shops

MOST = 30
SHOPS, PRODUCTS = Listing(Shop.id, most=MOST), Listing(Product.id, most=MOST)
Case = Complaint | Takedown
Offices = frozenset[int] | Select[Any]
"""Their ids, or a statement that gives them."""
ANSWERED_WITHIN = timedelta(days=1)
"""An order that its shop leaves longer is shown to the market office; after three days it ends."""


def forbidden_words() -> Sequence[str]:
    """Give the words of goods that may not be sold."""
    return db.session.scalars(select(ForbiddenWord.text).order_by(ForbiddenWord.id)).all()


def forbidden_rows() -> Sequence[ForbiddenWord]:
    """Give the rows of forbidden goods, by their words."""
    return db.session.scalars(select(ForbiddenWord).order_by(ForbiddenWord.folded)).all()


def rule(_viewer: Viewer, word_id: int) -> ForbiddenWord | None:
    return db.session.get(ForbiddenWord, word_id)


def forbidden_by_folded(folded: str) -> ForbiddenWord | None:
    return db.session.scalar(select(ForbiddenWord).where(ForbiddenWord.folded == folded))


def shop(viewer: Viewer, code: str) -> Shop | None:
    """Give the shop with that code if the viewer's office answers for it."""
    found = shops.by_code(code)
    return found if found is not None and may_oversee(viewer, found) else None


def product(viewer: Viewer, code: str) -> Product | None:
    """Give the product with that code if the viewer's office answers for its shop."""
    found = products.by_code(code)
    return found if found is not None and may_oversee(viewer, found.shop) else None


def complaint(viewer: Viewer, code: str) -> Complaint | None:
    """Give the complaint with that code if the viewer's office answers for the shop."""
    found = _case(Complaint, code)
    return found if found is not None and may_oversee(viewer, found.shop) else None


def own_complaint(viewer: Viewer, code: str) -> Complaint | None:
    """Give the complaint with that code to whoever sent it."""
    found = _case(Complaint, code)
    mine = found is not None and viewer.user_id is not None and found.user_id == viewer.user_id
    return found if mine else None


def complaints_by(user: User) -> Sequence[Complaint]:
    """Give what that person reported as bad, the oldest first."""
    wanted = select(Complaint).where(Complaint.user_id == user.id).order_by(Complaint.id)
    return db.session.scalars(wanted).all()


def takedown(viewer: Viewer, code: str) -> Takedown | None:
    """Give the case with that code if the viewer's office answers for the shop."""
    found = _case(Takedown, code)
    return found if found is not None and may_oversee(viewer, found.shop) else None


def own_takedown(viewer: Viewer, code: str) -> Takedown | None:
    """Give the case with that code to whoever looks after the shop."""
    found = _case(Takedown, code)
    return found if found is not None and may_sell(viewer, found.shop) else None


def takedown_of_shop(of: Shop) -> Takedown | None:
    """Give the newest taking down of the shop itself, while it is down."""
    if of.status != "taken_down":
        return None
    wanted = select(Takedown).where(Takedown.shop_id == of.id, Takedown.product_id.is_(None))
    return db.session.scalar(wanted.order_by(Takedown.id.desc()).limit(1))


def notice_of(of: Shop) -> Takedown | None:
    """Give the notice that the shop's seller has, while it runs."""
    wanted = select(Takedown).where(Takedown.shop_id == of.id, *_is_notice())
    return db.session.scalar(wanted.order_by(Takedown.id.desc()).limit(1))


def notices_over(now: datetime) -> Sequence[Takedown]:
    """Give the notices whose days are over, locked."""
    wanted = select(Takedown).where(*_is_notice(), Takedown.begins_at <= now)
    return db.session.scalars(for_change(wanted.order_by(Takedown.id), of=Takedown)).all()


def is_down_besides(case: Takedown) -> bool:
    """Tell whether another taking down of the same shop has begun and was not found wrong."""
    others = Takedown.shop_id == case.shop_id, Takedown.product_id.is_(None), Takedown.id != case.id
    stands = Takedown.begun_at.is_not(None), Takedown.outcome != RESTORED
    return db.session.scalar(select(Takedown.id).where(*others, *stands).limit(1)) is not None


def _is_notice() -> tuple[Any, ...]:
    waits = Takedown.begins_at.is_not(None), Takedown.begun_at.is_(None)
    return (*waits, Takedown.outcome == "")


def takedown_of_product(of: Product) -> Takedown | None:
    """Give the newest taking down of a product, while it is down."""
    if of.status != "taken_down":
        return None
    wanted = select(Takedown).where(Takedown.product_id == of.id)
    return db.session.scalar(wanted.order_by(Takedown.id.desc()).limit(1))


@dataclass(frozen=True)
class Left:
    """A shop that leaves orders unanswered: how many, and since when the oldest waits."""

    shop: Shop
    number: int
    since: datetime


def shop_count(viewer: Viewer) -> Any:
    """Select how many shops wait to be confirmed."""
    waiting = select(Shop.id).where(_unconfirmed(viewer.agencies_below(MARKET)))
    return counted(waiting, MOST_WAITING)


def left_count(viewer: Viewer, now: datetime) -> Any:
    """Select how many orders the viewer's shops leave unanswered."""
    return counted(select(Order.id).where(_left(viewer.agencies_below(MARKET), now)), MOST_WAITING)


def left(viewer: Viewer, now: datetime) -> Page[Left]:
    """Give the shops that leave orders unanswered, the longest wait first."""
    waiting = (
        select(Order.shop_id, func.count().label("number"), func.min(Order.created_at).label("at"))
        .where(_left(viewer.agency_ids(MARKET), now))
        .group_by(Order.shop_id)
        .subquery()
    )
    statement = (
        select(Shop, waiting.c.number, waiting.c.at)
        .join(waiting, waiting.c.shop_id == Shop.id)
        .options(joinedload(Shop.village))
        .order_by(waiting.c.at, Shop.id)
    )
    rows = db.session.execute(statement.limit(MOST)).unique()
    return Page([Left(*row) for row in rows])


def counts(viewer: Viewer, now: datetime) -> dict[str, int]:
    """Give how much waits of each kind, in one statement."""
    ids = viewer.agency_ids(MARKET)
    parts = {
        "shops": _counted(Shop.id, _unconfirmed(ids)),
        "products": _counted(Product.id, _to_review(ids)),
        "complaints": _counted(Complaint.id, _open(Complaint, ids)),
        "appeals": _counted(Takedown.id, _open(Takedown, ids)),
        "left": _counted(Order.id, _left(ids, now)),
    }
    row = db.session.execute(select(*(each.label(name) for name, each in parts.items()))).one()
    return {name: getattr(row, name) for name in parts}


def unconfirmed(viewer: Viewer, after: int | None) -> Page[Shop]:
    """Give a page of the shops that wait to be confirmed, the oldest first."""
    where = _unconfirmed(viewer.agency_ids(MARKET))
    statement = select(Shop).where(where).options(joinedload(Shop.village))
    return SHOPS.page(statement, after, id_of)


def to_review(viewer: Viewer, after: int | None) -> Page[Product]:
    """Give a page of the listings that wait to be looked at, the oldest first."""
    where = _to_review(viewer.agency_ids(MARKET))
    statement = select(Product).where(where).options(joinedload(Product.shop))
    return PRODUCTS.page(statement, after, id_of)


def open_complaints(viewer: Viewer) -> Page[Complaint]:
    """Give the complaints without an answer, what is due first at the top."""
    return _open_cases(Complaint, viewer)


def open_appeals(viewer: Viewer) -> Page[Takedown]:
    """Give the objections without an answer, what is due first at the top."""
    return _open_cases(Takedown, viewer)


def running_cases(most: int) -> list[Case]:
    """Give complaints and objections without an answer, of all offices: for the worker."""
    found: list[Case] = []
    models: tuple[Any, ...] = (Complaint, Takedown)
    for model in models:
        wanted: Select[Any] = select(model).where(
            model.started_at.is_not(None), model.closed_at.is_(None)
        )
        wanted = wanted.order_by(model.answer_by).limit(most)
        found += db.session.scalars(wanted.options(joinedload(model.shop))).all()
    return found


def open_complaints_about(of: Shop) -> int:
    """Give how many complaints about the shop and its goods have no answer."""
    where = (Complaint.shop_id == of.id, Complaint.closed_at.is_(None))
    return db.session.scalar(select(func.count(Complaint.id)).where(*where)) or 0


def three_months(day: date) -> date:
    """Give the day by which a grade has to hold not to be warned of."""
    return day + timedelta(days=92)


def _case(model: Any, code: str) -> Any:
    wanted: Select[Any] = select(model).where(model.code == code).options(
        joinedload(model.shop).selectinload(Shop.managers),
        joinedload(model.product).selectinload(Product.photos),
    )  # fmt: skip
    return one(wanted, model)


def _open_cases(model: Any, viewer: Viewer) -> Page[Any]:
    wanted: Select[Any] = select(model).where(_open(model, viewer.agency_ids(MARKET)))
    wanted = wanted.options(joinedload(model.shop), joinedload(model.product))
    return Page(db.session.scalars(wanted.order_by(model.answer_by, model.id).limit(MOST)).all())


def _unconfirmed(ids: Offices) -> ColumnElement[bool]:
    return (Shop.status == LISTED) & Shop.office_id.in_(ids)


def _left(ids: Offices, now: datetime) -> ColumnElement[bool]:
    late = (Order.status == NEW) & (Order.created_at < now - ANSWERED_WITHIN)
    return late & Order.shop_id.in_(_shops_of(ids))


def _to_review(ids: frozenset[int]) -> ColumnElement[bool]:
    return (Product.status == IN_REVIEW) & Product.shop_id.in_(_shops_of(ids))


def _open(model: Any, ids: frozenset[int]) -> ColumnElement[bool]:
    running: ColumnElement[bool] = model.started_at.is_not(None) & model.closed_at.is_(None)
    return running & model.shop_id.in_(_shops_of(ids))


def _shops_of(ids: Offices) -> Select[Any]:
    return select(Shop.id).where(Shop.office_id.in_(ids))


def _counted(column: Any, where: ColumnElement[bool]) -> Any:
    return select(func.count(column)).where(where).scalar_subquery()
