"""What is read of customer codes and their meters."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app.bills.models import Biller, CustomerAccount, MeterReading, Subscription
from app.bills.models.account import NOBODY
from app.bills.models.biller import HTTP
from app.core import clock
from app.core.db import db
from app.core.tables.values import as_key

ASK_EVERY = timedelta(hours=12)
MOST_ASKED = 500


def account_by_id(account_id: int) -> CustomerAccount | None:
    return db.session.get(CustomerAccount, account_id)


def account_by_code(biller: Biller, code: str) -> CustomerAccount | None:
    """Give a biller's customer by the code, however it is typed."""
    statement = select(CustomerAccount).where(
        CustomerAccount.biller_id == biller.id,
        CustomerAccount.code_key == as_key(code),
        CustomerAccount.owner_user_id == NOBODY,
    )
    return db.session.scalar(statement)


def accounts_by_keys(biller: Biller, keys: Collection[str]) -> dict[str, CustomerAccount]:
    """Give a biller's customers by key, in one statement."""
    statement = select(CustomerAccount).where(
        CustomerAccount.biller_id == biller.id,
        CustomerAccount.code_key.in_(keys),
        CustomerAccount.owner_user_id == NOBODY,
    )
    return {account.code_key: account for account in db.session.scalars(statement)}


def accounts_to_ask(now: datetime) -> Sequence[CustomerAccount]:
    """Give followed codes whose biller's program was not asked for half a day."""
    statement = (
        select(CustomerAccount)
        .join(Biller, Biller.id == CustomerAccount.biller_id)
        .where(
            Biller.adapter == HTTP,
            CustomerAccount.id.in_(select(Subscription.account_id)),
            (CustomerAccount.asked_at.is_(None))
            | (CustomerAccount.asked_at < now - ASK_EVERY)
            | (CustomerAccount.asked_at > now + clock.SKEW),
        )
        .order_by(CustomerAccount.id)
        .limit(MOST_ASKED)
    )
    return db.session.scalars(statement).all()


def readings_of(account: CustomerAccount, limit: int = 14) -> Sequence[MeterReading]:
    """Give the newest readings of a meter, the newest first."""
    statement = select(MeterReading).where(MeterReading.account_id == account.id)
    return db.session.scalars(statement.order_by(MeterReading.read_on.desc()).limit(limit)).all()


def recent_readings(account_ids: Collection[int], since: date) -> dict[int, list[MeterReading]]:
    """Give each meter's readings from ``since`` on, the newest first, in one statement."""
    statement = select(MeterReading).where(
        MeterReading.account_id.in_(account_ids), MeterReading.read_on >= since
    )
    found: dict[int, list[MeterReading]] = {}
    for reading in db.session.scalars(statement.order_by(MeterReading.read_on.desc())):
        found.setdefault(reading.account_id, []).append(reading)
    return found


def last_readings(account_ids: Collection[int]) -> dict[int, MeterReading]:
    """Give the newest reading of each of those meters, in one statement."""
    if not account_ids:
        return {}
    newest = (
        select(MeterReading.account_id, func.max(MeterReading.read_on).label("on"))
        .where(MeterReading.account_id.in_(account_ids))
        .group_by(MeterReading.account_id)
        .subquery()
    )
    statement = select(MeterReading).join(
        newest,
        (MeterReading.account_id == newest.c.account_id) & (MeterReading.read_on == newest.c.on),
    )
    return {reading.account_id: reading for reading in db.session.scalars(statement)}
