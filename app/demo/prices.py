"""Price lists of the demonstration: electricity's are the real ones, the others made up."""

from datetime import date
from decimal import Decimal

from app.bills import starter
from app.bills.charges import Prices, Tier
from app.bills.models import Tariff
from app.core.db import db

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


def load() -> dict[str, Tariff]:
    """Add the lists and taxes; give the lists by code."""
    starter.load()
    electricity = starter.electricity()
    assert electricity is not None
    made = {electricity.code: electricity}
    for code, name, kind, unit, tiers in LISTS:
        made[code] = Tariff(code=code, name=name, kind=kind, unit=unit, versions=[])
        made[code].add_version(_prices(date(2024, 1, 1), MADE_UP, tiers))
    db.session.add_all(made.values())
    db.session.flush()
    return made


def _prices(since: date, basis: str, tiers: tuple[tuple[int | None, int], ...]) -> Prices:
    made = tuple(Tier(None if up is None else Decimal(up), Decimal(price)) for up, price in tiers)
    return Prices(since, made, False, basis)
