"""Billers, customers, bills and price lists for tests. Names are obviously fictitious."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.accounts import permissions as may
from app.accounts.models import User
from app.bills.actions import issuing
from app.bills.bill_rows import month_of
from app.bills.charges import Prices, Tier
from app.bills.models import Bill, Biller, CustomerAccount, Subscription, Tariff, TaxRate
from app.bills.models.bill import DRAFT
from app.core import clock
from app.core.db import db
from tests.factories.accounts import make_agency, make_official
from tests.factories.payments import make_bank_account

NAME, ADDRESS = "Khách Hàng Thử Một", "Số 1 ngõ Thử Nghiệm"
SIX = ((50, 1984), (100, 2050), (200, 2380), (300, 2998), (400, 3350), (None, 3460))
_numbers = iter(range(1, 1_000_000))


def make_tariff(
    kind: str = "electricity", tiers: Any = SIX, since: date = date(2025, 5, 10), **more: Any
) -> Tariff:
    """Give a price list with one version, and the electricity's VAT."""
    number = next(_numbers)
    unit = "kWh" if kind == "electricity" else "m³"
    tariff = Tariff(code=f"gia-{number}", name="Biểu giá thử", kind=kind, unit=unit, versions=[])
    bounds = tuple(Tier(None if up is None else Decimal(up), Decimal(p)) for up, p in tiers)
    tariff.add_version(Prices(since, bounds, **more))
    db.session.add(tariff)
    db.session.flush()
    return tariff


def make_vat(kind: str = "electricity", rate: str = "0.08", tax: str = "vat") -> TaxRate:
    """Give a tax rate of 2025 and 2026, made once."""
    known = db.session.query(TaxRate).filter_by(kind=kind, tax=tax).first()
    if known is not None:
        return known
    made = TaxRate(kind=kind, tax=tax, rate=Decimal(rate), valid_from=date(2025, 1, 1),
                   valid_to=date(2026, 12, 31))  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def make_biller(kind: str = "water", adapter: str = "file", **values: Any) -> Biller:
    """Give a biller with its agency and bank account."""
    number = next(_numbers)
    agency = values.pop("agency", None) or make_agency(f"Trạm Thử {number}", "biller")
    biller = Biller(
        code=f"tram-{number}", agency_id=agency.id, agency=agency, kind=kind, adapter=adapter,
        receipts=0, by_name=True, by_amount=True, by_phone=True, paper_only=False, days_to_pay=15,
        address="", code_hint="NU và 4 chữ số",
    )  # fmt: skip
    for name, value in values.items():
        setattr(biller, name, value)
    db.session.add(biller)
    db.session.flush()
    if adapter != "own":
        make_bank_account(agency)
    return biller


def make_clerk(biller: Biller) -> User:
    """Give a clerk of that biller."""
    return make_official(may.CLERK, agency=biller.agency)


def make_customer(
    biller: Biller | None = None, code: str = "", phone: str | None = None
) -> CustomerAccount:
    """Give a customer with a name and an address."""
    account = CustomerAccount.open(biller or make_biller(), code or f"NU{next(_numbers):04d}")
    account.describe(NAME, ADDRESS)
    if phone:
        account.set_phone(phone)
    db.session.flush()
    return account


def make_bill(
    account: CustomerAccount | None = None,
    period: str = "2026-11",
    total: int = 100_000,
    quantity: int | None = None,
    publish: bool = True,
    **values: Any,
) -> Bill:
    """Give a bill, published unless said otherwise."""
    account = account or make_customer()
    first, last = month_of(period)
    bill = Bill(
        biller=account.biller, account=account, period=period, number=0, from_on=first, to_on=last,
        total=total, owed=total, received=0, lines=[], due_on=date(2026, 12, 1), state=DRAFT,
        source=account.biller.adapter, is_open=False, created_at=clock.now(), corrections=[],
        quantity=None if quantity is None else Decimal(quantity), receipts=[],
    )  # fmt: skip
    for name, value in values.items():
        setattr(bill, name, value)
    db.session.add(bill)
    db.session.flush()
    if publish:
        issuing.publish([bill], clock.now())
        db.session.flush()
    return bill


def make_subscription(
    user: User, account: CustomerAccount, proved: bool = True, nickname: str = "Nhà mình"
) -> Subscription:
    """Have ``user`` follow a code."""
    made = Subscription(user=user, account=account, created_at=clock.now(), is_for="me")
    made.call(nickname, "me")
    if proved:
        made.prove("name", clock.now())
    db.session.add(made)
    db.session.flush()
    return made


def sheet(*rows: str) -> bytes:
    """Give a CSV of bills with the usual head."""
    head = ("ma_kh,ten,dia_chi,ky,chi_so_cu,chi_so_moi,san_luong,tien,thue,phi_bvmt,tong,han_tt,"
            "trang_thai")  # fmt: skip
    return "\n".join([head, *rows]).encode("utf-8-sig")


def row(
    code: str = "NU0001", total: int = 115_000, period: str = "11/2026", status: str = ""
) -> str:
    """Give a row of ten cubic metres."""
    return (
        f"{code},{NAME},{ADDRESS},{period},100,110,10,100000,5000,10000,{total},10/12/2026,{status}"
    )
