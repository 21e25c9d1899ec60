"""Readings of a meter: checked, kept, and made into a bill with the tariff of that time."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from app.bills import queries
from app.bills.actions import importing, issuing
from app.bills.charges import Explanation, NoPrices, Use, explain
from app.bills.explaining import rates_on
from app.bills.models import Bill, CustomerAccount, MeterReading
from app.bills.models.account import TYPED
from app.bills.models.bill import PUBLISHED
from app.core.db import db
from app.core.errors import DomainError

ONE_DAY = timedelta(days=1)
TIMES_USUAL = 5
LEAST_SUSPECT = Decimal(50)
DIALS = (10**4, 10**5, 10**6)
LONGEST_PERIOD = 400


@dataclass(frozen=True)
class New:
    """A reading as it was typed. ``sure``: asked back and confirmed; ``rolled_over`` likewise."""

    value: Decimal
    read_on: date
    sure: bool = False
    rolled_over: bool = False
    source: str = TYPED
    total: int | None = None
    due_on: date | None = None
    user_id: int | None = None


class AskBack(DomainError):
    """A reading that may be a slip: the person confirms it or corrects it.

    ``question`` is ``rolled_over`` or ``sure``: the box to tick.
    """

    def __init__(self, question: str, message: Any) -> None:
        super().__init__(message, field="value")
        self.question = question


def write_down(account: CustomerAccount, new: New, now: datetime) -> Bill | None:
    """Keep a reading; with an earlier one it makes a bill. The same reading again changes nothing.

    Raises:
        DomainError: a day in the future or before the last reading.
        AskBack: below the last reading, or far more than usual, and not confirmed.
    """
    earlier = list(queries.readings_of(account, 14))
    same = next((each for each in earlier if each.read_on == new.read_on), None)
    if same is not None and same.value == new.value:
        return None
    if same is not None:
        raise DomainError(_l("There is another reading of that day already."), field="read_on")
    last = earlier[0] if earlier else None
    _check_day(last, new, now)
    used = _used(last, new) if last else None
    if used is not None and not new.sure:
        _ask_if_absurd(earlier, used)
    reading = MeterReading(
        account=account,
        read_on=new.read_on,
        value=new.value,
        rolled_over=new.rolled_over,
        source=new.source,
        made_at=now,
        made_by_id=new.user_id,
    )
    db.session.add(reading)
    db.session.flush()
    if last is None or used is None:
        return None
    return _make_bill(account, last, reading, used, new, now)


def _check_day(last: MeterReading | None, new: New, now: datetime) -> None:
    if new.read_on > now.date() + ONE_DAY:
        raise DomainError(_l("That day is still to come."), field="read_on")
    if last is not None and new.read_on < last.read_on:
        raise DomainError(_l("There is a later reading already."), field="read_on")
    if last is not None and (new.read_on - last.read_on).days > LONGEST_PERIOD:
        raise DomainError(
            _l("The last reading is more than a year old. Begin the meter anew."), field="read_on"
        )


def _used(last: MeterReading, new: New) -> Decimal:
    """Give what was used since the last reading; a counter may have passed its end."""
    if new.value >= last.value:
        return new.value - last.value
    if not new.rolled_over:
        raise AskBack(
            "rolled_over",
            _l(
                "Below the last reading (%(last)s). Did the counter pass its end, or is it a slip?",
                last=f"{last.value:f}",
            ),
        )
    end = next((Decimal(dial) for dial in DIALS if last.value < dial), None)
    if end is None:
        raise DomainError(_l("This is no number that a meter shows."), field="value")
    return end - last.value + new.value


def most_expected(earlier: Sequence[MeterReading]) -> Decimal:
    """Give how much use since the newest of these readings is believed without a question."""
    past = [a.value - b.value for a, b in itertools.pairwise(earlier) if a.value > b.value]
    usual = sum(past, Decimal(0)) / len(past) if past else Decimal(200)
    return max(usual * TIMES_USUAL, LEAST_SUSPECT)


def _ask_if_absurd(earlier: list[MeterReading], used: Decimal) -> None:
    if used > most_expected(earlier):
        raise AskBack(
            "sure",
            _l(
                "That would be %(used)s since the last reading, far more than usual. Is it right?",
                used=f"{used:f}",
            ),
        )


def _make_bill(
    account: CustomerAccount,
    last: MeterReading,
    reading: MeterReading,
    used: Decimal,
    new: New,
    now: datetime,
) -> Bill:
    """Make the bill of what was used between two readings; a hamlet's is a draft to publish."""
    first, end = last.read_on + ONE_DAY, reading.read_on
    worked = _cost(account, Use(used, min(first, end), end, account.households))
    row: dict[str, Any] = {
        "period": f"{end:%Y-%m}", "total": worked.total, "quantity": f"{used:f}",
        "before": f"{last.value:f}", "after": f"{reading.value:f}",
        "before_tax": worked.before_tax, "tax": worked.vat, "fee": worked.fee,
        "from_on": min(first, end).isoformat(), "to_on": end.isoformat(), "paid": False,
        "due_on": (new.due_on or end + timedelta(days=account.biller.days_to_pay)).isoformat(),
    }  # fmt: skip
    if new.total is not None:
        row |= {"total": new.total, "before_tax": None, "tax": None, "fee": None}
    known = queries.bills_of_period(account, row["period"])
    if known is not None:
        raise DomainError(
            _l("There is a bill of that month already. Correct that one."), field="read_on"
        )
    bill = importing.draft(account, row, None, now)
    db.session.add(bill)
    db.session.flush()
    if account.is_own:
        issuing.publish([bill], now)
        assert bill.state == PUBLISHED
    return bill


def _cost(account: CustomerAccount, use: Use) -> Explanation:
    if account.tariff is None:
        raise DomainError(_l("No price list is set for this meter."))
    try:
        return explain(use, account.tariff.prices, rates_on(account.tariff, use.to_on))
    except NoPrices as error:
        raise DomainError(_l("No price is known for that time."), field="read_on") from error
