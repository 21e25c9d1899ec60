"""What a biller's clerk reads: bills, who has not paid, totals by period and place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.bills.models import Bill, Biller, CustomerAccount, PlannedCut
from app.bills.models.account import NOBODY
from app.bills.models.bill import DRAFT, PUBLISHED
from app.bills.queries.bills import SUBJECT
from app.core import filters
from app.core.db import db, one
from app.core.filters import among, asks
from app.core.listing import Listing, Page, code_of, id_of
from app.core.tables.values import BadValue, as_key, as_period
from app.payments import queries as payments
from app.places.models import Place

NEWEST = Listing(Bill.id, newest_first=True, most=25)
WHOLE = Listing(Bill.id, most=1_000)
CUSTOMERS = Listing(CustomerAccount.id, most=25)
ROUND = Listing(CustomerAccount.id, most=100)
"""Meters on one page of the round: a hamlet's, as a rule."""
OVERPAID, UNPAID, SAID, DRAFTS, ALL = "thua", "chua-tra", "bao-chuyen", "nhap", ""
MOST_TOTALS = 2_000


def _period(typed: str) -> str:
    try:
        return as_period(typed)
    except BadValue:
        return ""


@dataclass(frozen=True)
class Filters(filters.Filters):
    """Which of a biller's bills: a month, who has not paid, the code typed."""

    period: str = asks("ky", _period)
    which: str = asks("loai", among(UNPAID, SAID, OVERPAID, DRAFTS), ALL)
    code: str = asks("ma", filters.line(40))


@dataclass(frozen=True)
class Total:
    """Figures of one period (and place): bills, what is owed, what came, how many unpaid."""

    period: str
    place_id: int | None
    bills: int
    owed: int
    paid: int
    unpaid: int
    said: int = 0
    """Said to be transferred, not yet shown by the bank: not among the unpaid."""


def clerks_bill(viewer: Viewer, code: str) -> Bill | None:
    """Give a bill, published or not, if the viewer is its biller's clerk."""
    statement = (
        select(Bill)
        .where(Bill.code == code, Bill.number == 0)
        .options(selectinload(Bill.corrections), selectinload(Bill.receipts))
    )
    payments.hold_requests(SUBJECT, select(Bill.id).where(Bill.code == code))
    bill = one(statement)
    if bill is None or bill.is_own or not viewer.can(permissions.CLERK, bill.biller.agency):
        return None
    return bill


def page(biller: Biller, filters: Filters, before: str | None = None) -> Page[Bill]:
    """Give a page of the biller's bills, the newest first."""
    last = select(Bill.id).where(Bill.code == before).scalar_subquery() if before else None
    return NEWEST.page(_filtered(biller, filters), last, code_of)


def each(biller: Biller, filters: Filters) -> Iterator[Bill]:
    """Give all of them, read in pieces, the oldest first: for exports and reminders."""
    return WHOLE.each(_filtered(biller, filters))


def totals(biller: Biller) -> list[Total]:
    """Give totals by period and place, the newest period first."""
    paid = case((Bill.settled_on.is_not(None), Bill.owed), else_=Bill.received)
    is_said = Bill.said_paid_at.is_not(None)
    unpaid = case((Bill.is_open & ~is_said, 1), else_=0)
    said = case((Bill.is_open & is_said, 1), else_=0)
    place = CustomerAccount.place_id
    statement = (
        select(
            Bill.period,
            place,
            func.count(),
            func.sum(Bill.owed),
            func.sum(paid),
            func.sum(unpaid),
            func.sum(said),
        )
        .join(CustomerAccount, CustomerAccount.id == Bill.account_id)
        .where(Bill.biller_id == biller.id, Bill.state == PUBLISHED, Bill.number == 0)
        .where(CustomerAccount.owner_user_id == NOBODY)
        .group_by(Bill.period, place)
        .order_by(Bill.period.desc(), place)
        .limit(MOST_TOTALS)
    )
    rows = db.session.execute(statement)
    return [Total(row[0], row[1], row[2], int(row[3]), int(row[4]), int(row[5]), int(row[6]))
            for row in rows]  # fmt: skip


def by_period(totals: Sequence[Total]) -> list[Total]:
    found: dict[str, Total] = {}
    for each in totals:
        sum_ = found.get(each.period, Total(each.period, None, 0, 0, 0, 0))
        found[each.period] = Total(
            each.period,
            None,
            sum_.bills + each.bills,
            sum_.owed + each.owed,
            sum_.paid + each.paid,
            sum_.unpaid + each.unpaid,
            sum_.said + each.said,
        )
    return list(found.values())


def place_names(totals: Sequence[Total]) -> dict[int, str]:
    """Give the names of the places in ``totals``, in one statement."""
    ids = {total.place_id for total in totals if total.place_id is not None}
    if not ids:
        return {}
    return {p.id: p.full_name for p in db.session.scalars(select(Place).where(Place.id.in_(ids)))}


def draft_count(biller: Biller) -> int:
    """Give how many of the biller's bills are not published."""
    statement = select(func.count()).where(Bill.biller_id == biller.id, Bill.state == DRAFT)
    return db.session.scalar(statement) or 0


def draft_uploads(biller: Biller) -> Sequence[int | None]:
    """Give the sheets whose bills are not all published; None stands for ledger bills."""
    statement = select(Bill.upload_id).where(Bill.biller_id == biller.id, Bill.state == DRAFT)
    return db.session.scalars(statement.distinct()).all()


def ledger_drafts(biller: Biller, limit: int = 500) -> Sequence[Bill]:
    """Give bills made from readings that are not published."""
    statement = (
        select(Bill)
        .where(Bill.biller_id == biller.id, Bill.state == DRAFT, Bill.upload_id.is_(None))
        .options(selectinload(Bill.corrections))
        .order_by(Bill.id)
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def customers(
    biller: Biller, typed: str = "", after: int | None = None, order: Listing = CUSTOMERS
) -> Page[CustomerAccount]:
    """Give a page of the biller's customers in the order they were added."""
    statement = select(CustomerAccount).where(
        CustomerAccount.biller_id == biller.id, CustomerAccount.owner_user_id == NOBODY
    )
    if typed:
        statement = statement.where(CustomerAccount.code_key.startswith(as_key(typed)))
    return order.page(statement, after, id_of)


def customer(biller: Biller, customer_id: int) -> CustomerAccount | None:
    found = db.session.get(CustomerAccount, customer_id)
    return found if found and found.biller_id == biller.id and not found.is_own else None


def cuts_of(biller: Biller, now: datetime) -> Sequence[PlannedCut]:
    statement = (
        select(PlannedCut)
        .where(PlannedCut.biller_id == biller.id, PlannedCut.ends_at > now)
        .options(joinedload(PlannedCut.place))
        .order_by(PlannedCut.begins_at)
    )
    return db.session.scalars(statement.limit(50)).all()


def managed_cut(viewer: Viewer, code: str) -> PlannedCut | None:
    found = one(select(PlannedCut).where(PlannedCut.code == code))
    return found if found and viewer.can(permissions.CLERK, found.biller.agency) else None


def _filtered(biller: Biller, filters: Filters) -> Select[Any]:
    statement = (
        select(Bill).join(Bill.account).where(Bill.biller_id == biller.id, Bill.number == 0)
    ).where(CustomerAccount.owner_user_id == NOBODY)
    if filters.period:
        statement = statement.where(Bill.period == filters.period)
    if filters.code:
        statement = statement.where(CustomerAccount.code_key.startswith(as_key(filters.code)))
    if filters.which == UNPAID:
        statement = statement.where(Bill.is_open, Bill.said_paid_at.is_(None))
    elif filters.which == SAID:
        statement = statement.where(Bill.is_open, Bill.said_paid_at.is_not(None))
    elif filters.which == DRAFTS:
        statement = statement.where(Bill.state == DRAFT)
    elif filters.which == OVERPAID:
        statement = statement.where(Bill.received > Bill.owed)
    return statement
