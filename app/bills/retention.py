"""How long whom bills were for is known: as long as there are newer ones, and some years more."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, delete, exists, not_, select, update

from app.bills.models import Bill, CustomerAccount, MeterReading, Subscription
from app.bills.models.account import NOBODY
from app.bills.queries.bills import SUBJECT
from app.core import personal
from app.core.clock import local
from app.core.db import db
from app.core.retention import Kind, register
from app.payments.models import PaymentRequest

GONE = "-"
"""Begins what stands where a customer's code was: no code begins so, and each is another."""


def _past(moment: datetime) -> ColumnElement[bool]:
    """Customers of a biller whose last bill is older than that."""
    mine = select(Bill.id).where(Bill.account_id == CustomerAccount.id)
    newer = mine.where(Bill.to_on >= local(moment).date())
    known = not_(CustomerAccount.code.startswith(GONE))
    return and_(CustomerAccount.owner_user_id == NOBODY, known, exists(mine), not_(exists(newer)))


def _is_open() -> ColumnElement[bool]:
    """Something is still to be paid, or somebody follows the code."""
    unpaid = select(Bill.id).where(Bill.account_id == CustomerAccount.id, Bill.is_open.is_(True))
    followed = select(Subscription.id).where(Subscription.account_id == CustomerAccount.id)
    return exists(unpaid) | exists(followed)


def _end(ids: Sequence[int], _now: datetime) -> None:
    """Bills stay as amounts of a period; nobody can say any more whose they were."""
    own = select(CustomerAccount).where(CustomerAccount.id.in_(ids)).order_by(CustomerAccount.id)
    for account in db.session.scalars(own).all():
        account.forget(f"{GONE}{account.id}")
        personal.destroy(account.person_key)
    bills = Bill.account_id.in_(ids)
    numbers = select(Bill.id).where(bills)
    asked = PaymentRequest.subject_kind == SUBJECT, PaymentRequest.subject_id.in_(numbers)
    db.session.execute(update(PaymentRequest).where(*asked).values(payer_code=""))
    db.session.execute(update(Bill).where(bills).values(foreign_id=""))
    db.session.execute(delete(MeterReading).where(MeterReading.account_id.in_(ids)))


register(
    Kind(
        "bills", _l("Bills of a customer, after the last one"),
        _l("Customer code, name, address, phone number and readings go; period and amount stay for"
           " the books."),
        1_825, CustomerAccount.id, _past, _end, _is_open, CustomerAccount.code, order=30,
    )
)  # fmt: skip
