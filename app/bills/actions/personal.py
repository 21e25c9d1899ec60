"""A person's export and erasure: their codes, cards and own readings."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.bills import queries
from app.bills.models import Bill, CustomerAccount, InsuranceCard, MeterReading, Subscription
from app.core import personal
from app.core.db import db
from app.core.events import person_erased, person_exported
from app.core.personal import PersonKey


@person_exported.connect
def export(user: User, **_more: Any) -> tuple[str, list[dict[str, Any]]]:
    """Give the codes a person follows, with the bills of those they proved."""
    viewer = Viewer(user, rights=())
    found = [_told(each) for each in queries.subscriptions(viewer)]
    cards = [
        {"insurance": c.nickname, "until": f"{c.expires_on}"}
        for c in queries.insurance_cards(viewer)
    ]
    return "bills", found + cards


@person_erased.connect
def erase(user: User, now: datetime) -> None:
    """Drop what a person followed; their own readings go, with the key of their account."""
    db.session.flush()
    db.session.execute(delete(Subscription).where(Subscription.user_id == user.id))
    db.session.execute(delete(InsuranceCard).where(InsuranceCard.user_id == user.id))
    own = select(CustomerAccount).where(CustomerAccount.owner_user_id == user.id)
    for account in db.session.scalars(own).all():
        _drop(account)


def _drop(account: CustomerAccount) -> None:
    key: PersonKey = account.person_key
    db.session.execute(delete(MeterReading).where(MeterReading.account_id == account.id))
    db.session.execute(delete(Bill).where(Bill.account_id == account.id))
    db.session.delete(account)
    personal.destroy(key)


def _told(subscription: Subscription) -> dict[str, Any]:
    account = subscription.account
    proved = subscription.is_proved
    bills = queries.history(account, 120) if proved else []
    return {
        "biller": account.biller.name,
        "code": account.code,
        "nickname": subscription.nickname,
        "bills": [{"period": b.period, "total": b.owed, "received": b.received} for b in bills],
    }
