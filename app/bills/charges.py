"""What a quantity costs: tiers, VAT and fees of the day, with every step to show. Pure.

Rounding: each line (quantity × price) is rounded to whole đồng, halves up; VAT and the
environment fee are taken from the rounded sum and rounded likewise. See
docs/decisions/060-how-a-bill-is-worked-out.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

ONE_DAY = timedelta(days=1)
WHOLE = Decimal(1)


@dataclass(frozen=True)
class Tier:
    """A price for what lies above the tier before it, up to ``up_to`` (None: without end)."""

    up_to: Decimal | None
    price: Decimal


@dataclass(frozen=True)
class Prices:
    """The prices in force from a day on, until the next ones begin."""

    valid_from: date
    tiers: tuple[Tier, ...]
    includes_vat: bool = False
    basis: str = ""


@dataclass(frozen=True)
class Rates:
    """Shares of the price before VAT: 0.08 is eight per cent."""

    vat: Decimal = Decimal(0)
    fee: Decimal = Decimal(0)


@dataclass(frozen=True)
class Line:
    """So much in one tier at one price. Days are both included."""

    above: Decimal
    up_to: Decimal | None
    quantity: Decimal
    price: Decimal
    amount: int
    from_on: date
    to_on: date


@dataclass(frozen=True)
class Explanation:
    """A bill worked out; amounts in whole đồng."""

    lines: tuple[Line, ...]
    before_tax: int
    vat_rate: Decimal
    vat: int
    fee_rate: Decimal
    fee: int
    total: int
    is_split: bool
    includes_vat: bool


@dataclass(frozen=True)
class Use:
    """What was used from ``from_on`` to ``to_on``, both included, by ``households`` together."""

    quantity: Decimal
    from_on: date
    to_on: date
    households: int = 1

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days + 1


class NoPrices(LookupError):
    """No price was in force on the first day."""


def explain(use: Use, prices: Sequence[Prices], rates: Rates) -> Explanation:
    """Work out what ``use`` costs.

    Where prices change within the period, quantity and tier widths are split by days: whole
    units, halves up, the last part takes what remains of the quantity. ``rates`` are those of
    the period's last day. Raises ``NoPrices``, and ``ValueError`` for an empty period.
    """
    if use.days < 1:
        raise ValueError("the period ends before it begins")
    parts = _parts(use, prices)
    lines = tuple(line for part, price in parts for line in _lines(part, price, use))
    gross = sum(line.amount for line in lines)
    includes_vat = parts[-1][1].includes_vat
    before_tax = rounded(gross / (1 + rates.vat)) if includes_vat else gross
    vat = gross - before_tax if includes_vat else rounded(before_tax * rates.vat)
    fee = rounded(before_tax * rates.fee)
    total = before_tax + vat + fee
    split = len(parts) > 1
    return Explanation(
        lines, before_tax, rates.vat, vat, rates.fee, fee, total, split, includes_vat
    )


def rounded(amount: Decimal | int) -> int:
    """Give whole đồng, halves up."""
    return int(Decimal(amount).quantize(WHOLE, ROUND_HALF_UP))


def top_tier(explanation: Explanation) -> int:
    """Give the number of the highest tier that was reached, from 1; 0 for no use."""
    bounds = sorted({line.above for line in explanation.lines})
    return len(bounds)


def _parts(use: Use, prices: Sequence[Prices]) -> list[tuple[Use, Prices]]:
    """Split the use where prices change."""
    known = sorted(prices, key=lambda each: each.valid_from)
    first = [each for each in known if each.valid_from <= use.from_on][-1:]
    if not first:
        raise NoPrices(use.from_on.isoformat())
    later = [each for each in known if use.from_on < each.valid_from <= use.to_on]
    spans = [*first, *later]
    starts = [use.from_on, *(each.valid_from for each in later)]
    ends = [*(each.valid_from - ONE_DAY for each in later), use.to_on]
    parts, left = [], use.quantity
    for price, start, end in zip(spans, starts, ends, strict=True):
        part = replace(use, from_on=start, to_on=end)
        is_last = end == use.to_on
        quantity = left if is_last else min(left, _share(use.quantity, part.days, use.days))
        left -= quantity
        parts.append((replace(part, quantity=quantity), price))
    return parts


def _share(amount: Decimal, days: int, of_days: int) -> Decimal:
    return (amount * days / of_days).quantize(WHOLE, ROUND_HALF_UP)


def _lines(part: Use, prices: Prices, whole: Use) -> list[Line]:
    lines, above, left = [], Decimal(0), part.quantity
    for tier in prices.tiers:
        bound = None if tier.up_to is None else _bound(tier.up_to * whole.households, part, whole)
        inside = left if bound is None else min(left, bound - above)
        if inside > 0:
            amount = rounded(inside * tier.price)
            lines.append(Line(above, bound, inside, tier.price, amount, part.from_on, part.to_on))
            left -= inside
        above = above if bound is None else bound
    return lines


def _bound(up_to: Decimal, part: Use, whole: Use) -> Decimal:
    return up_to if part.days == whole.days else _share(up_to, part.days, whole.days)
