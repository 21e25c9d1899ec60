"""Why a bill is what it is: worked out with the tariff of its time, and against earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from app.bills.charges import Explanation, NoPrices, Rates, Use, explain, top_tier
from app.bills.models import Bill
from app.bills.models.biller import ELECTRICITY, WATER
from app.bills.models.tariff import ENVIRONMENT, VAT, Tariff
from app.core.formats import DONG, with_unit

HOT_MONTHS = ("05", "06", "07", "08")
LOUD, LEAKY = 10, 50
"""From so many per cent more a change is explained; a leak is thought of."""
MOST_UNITS = Decimal(1_000_000)


@dataclass(frozen=True)
class Change:
    """Against the month before: per cent more (or less), and the likely causes, in words."""

    percent: int
    before: Bill
    causes: list[str]


def rates_on(tariff: Tariff, day: date) -> Rates:
    """Give VAT and fee in force on ``day`` for what is sold by that price list."""
    found = {rate.tax: rate.rate for rate in tariff.rates if rate.holds_on(day)}
    return Rates(found.get(VAT, Decimal(0)), found.get(ENVIRONMENT, Decimal(0)))


def worked_out(bill: Bill) -> Explanation | None:
    """Work a bill out with the tariff of its time; None where it has no quantity or no tariff."""
    if bill.quantity is None or bill.account.tariff is None:
        return None
    use = Use(bill.quantity, bill.from_on, bill.to_on, bill.account.households)
    return estimate(bill.account.tariff, use)


def estimate(tariff: Tariff, use: Use) -> Explanation | None:
    """Say what ``use`` would cost; None where no price was in force."""
    if not 0 <= use.quantity <= MOST_UNITS:
        return None
    try:
        return explain(use, tariff.prices, rates_on(tariff, use.to_on))
    except NoPrices:
        return None


def compared(bill: Bill, history: Sequence[Bill]) -> Change | None:
    """Compare with the bill before; None where there is none or nothing was owed."""
    before = next((each for each in history if each.period < bill.period), None)
    if before is None or before.total <= 0:
        return None
    percent = round((bill.total - before.total) * 100 / before.total)
    causes = _causes(bill, before) if abs(percent) >= LOUD else []
    return Change(percent, before, causes)


def _causes(bill: Bill, before: Bill) -> list[str]:
    found: list[str | None] = [_more_used(bill, before), _longer(bill, before)]
    found += [_higher_tier(bill, before), _other_prices(bill, before)]
    found += [_hot(bill, before), _leak(bill, before)]
    return [cause for cause in found if cause]


def _more_used(bill: Bill, before: Bill) -> str | None:
    if bill.quantity is None or before.quantity is None or bill.quantity == before.quantity:
        return None
    amount = with_unit(_number(abs(bill.quantity - before.quantity)), _unit(bill))
    if bill.quantity > before.quantity:
        return _("%(amount)s more were used.", amount=amount)
    return _("%(amount)s less were used.", amount=amount)


def _longer(bill: Bill, before: Bill) -> str | None:
    days = bill.days - before.days
    if days >= 2:
        return ngettext(
            "The period is %(num)d day longer.", "The period is %(num)d days longer.", days
        )
    return None


def _higher_tier(bill: Bill, before: Bill) -> str | None:
    now, then = worked_out(bill), worked_out(before)
    if now is None or then is None or now.is_split or top_tier(now) <= top_tier(then):
        return None
    top = max(line.price for line in now.lines)
    return _(
        "The use reached tier %(tier)s, where each %(unit)s costs %(price)s.",
        tier=top_tier(now), unit=_unit(bill), price=with_unit(_number(top), DONG),
    )  # fmt: skip


def _other_prices(bill: Bill, before: Bill) -> str | None:
    tariff = bill.account.tariff
    version = tariff.version_on(bill.to_on) if tariff else None
    if version is None or version.valid_from <= before.to_on:
        return None
    return _("The prices changed on %(day)s.", day=f"{version.valid_from:%d/%m/%Y}")


def _hot(bill: Bill, before: Bill) -> str | None:
    hot = bill.period[5:] in HOT_MONTHS and before.period[5:] not in HOT_MONTHS
    if bill.biller.kind == ELECTRICITY and hot:
        return _("It was hot: fans and air conditioners run longer.")
    return None


def _leak(bill: Bill, before: Bill) -> str | None:
    if bill.biller.kind != WATER or not bill.quantity or not before.quantity:
        return None
    if bill.quantity * 100 < before.quantity * (100 + LEAKY):
        return None
    return _("Perhaps a pipe leaks: close every tap and see whether the meter still turns.")


def _unit(bill: Bill) -> str:
    return bill.account.tariff.unit if bill.account.tariff else ""


def _number(value: Decimal) -> str:
    return f"{value.normalize():,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
