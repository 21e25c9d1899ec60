"""Which request a movement pays: by the reference in its words, else by code and amount.

What a movement pays depends on itself and on what is asked for, never on other movements. So
any order and repetition of the same movements gives the same balances (a test holds this).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import db, for_change
from app.core.tables.values import as_key
from app.core.text import fold
from app.payments.models import BankAccount, PaymentRequest
from app.payments.models.line import BY_CODE, BY_REFERENCE
from app.payments.models.request import REFERENCE
from app.payments.statement_rows import Movement

SHORTEST_CODE = 5
WORDS = re.compile(r"[^0-9A-Za-z./-]+")
Found = tuple[PaymentRequest, str]


@dataclass(frozen=True)
class Asked:
    """What the movements at hand may be paying: requests by reference and by code and amount."""

    by_reference: dict[str, PaymentRequest]
    by_code: dict[tuple[str, int], list[PaymentRequest]]

    def match(self, movement: Movement) -> Found | None:
        """Give the request it pays and how that was seen; None where that is not certain."""
        named = {
            r: self.by_reference[r] for r in references(movement.words) if r in self.by_reference
        }
        if named:
            return (next(iter(named.values())), BY_REFERENCE) if len(named) == 1 else None
        fits = [
            request
            for code in payer_codes(movement.words)
            for request in self.by_code.get((code, movement.amount), [])
        ]
        return (fits[0], BY_CODE) if len(fits) == 1 else None


def references(words: str) -> set[str]:
    """Give everything in ``words`` that may be a reference, however it is spaced."""
    return set(REFERENCE.findall(re.sub(r"[^0-9A-Z]", "", fold(words).upper())))


def payer_codes(words: str) -> set[str]:
    """Give everything in ``words`` that may be a customer code."""
    found = {as_key(word) for word in WORDS.split(fold(words))}
    return {code for code in found if len(code) >= SHORTEST_CODE}


def asked(account: BankAccount, movements: Sequence[Movement]) -> Asked:
    """Read, in two statements, the requests that ``movements`` may be paying."""
    named = {each for one in movements for each in references(one.words)}
    codes = {each for one in movements for each in payer_codes(one.words)}
    amounts = {one.amount for one in movements}
    by_code: dict[tuple[str, int], list[PaymentRequest]] = {}
    for request in _with_codes(account, codes):
        if request.amount in amounts:
            by_code.setdefault((request.payer_code, request.amount), []).append(request)
    return Asked({each.reference: each for each in _named(account, named)}, by_code)


def _named(account: BankAccount, names: Iterable[str]) -> Sequence[PaymentRequest]:
    return _open_of(account, PaymentRequest.reference.in_(list(names))) if names else []


def _with_codes(account: BankAccount, codes: Iterable[str]) -> Sequence[PaymentRequest]:
    return _open_of(account, PaymentRequest.payer_code.in_(list(codes))) if codes else []


def _open_of(account: BankAccount, condition: object) -> Sequence[PaymentRequest]:
    statement = select(PaymentRequest).where(
        PaymentRequest.owner_kind == account.owner_kind,
        PaymentRequest.owner_id == account.owner_id,
        PaymentRequest.cancelled_at.is_(None),
        condition,  # type: ignore[arg-type]
    )
    return db.session.scalars(for_change(statement.order_by(PaymentRequest.id))).all()
