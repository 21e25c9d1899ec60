"""The try-out of a price list: "350 kWh ngày 1/12 là …"."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.bills import explaining
from app.bills.bill_rows import month_of
from app.bills.charges import Use
from app.bills.models import Tariff
from app.bills.queries import tariffs
from app.bills.views.common import today
from app.core.tables.values import BadValue, as_date, as_quantity


def tried(typed: Mapping[str, str], tariff: Tariff | None = None) -> dict[str, Any]:
    """Give what the try-out shows: the lists, the one chosen, the day, and what it costs.

    The quantity counts as that of the whole month in which the day lies.
    """
    lists = [tariff] if tariff else [each for each in tariffs.all_tariffs() if each.versions]
    chosen = next((each for each in lists if each.code == typed.get("bieu-gia")), None)
    chosen = chosen or (lists[0] if lists else None)
    day = _day(typed.get("ngay", ""))
    amount = _quantity(typed.get("luong", ""))
    found = None
    if chosen is not None and amount is not None:
        first, last = month_of(f"{day:%Y-%m}")
        use = Use(amount, first, last)
        found = explaining.estimate(chosen, use)
    return {"lists": lists, "tariff": chosen, "day": day, "amount": amount, "worked": found,
            "bad": bool(typed.get("luong")) and found is None}  # fmt: skip


def _day(text: str) -> Any:
    try:
        return as_date(text)
    except BadValue:
        return today()


def _quantity(text: str) -> Decimal | None:
    try:
        return as_quantity(text)
    except BadValue:
        return None
