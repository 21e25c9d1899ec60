"""The adapter's interface: describe, inquire, confirm, reconcile."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

BILLS, NO_DEBT, NOT_FOUND = "bills", "no_debt", "not_found"
UNAVAILABLE, PENDING = "unavailable", "pending"
ANSWERS = (BILLS, NO_DEBT, NOT_FOUND, UNAVAILABLE, PENDING)


@dataclass(frozen=True)
class Input:
    """Something a customer types to ask: its name and the hint that stands beside it."""

    name: str
    hint: str


@dataclass(frozen=True)
class Answer:
    """What a biller says about a code. ``bills`` are rows as ``bill_rows.read`` gives them."""

    kind: str
    bills: tuple[dict[str, Any], ...] = ()
    pending: str = ""


@dataclass(frozen=True)
class Reconciled:
    """References of payments: on both sides alike, on one only, or told twice."""

    matched: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    duplicate: list[str] = field(default_factory=list)


class BillerDown(Exception):
    """The biller's program gives no usable answer now: what is known stays as it is."""


class Adapter(Protocol):
    """What the rest of the room needs of a biller."""

    def describe(self) -> list[Input]:
        """Give what a customer types to ask."""

    def inquire(self, code: str, pending: str = "") -> Answer:
        """Ask about a customer code; ``pending`` is the reference of an earlier question."""

    def confirm(self, bill: str, amount: int, transaction_ref: str) -> None:
        """Tell that a bill was paid; the same ``transaction_ref`` again changes nothing."""

    def reconcile(self, rows: Iterable[tuple[str, int]]) -> Reconciled:
        """Compare payments (reference, amount) as the biller knows them with ours."""


def compare(rows: Iterable[tuple[str, int]], ours: Mapping[str, int]) -> Reconciled:
    """Compare the biller's payments with ours, amount by reference."""
    seen: Counter[str] = Counter()
    result = Reconciled()
    for reference, amount in rows:
        seen[reference] += 1
        if seen[reference] > 1:
            result.duplicate.append(reference)
        elif ours.get(reference) == amount:
            result.matched.append(reference)
        else:
            result.unmatched.append(reference)
    result.unmatched.extend(reference for reference in ours if reference not in seen)
    return result
