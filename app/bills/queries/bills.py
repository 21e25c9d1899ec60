"""What is read of bills."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, String, exists, or_, select, type_coerce
from sqlalchemy.orm import joinedload, lazyload, selectinload

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.bills.models import Bill, Biller, CustomerAccount, Receipt, Subscription
from app.bills.models.account import NOBODY
from app.bills.models.bill import DRAFT, PUBLISHED
from app.core.db import db, one
from app.core.personal import PersonKey
from app.core.tables.values import as_key
from app.payments import queries as payments

PAID_UP, UNPAID, SAID = "paid", "unpaid", "said"
MONTHS = 13
SUBJECT = "bill"
"""What a request for the money of a bill is about."""


FIGURES: tuple[Any, ...] = (
    Bill.total, Bill.before_tax, Bill.tax, Bill.fee,
    *(type_coerce(each, String).label(each.key) for each in (
        Bill.quantity, Bill.reading_before, Bill.reading_after)),
)  # fmt: skip
"""What a sheet says of a bill; quantities as the text that is stored (``exact.plainly``)."""

_CUSTOMER = joinedload(Bill.account)
_UNOPENED = (
    _CUSTOMER.lazyload(CustomerAccount.person_key),
    _CUSTOMER.lazyload(CustomerAccount.biller),
)
"""Of many bills at once the customers' keys are not loaded, only their codes."""


def bills_by_key(
    biller: Biller, keys: Collection[str], periods: Collection[str]
) -> dict[tuple[str, str], Bill]:
    """Give a biller's bills (no corrections) by code and period, in one statement."""
    if not keys or not periods:
        return {}
    statement = (
        select(Bill)
        .join(Bill.account)
        .where(
            Bill.biller_id == biller.id,
            Bill.number == 0,
            Bill.period.in_(periods),
            CustomerAccount.code_key.in_(keys),
            CustomerAccount.owner_user_id == NOBODY,
        )
        .options(selectinload(Bill.corrections), *_UNOPENED)
    )
    return {(bill.account.code_key, bill.period): bill for bill in db.session.scalars(statement)}


def known_by_key(
    biller: Biller, keys: Collection[str], periods: Collection[str]
) -> tuple[dict[str, Row[Any]], dict[tuple[str, str], Row[Any]]]:
    """Give what a sheet's rows are compared with, in one statement of bare columns.

    The customers by key, still sealed, with ``wrapped``, their key as it is stored; and their
    bills (no corrections) by key and period, the first columns ``FIGURES``.
    """
    bill = (Bill.account_id == CustomerAccount.id) & (Bill.number == 0) & Bill.period.in_(periods)
    statement = (
        select(
            *FIGURES, CustomerAccount.code_key, Bill.period, Bill.state, Bill.owed, Bill.received,
            Bill.settled_on, CustomerAccount.id, CustomerAccount.name_sealed,
            CustomerAccount.address_sealed, CustomerAccount.phone_sealed, PersonKey.wrapped,
        )
        .join(PersonKey, PersonKey.id == CustomerAccount.person_key_id)
        .outerjoin(Bill, bill)
        .where(
            CustomerAccount.biller_id == biller.id,
            CustomerAccount.code_key.in_(keys),
            CustomerAccount.owner_user_id == NOBODY,
        )
    )  # fmt: skip
    found: Sequence[Any] = db.session.execute(statement).all()
    at = len(FIGURES)
    bills = {(row[at], row[at + 1]): row for row in found if row[at + 1] is not None}
    return {row[at]: row for row in found}, bills


def drafts_of_upload(upload_id: int, limit: int) -> Sequence[Any]:
    """Give drafts that a sheet made: their id, and the customer's code as it is compared."""
    statement = (
        select(Bill.id, CustomerAccount.code_key)
        .join(CustomerAccount, CustomerAccount.id == Bill.account_id)
        .where(Bill.upload_id == upload_id, Bill.state == DRAFT)
        .order_by(Bill.id)
        .limit(limit)
    )
    found: Sequence[Any] = db.session.execute(statement).all()
    return found


def bills_to_receive(bill_ids: Collection[int]) -> Sequence[Bill]:
    """Give bills for which money came, in order, with all that says whether they are paid."""
    if not bill_ids:
        return []
    receipts = selectinload(Bill.receipts)
    statement = select(Bill).where(Bill.id.in_(bill_ids)).order_by(Bill.id)
    statement = statement.options(selectinload(Bill.corrections), receipts)
    return db.session.scalars(statement).all()


def followed(bill_ids: Collection[int]) -> Sequence[Bill]:
    """Give those of the bills whose code somebody follows and proved."""
    proved = select(Subscription.account_id).where(Subscription.proved_at.is_not(None))
    statement = select(Bill).where(Bill.id.in_(bill_ids), Bill.account_id.in_(proved))
    return db.session.scalars(statement.order_by(Bill.id)).all()


def followers(account_ids: Collection[int]) -> Sequence[Subscription]:
    """Give the proved subscriptions to those codes, with their people."""
    if not account_ids:
        return []
    statement = (
        select(Subscription)
        .where(Subscription.account_id.in_(account_ids), Subscription.proved_at.is_not(None))
        .options(selectinload(Subscription.user))
        .order_by(Subscription.id)
    )
    return db.session.scalars(statement).all()


def has_open_bill(account: CustomerAccount) -> bool:
    """Tell whether something of a code is still to be paid."""
    statement = select(Bill.id).where(Bill.account_id == account.id, Bill.is_open).limit(1)
    return db.session.scalar(statement) is not None


def history(account: CustomerAccount, months: int = MONTHS) -> Sequence[Bill]:
    """Give the code's newest published bills, the newest first."""
    statement = (
        select(Bill)
        .where(Bill.account_id == account.id, Bill.state == PUBLISHED, Bill.number == 0)
        .options(lazyload(Bill.account))
        .order_by(Bill.period.desc())
        .limit(months)
    )
    return db.session.scalars(statement).all()


def readable_bill(viewer: Viewer, code: str) -> Bill | None:
    """Give the published bill of that code if the viewer follows it and proved it.

    A clerk of the biller reads it too; bills opened by paper are read with their code only on
    the page that asks for it.
    """
    if not viewer.is_signed_in:
        return None
    follows = exists().where(
        Subscription.user_id == viewer.user_id,
        Subscription.account_id == Bill.account_id,
        Subscription.proved_at.is_not(None),
    )
    clerks = CustomerAccount.owner_user_id == NOBODY
    ids = viewer.agency_ids(permissions.CLERK) if viewer.is_official else frozenset()
    account = joinedload(Bill.account)
    statement = (
        select(Bill)
        .join(CustomerAccount, CustomerAccount.id == Bill.account_id)
        .join(Biller, Biller.id == Bill.biller_id)
        .where(Bill.code == code, Bill.state == PUBLISHED, Bill.number == 0)
        .where(Biller.paper_only.is_(False))
        .where(or_(follows, clerks & Biller.agency_id.in_(ids)) if ids else follows)
        .options(selectinload(Bill.corrections).options(lazyload(Bill.account)))
        .options(account.joinedload(CustomerAccount.biller).joinedload(Biller.tariff))
        .options(account.joinedload(CustomerAccount.own_tariff))
    )
    payments.hold_requests(SUBJECT, select(Bill.id).where(Bill.code == code))
    return one(statement, Bill)


def bill_by_paper(biller: Biller, code: str) -> Bill | None:
    """Give the newest published bill of the code on a paper."""
    statement = (
        select(Bill)
        .join(Bill.account)
        .where(
            Bill.biller_id == biller.id,
            CustomerAccount.code_key == as_key(code),
            Bill.state == PUBLISHED,
            Bill.number == 0,
        )
        .options(selectinload(Bill.corrections), selectinload(Bill.receipts))
        .order_by(Bill.period.desc())
        .limit(1)
    )
    return db.session.scalar(statement) if biller.paper_only else None


def last_paid_amount(account: CustomerAccount) -> int | None:
    """Give what the customer paid last, None where nothing was paid yet."""
    for bill in history(account, 6):
        if bill.missing == 0 and bill.owed > 0:
            return bill.owed
    return None


def receipts_by_number(biller: Biller) -> dict[str, int]:
    """Give a biller's receipts that hold: amount by number."""
    statement = select(Receipt.number, Receipt.amount).where(
        Receipt.biller_id == biller.id, Receipt.voided_at.is_(None)
    )
    return {number: amount for number, amount in db.session.execute(statement)}


def standing(account: CustomerAccount) -> str | None:
    """Tell how a code stands: ``paid``, ``unpaid``, or ``said`` where all that is open is said
    to be transferred; None where it has no bill at all."""
    newest = select(Bill.id).where(Bill.account_id == account.id, Bill.state == PUBLISHED).limit(1)
    if db.session.scalar(newest) is None:
        return None
    is_open = select(Bill.said_paid_at).where(Bill.account_id == account.id, Bill.is_open)
    said = db.session.scalars(is_open).all()
    if not said:
        return PAID_UP
    return SAID if all(said) else UNPAID


def bills_of_period(account: CustomerAccount, period: str) -> Bill | None:
    """Give the code's bill of that month, whatever its state."""
    statement = select(Bill).where(
        Bill.account_id == account.id, Bill.period == period, Bill.number == 0
    )
    return db.session.scalar(statement)
