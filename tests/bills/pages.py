"""The room's pages for the budgets."""

from datetime import date
from decimal import Decimal

from app.accounts import permissions as may
from app.bills.charges import Prices, Tier
from app.bills.models import Biller, CustomerAccount, MeterReading
from app.bills.queries import history
from app.bills.sheets import SHEET
from app.core import clock
from app.core.db import db
from app.sheets import uploads
from tests.budgets import Page
from tests.factories.accounts import give_right, make_agency, make_official, make_user
from tests.factories.bills import (
    make_bill,
    make_biller,
    make_customer,
    make_subscription,
    make_tariff,
    make_vat,
    row,
    sheet,
)


class _Actors:
    """Whoever looks at the page that was made last."""

    person = None


def _person():
    return _Actors.person


def _codes(rows: int) -> str:
    _Actors.person = make_user()
    for _n in range(rows):
        make_subscription(_Actors.person, make_bill(due_on=date(2026, 11, 22)).account)
    return "/hoa-don"


def _account(rows: int) -> CustomerAccount:
    make_vat()
    account = make_customer(make_biller("electricity", tariff=make_tariff()))
    periods = [f"{2025 + (n + 10) // 12}-{(n + 10) % 12 + 1:02d}" for n in range(min(rows, 13))]
    for n, period in enumerate(periods):
        make_bill(account, period, 400_000 + n * 50_000, 200 + n * 20)
    return account


def _code(rows: int) -> str:
    _Actors.person = make_user()
    return f"/hoa-don/ma/{make_subscription(_Actors.person, _account(rows)).code}"


def _bill(rows: int) -> str:
    _Actors.person = make_user()
    account = _account(rows)
    make_subscription(_Actors.person, account)
    return f"/hoa-don/{history(account)[0].code}"


def _pay(rows: int) -> str:
    return _bill(rows) + "/tra"


def _add(rows: int) -> str:
    _Actors.person = make_user()
    for _n in range(rows):
        make_biller()
    return "/hoa-don/them"


def _desk(rows: int) -> Biller:
    biller = make_biller(tariff=make_tariff("water"))
    _Actors.person = make_official(may.CLERK, agency=biller.agency)
    give_right(_Actors.person, may.HANDLE, biller.agency)
    for _n in range(rows):
        make_bill(make_customer(biller))
    return biller


def _round(rows: int) -> str:
    tariff = make_tariff("water", ((10, 5000), (None, 7000)))
    biller = make_biller("water", "ledger", tariff=tariff)
    _Actors.person = make_official(may.CLERK, agency=biller.agency)
    for _n in range(rows):
        db.session.add(
            MeterReading(
                account=make_customer(biller), read_on=date(2026, 10, 31), value=Decimal(100),
                source="clerk", made_at=clock.now(),
            )
        )  # fmt: skip
    db.session.flush()
    return f"/can-bo/hoa-don/{biller.code}/di-ghi"


def _run(rows: int, page: str = "") -> str:
    root = make_agency("Ủy ban thử")
    _Actors.person = make_official(may.ADMINISTER, agency=root)
    for number in range(rows):
        make_agency(f"Trạm chờ {number}", "biller", parent=root)
        agency = make_agency(f"Trạm {number}", "biller", parent=root)
        biller = make_biller(adapter="http", agency=agency)
        make_tariff("water")
    return f"/can-bo/hoa-don/{biller.code}/{page}" if page else "/can-bo/hoa-don"


def _new_biller(rows: int) -> str:
    _run(rows)
    return "/can-bo/hoa-don/don-vi-moi"


def _sheet(rows: int) -> str:
    biller = _desk(1)
    content = sheet(*(row(f"NU{number:04}") for number in range(rows)))
    now = clock.now()
    found = uploads.receive(SHEET, biller.id, ("thang-11.csv", content), None, now)
    db.session.flush()
    return f"/can-bo/hoa-don/tep/{found.code}"


def _paper(_rows: int) -> str:
    make_biller("hospital", paper_only=True)
    return "/hoa-don/theo-giay"


def _try_out(rows: int) -> str:
    make_vat()
    for _n in range(rows):
        tariff = make_tariff()
    return f"/hoa-don/tinh-tien?bieu-gia={tariff.code}&luong=350&ngay=01/12/2026"


def _tariff(rows: int) -> str:
    _run(1)
    make_vat()
    tariff = make_tariff()
    for year in range(2026, 2026 + min(rows, 10)):
        tariff.add_version(Prices(date(year, 1, 1), (Tier(None, Decimal(2000)),)))
    return f"/can-bo/hoa-don/bieu-gia/{tariff.code}"


PAGES = [
    Page("my bills", _codes, _person),
    Page("one code", _code, _person),
    Page("one bill", _bill, _person),
    Page("paying a bill", _pay, _person),
    Page("adding a code", _add, _person),
    Page("a biller's desk", lambda rows: f"/can-bo/hoa-don/{_desk(rows).code}", _person),
    Page("a biller's list", lambda rows: f"/can-bo/hoa-don/{_desk(rows).code}/danh-sach", _person),
    Page("a round of readings", _round, _person),
    Page("billers to run", _run, _person),
    Page("a new biller", _new_biller, _person),
    Page("a biller's connection", lambda rows: _run(rows, "ket-noi"), _person),
    Page("a sheet's columns", _sheet, _person),
    Page("a bill by its paper", _paper),
    Page("the try-out", _try_out),
    Page("a price list", _tariff, _person),
]
