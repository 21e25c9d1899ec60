"""Price lists and taxes of the demonstration: electricity's are real, the others made up."""

from datetime import date
from decimal import Decimal

from app.bills.charges import Prices, Tier
from app.bills.models import Tariff, TaxRate
from app.core.db import db

BOUNDS = (50, 100, 200, 300, 400, None)
ELECTRICITY = (
    (date(2023, 11, 9), "Giá từ 09/11/2023", (1806, 1866, 2167, 2729, 3050, 3151)),
    (date(2024, 10, 11), "Giá từ 11/10/2024", (1893, 1956, 2271, 2860, 3197, 3302)),
    (date(2025, 5, 10), "Quyết định 1279/QĐ-BCT", (1984, 2050, 2380, 2998, 3350, 3460)),
)
MADE_UP = "Giá minh họa, không phải giá thật"
LISTS = (
    (
        "water",
        "Giá nước sinh hoạt (minh họa)",
        "water",
        "m³",
        ((10, 7_200), (20, 8_800), (None, 11_500)),
    ),
    ("hamlet", "Nước tự chảy thôn Thử (minh họa)", "water", "m³", ((None, 4_000),)),
    ("sanitation", "Vệ sinh môi trường (minh họa)", "sanitation", "hộ", ((None, 30_000),)),
)
TAXES = (
    ("electricity", "vat", "0.08", date(2023, 7, 1), date(2026, 12, 31)),
    ("electricity", "vat", "0.1", date(2027, 1, 1), None),
    ("water", "vat", "0.05", date(2023, 1, 1), None),
    ("water", "environment", "0.1", date(2023, 1, 1), None),
)


def load() -> dict[str, Tariff]:
    """Add the lists and taxes; give the lists by code."""
    made = {"electricity": _electricity()}
    for code, name, kind, unit, tiers in LISTS:
        made[code] = Tariff(code=code, name=name, kind=kind, unit=unit, versions=[])
        made[code].add_version(_prices(date(2024, 1, 1), MADE_UP, tiers))
    for kind, tax, rate, begins, ends in TAXES:
        db.session.add(
            TaxRate(kind=kind, tax=tax, rate=Decimal(rate), valid_from=begins, valid_to=ends)
        )
    db.session.add_all(made.values())
    db.session.flush()
    return made


def _electricity() -> Tariff:
    name = "Giá điện sinh hoạt, 6 bậc"
    tariff = Tariff(code="electricity", name=name, kind="electricity", unit="kWh", versions=[])
    for since, basis, amounts in ELECTRICITY:
        tariff.add_version(_prices(since, basis, tuple(zip(BOUNDS, amounts, strict=True))))
    return tariff


def _prices(since: date, basis: str, tiers: tuple[tuple[int | None, int], ...]) -> Prices:
    made = tuple(Tier(None if up is None else Decimal(up), Decimal(price)) for up, price in tiers)
    return Prices(since, made, False, basis)
