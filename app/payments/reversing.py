"""Money the bank took back: a credit and its reversal leave nothing, in either order.

Which credit a reversal undoes is worked out anew from all of them, never from what came first.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from app.accounts.actors import Actor
from app.core import audit, events
from app.core.db import db
from app.payments.matching import references
from app.payments.models import Allocation, BankAccount, BankLine

Pairs = dict[BankLine, BankLine]


def settle(
    account: BankAccount, amounts: Collection[int], by: Actor, now: datetime
) -> list[BankLine]:
    """Bring the account's reversals of these amounts in step with its credits; flushes first.

    Gives the credits that count again: what they had paid, they pay again.
    """
    db.session.flush()
    undoing = _live(account, {-abs(amount) for amount in amounts})
    if not undoing:
        return []
    wanted = _pairs(undoing, _credits(account, undoing))
    changed = [line for line in undoing if line.undoes is not wanted.get(line)]
    freed = [(line, line.undoes) for line in changed if line.undoes is not None]
    for line, credit in freed:
        _give_back(line, credit, by, now)
    for line in changed:
        if line in wanted:
            _take_back(line, wanted[line], by, now)
    return [credit for _line, credit in freed if credit.is_open]


def release(lines: Sequence[BankLine], by: Actor, now: datetime) -> None:
    """Let go of what these lines undo or are undone by: their statement is taken back."""
    for line in lines:
        if line.undoes is not None:
            _give_back(line, line.undoes, by, now)
        if line.reversed_at is not None:
            undoing = db.session.scalar(select(BankLine).where(BankLine.undoes_id == line.id))
            if undoing is not None:
                _give_back(undoing, line, by, now)
    db.session.flush()


def _live(account: BankAccount, amounts: Collection[int]) -> Sequence[BankLine]:
    statement = (
        select(BankLine)
        .where(BankLine.account_id == account.id, BankLine.amount.in_(amounts))
        .options(selectinload(BankLine.statement), selectinload(BankLine.undoes))
        .order_by(BankLine.booked_on, BankLine.key)
    )
    return [line for line in db.session.scalars(statement) if line.is_live]


def _credits(account: BankAccount, undoing: Sequence[BankLine]) -> list[BankLine]:
    statement = (
        select(BankLine)
        .where(
            BankLine.account_id == account.id,
            BankLine.amount.in_({-line.amount for line in undoing}),
            or_(
                BankLine.number.in_({line.number for line in undoing if line.number}),
                BankLine.content.in_({line.content for line in undoing if line.content}),
            ),
        )
        .options(selectinload(BankLine.statement), selectinload(BankLine.allocations))
        .order_by(BankLine.booked_on, BankLine.key)
    )
    found = db.session.scalars(statement)
    return [line for line in found if line.is_live and line.replaced_by_id is None]


def _pairs(undoing: Sequence[BankLine], credits: Sequence[BankLine]) -> Pairs:
    """Give the credit of each reversal: by the bank's number first, else by content."""
    pairs: Pairs = {}
    free = list(credits)
    for fits in (_same_number, _same_content):
        for line in undoing:
            found = [each for each in free if fits(line, each)] if line not in pairs else []
            if found:
                pairs[line] = found[-1]
                free.remove(found[-1])
    return pairs


def _same_number(line: BankLine, credit: BankLine) -> bool:
    return bool(line.number) and (line.number, -line.amount) == (credit.number, credit.amount)


def _same_content(line: BankLine, credit: BankLine) -> bool:
    """Tell whether the words are equal; of money that merely went out they must name a code."""
    equal = bool(line.content) and (line.content, -line.amount) == (credit.content, credit.amount)
    if not equal or credit.booked_on > line.booked_on:
        return False
    return line.takes_back or _names_something(credit.words)


def _names_something(words: str) -> bool:
    return bool(references(words)) or any(char.isdigit() for char in words)


def _take_back(line: BankLine, credit: BankLine, by: Actor, now: datetime) -> None:
    line.undoes, credit.reversed_at = credit, now
    for allocation in credit.active:
        allocation.undo(line.reference, now)
        allocation.request.unsay()  # the money came and went: it is asked for again
        events.payments_changed.send([allocation.request], now=now)
    _settled(line, credit)
    audit.record(by.reference, "reverse", credit.reference, now=now, after={"by": line.reference})


def _give_back(line: BankLine, credit: BankLine, by: Actor, now: datetime) -> None:
    line.undoes, credit.reversed_at = None, None
    if credit.is_live:
        for old in [each for each in credit.allocations if each.undone_by == line.reference]:
            if old.request.cancelled_at is None and credit.remaining >= old.amount:
                Allocation.make(credit, old.request, old.amount, old.how, by.reference, now)
                events.payments_changed.send([old.request], now=now)
            old.undone_by = by.reference
    _settled(line, credit)
    audit.record(
        by.reference, "undo-reverse", credit.reference, now=now, after={"by": line.reference}
    )


def _settled(line: BankLine, credit: BankLine) -> None:
    line.settle()
    credit.settle()
    db.session.flush()
