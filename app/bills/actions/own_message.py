"""A company's pasted text message becomes a bill of one's own record."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from app.bills import company_sms, queries
from app.bills.actions import importing, issuing
from app.bills.actions.reading import New, write_down
from app.bills.bill_rows import month_of
from app.bills.company_sms import Told
from app.bills.models import Bill, CustomerAccount
from app.bills.models.account import SMS
from app.core.db import db
from app.core.errors import DomainError

ONE_DAY = timedelta(days=1)


def take(account: CustomerAccount, message: str, today: date, now: datetime) -> Bill:
    """Make the bill that ``message`` tells of.

    Raises:
        DomainError: it says no total, or there is a bill of that month already.
    """
    told = company_sms.read(message)
    if told.total is None:
        raise DomainError(
            _l("The message does not say what is to be paid. Type the meter."), field="message"
        )
    if told.before is not None and told.after is not None and told.after >= told.before:
        return _from_readings(account, told, told.before, told.after, today, now)
    return _from_quantity(account, told, today, now)


def _from_readings(
    account: CustomerAccount,
    told: Told,
    before: Decimal,
    after: Decimal,
    today: date,
    now: datetime,
) -> Bill:
    first, last = _span(told, today)
    if not queries.readings_of(account, 1):
        write_down(account, New(before, first - ONE_DAY, source=SMS), now)
    new = New(after, last, sure=True, source=SMS, total=told.total, due_on=told.due_on)
    bill = write_down(account, new, now)
    if bill is None:
        raise DomainError(_l("This message was taken already."), field="message")
    return bill


def _from_quantity(account: CustomerAccount, told: Told, today: date, now: datetime) -> Bill:
    first, last = _span(told, today)
    period = _period(told, today) or f"{last:%Y-%m}"
    if queries.bills_of_period(account, period) is not None:
        raise DomainError(_l("There is a bill of that month already."), field="message")
    due = told.due_on or last + timedelta(days=account.biller.days_to_pay)
    row: dict[str, Any] = {
        "period": period, "total": told.total, "before": None,
        "quantity": f"{told.quantity:f}" if told.quantity is not None else None,
        "after": None, "before_tax": None, "tax": None, "fee": None, "paid": False,
        "from_on": first.isoformat(), "to_on": last.isoformat(), "due_on": due.isoformat(),
    }  # fmt: skip
    bill = importing.draft(account, row, None, now)
    db.session.add(bill)
    db.session.flush()
    issuing.publish([bill], now)
    return bill


def _span(told: Told, today: date) -> tuple[date, date]:
    if told.from_on and told.to_on and told.from_on <= told.to_on:
        return told.from_on, told.to_on
    first, last = month_of(_period(told, today) or f"{today:%Y-%m}")
    return first, min(last, today) if first <= today else last


def _period(told: Told, today: date) -> str | None:
    """Give the month told; without its year it is the last one of that name."""
    if told.period or told.month is None:
        return told.period
    year = today.year if told.month <= today.month else today.year - 1
    return f"{year}-{told.month:02d}"
