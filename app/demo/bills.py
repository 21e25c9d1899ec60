"""Bills of the demonstration: three billers with 13 months, own readings, a planned cut.

Prices of electricity are the real decisions; all other prices, names and accounts are made up.
"""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from app.accounts import passwords, terms
from app.accounts import permissions as may
from app.accounts.actors import SYSTEM
from app.accounts.models import Agency, Right, User
from app.bills import explaining
from app.bills.actions import importing, issuing, reading
from app.bills.bill_rows import month_of
from app.bills.charges import Use
from app.bills.models import (
    Bill,
    Biller,
    CustomerAccount,
    InsuranceCard,
    MeterReading,
    PlannedCut,
    Subscription,
)
from app.core import clock
from app.core.db import db
from app.demo import prices
from app.demo.billers import CLERK, NAMES, Spec, billers
from app.demo.people import PASSWORD, TOTP_SECRET, WARD
from app.payments import queries as payments
from app.payments import reconciling
from app.payments.models import BankAccount
from app.payments.models.statement import BY_FILE
from app.payments.owners import AGENCY
from app.payments.statement_rows import Movement

MONTHS, CUSTOMERS = 13, 12


def load(agencies: dict[str, Agency], people: dict[str, User], now: datetime) -> int:
    """Found the billers, play 13 months, and let the citizens follow; give the count of bills.

    ``agencies`` and ``people`` are those of the demonstration, by code and key. The caller commits.
    """
    chance = random.Random(7)  # noqa: S311 - no secret
    lists = prices.load()
    specs = billers()
    made = {spec.code: _biller(spec, agencies[f"ubnd-{WARD}"], lists) for spec in specs}
    _clerk(made, now)
    count = 0
    for spec in (each for each in specs if each.prefix):
        count += _thirteen_months(made[spec.code], spec.prefix, spec.usual, chance, now)
    count += _hospital(made["hospital"], now)
    _follow(made, people["citizen"], now)
    _electricity(made["electricity"], people["citizen"], now)
    _cut(made["water-station"], now)
    return count


def _biller(spec: Spec, ward: Agency, lists: dict[str, Any]) -> Biller:
    agency = Agency.found(spec.code, "biller", spec.name, parent=ward, place_id=ward.place_id)
    biller = Biller(
        code=spec.code, agency=agency, kind=spec.kind, adapter=spec.adapter,
        tariff=lists.get(spec.tariff), code_hint=spec.hint, code_forms=spec.forms, receipts=0,
        by_name=True, by_amount=True, by_phone=True, paper_only=spec.kind == "hospital",
        days_to_pay=15, address="",
    )  # fmt: skip
    db.session.add(biller)
    db.session.flush()
    if biller.has_data:
        number = f"00000000{biller.id:02d}"
        BankAccount.open(
            AGENCY, agency.id, "970418", number, f"{spec.code} THU NGHIEM", clock.now()
        )
    return biller


def _clerk(billers: dict[str, Biller], now: datetime) -> None:
    user = User.register(CLERK.phone, now, CLERK.name)
    user.agree(terms.VERSION, now)
    user.password_hash = passwords.hashed(PASSWORD)
    user.set_totp_secret(TOTP_SECRET)
    user.totp_confirmed_at = now
    for biller in billers.values():
        right = Right(user=user, permission=may.CLERK, agency=biller.agency, granted_at=now)
        db.session.add(right)
    db.session.flush()


def _thirteen_months(
    biller: Biller, prefix: str, usual: int, chance: random.Random, now: datetime
) -> int:
    accounts = [_customer(biller, f"{prefix}{n:04d}", n) for n in range(1, CUSTOMERS + 1)]
    counters = {account.code: 100 + 7 * n for n, account in enumerate(accounts)}
    periods = _periods(clock.local(now).date())
    for place, period in enumerate(periods):
        rows = [_row(a, period, usual, counters, chance) for a in accounts]
        bills = [importing.draft(a, row, None, now) for a, row in zip(accounts, rows, strict=True)]
        db.session.add_all(bills)
        db.session.flush()
        published = _noon(month_of(period)[1] + timedelta(days=2))
        issuing.publish(bills, min(published, now))
        is_newest = place == len(periods) - 1
        _pay(biller, bills[3:6] if is_newest else bills, chance, min(published, now), is_newest)
    if biller.adapter == "ledger":
        _keep_readings(accounts, counters, periods[-1], now)
    return len(accounts) * len(periods)


def _periods(today: date) -> list[str]:
    """Give the last 13 months before this one, the oldest first."""
    months = [today.year * 12 + today.month - 1 - back for back in range(MONTHS, 0, -1)]
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in months]


def _customer(biller: Biller, code: str, number: int) -> CustomerAccount:
    account = CustomerAccount.open(biller, code)
    account.describe(f"Khách Hàng Thử {NAMES[number - 1]}", f"Số {number} ngõ Thử Nghiệm")
    account.set_phone(f"+8490000008{number % 10}")
    account.place_id = biller.agency.place_id
    db.session.flush()
    return account


def _row(
    account: CustomerAccount,
    period: str,
    usual: int,
    counters: dict[str, int],
    chance: random.Random,
) -> dict[str, Any]:
    first, last = month_of(period)
    metered = account.biller.is_metered
    used = (
        max(1, usual + chance.randint(-4, 6) + (usual if chance.random() < 0.06 else 0))
        if metered
        else 1
    )
    before = counters[account.code]
    counters[account.code] += used
    tariff = account.tariff
    assert tariff is not None
    worked = explaining.estimate(tariff, Use(Decimal(used), first, last))
    assert worked is not None
    return {
        "period": period, "total": worked.total, "quantity": str(used), "paid": False,
        "before": str(before) if metered else None,
        "after": str(before + used) if metered else None,
        "before_tax": worked.before_tax, "tax": worked.vat, "fee": worked.fee,
        "from_on": first.isoformat(), "to_on": last.isoformat(),
        "due_on": (last + timedelta(days=25)).isoformat(),
    }  # fmt: skip


def _pay(
    biller: Biller, bills: list[Bill], chance: random.Random, at: datetime, newest: bool
) -> None:
    """Most have paid by the bank's statement; one wrote neither reference nor code."""
    account = payments.account_of(AGENCY, biller.agency_id)
    assert account is not None
    asked = payments.requests_of(issuing.SUBJECT, [bill.id for bill in bills])
    day = clock.local(at).date()
    moves = [
        Movement(
            day, request.amount, f"CK {request.reference} tien {biller.kind}", f"FT{request.id}"
        )
        for request in asked.values()
        if newest or chance.random() < 0.97
    ]
    if newest:
        moves.append(Movement(day, 50_000, "nop tien giup ba ngoai", f"FT-{biller.code}-x"))
    taking = reconciling.begin(account, BY_FILE, SYSTEM, at, f"sao-ke-{day:%m-%Y}.xlsx")
    reconciling.take(taking, moves)
    reconciling.finish(taking)


def _keep_readings(
    accounts: list[CustomerAccount], counters: dict[str, int], period: str, now: datetime
) -> None:
    for account in accounts:
        db.session.add(
            MeterReading(
                account=account, read_on=month_of(period)[1], source="clerk", made_at=now,
                value=Decimal(counters[account.code]), rolled_over=False,
            )
        )  # fmt: skip


def _hospital(biller: Biller, now: datetime) -> int:
    account = CustomerAccount.open(biller, "VP7K3M9QXF")
    db.session.flush()
    today = clock.local(now).date()
    row = {
        "period": f"{today:%Y-%m}", "total": 450_000, "quantity": None, "before": None,
        "after": None, "before_tax": None, "tax": None, "fee": None, "paid": False,
        "from_on": today.isoformat(), "to_on": today.isoformat(),
        "due_on": (today + timedelta(days=7)).isoformat(),
    }  # fmt: skip
    bill = importing.draft(account, row, None, now)
    db.session.add(bill)
    db.session.flush()
    issuing.publish([bill], now)
    return 1


def _follow(billers: dict[str, Biller], citizen: User, now: datetime) -> None:
    wanted = (
        ("water-station", "NU0001", "Nước nhà mình", "me", True),
        ("sanitation", "VS0001", "Vệ sinh", "me", True),
        ("hamlet-water", "NB0002", "Nước nhà bà", "parents", True),
        ("water-station", "NU0005", "Nhà bác", "others", False),
    )
    for biller, code, nickname, is_for, proved in wanted:
        account = next(
            a
            for a in db.session.query(CustomerAccount).filter_by(
                biller_id=billers[biller].id, code=code
            )
        )
        made = Subscription(user=citizen, account=account, created_at=now)
        made.call(nickname, is_for)
        if proved:
            made.prove("name", now)
        db.session.add(made)
    ends = month_of(f"{clock.local(now + timedelta(days=25)).date():%Y-%m}")[1]
    db.session.add(InsuranceCard(user_id=citizen.id, nickname="Thẻ của mẹ", expires_on=ends))
    db.session.flush()


def _electricity(biller: Biller, citizen: User, now: datetime) -> None:
    """A year of the citizen's own readings; summer costs more."""
    account = CustomerAccount.open(biller, "PA00TH0000001", citizen.id)
    db.session.flush()
    subscription = Subscription(user=citizen, account=account, created_at=now)
    subscription.call("Điện nhà mình", "me")
    subscription.prove("own", now)
    db.session.add(subscription)
    value = Decimal(1_200)
    for place, period in enumerate(["", *_periods(clock.local(now).date())]):
        day = month_of(period)[1] if period else _before(now)
        hot = period[5:] in ("05", "06", "07", "08")
        value += (340 if hot else 180 + 7 * (place % 4)) if period else 0
        bill = reading.write_down(
            account, reading.New(value, day, sure=True, user_id=citizen.id), now
        )
        if bill is not None and place < MONTHS:
            issuing.settle(bill, min(bill.due_on, now.date()), SYSTEM, now)


def _before(now: datetime) -> date:
    first = _periods(clock.local(now).date())[0]
    return month_of(first)[0] - timedelta(days=1)


def _cut(biller: Biller, now: datetime) -> None:
    begins = _noon(clock.local(now).date() + timedelta(days=3)) - timedelta(hours=4)
    reason = "Súc rửa đường ống, mong bà con trữ nước trước."
    PlannedCut.plan(
        biller, (begins, begins + timedelta(hours=5)), reason, biller.agency.place, "", now
    )


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.VIETNAM)
