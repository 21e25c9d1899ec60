"""Electricity's prices with their decisions, and the taxes: what a province begins with.

What is there already is left: a price list that has its prices, a rate from that day.
"""

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from sqlalchemy import select

from app.bills.charges import Prices, Tier
from app.bills.models import Tariff, TaxRate
from app.core.db import db

DATA = Path(__file__).parent / "data"
ELECTRICITY = "electricity"


def load() -> int:
    """Add the prices and rates that are not there; give how many. The caller commits."""
    made = _prices() + _taxes()
    db.session.flush()
    return made


def electricity() -> Tariff | None:
    return db.session.scalar(select(Tariff).where(Tariff.code == ELECTRICITY))


def _prices() -> int:
    tariff = electricity()
    if tariff is None:
        name = "Giá điện sinh hoạt, 6 bậc"
        tariff = Tariff(code=ELECTRICITY, name=name, kind=ELECTRICITY, unit="kWh", versions=[])
        db.session.add(tariff)
    known = {version.valid_from for version in tariff.versions}
    made = 0
    for day, rows in groupby(_rows("electricity.csv"), key=lambda row: row["valid_from"]):
        since = date.fromisoformat(day)
        if since not in known:
            tariff.add_version(_version(since, list(rows)))
            made += 1
    return made


def _version(since: date, rows: Sequence[dict[str, str]]) -> Prices:
    tiers = tuple(
        Tier(Decimal(row["up_to"]) if row["up_to"] else None, Decimal(row["price"])) for row in rows
    )
    return Prices(since, tiers, False, rows[0]["basis"])


def _taxes() -> int:
    known = {(row.kind, row.tax, row.valid_from) for row in db.session.scalars(select(TaxRate))}
    made = 0
    for row in _rows("taxes.csv"):
        begins = date.fromisoformat(row["valid_from"])
        if (row["kind"], row["tax"], begins) in known:
            continue
        ends = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
        rate = Decimal(row["rate"])
        db.session.add(
            TaxRate(kind=row["kind"], tax=row["tax"], rate=rate, valid_from=begins, valid_to=ends)
        )
        made += 1
    return made


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
