"""Takes movements of money in, matches them with what is owed, and undoes it again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts.actors import Actor
from app.core import audit, events, personal
from app.core.db import db, for_change
from app.core.errors import DomainError
from app.payments.matching import Asked, asked
from app.payments.models import Allocation, BankAccount, BankLine, PaymentRequest, Statement
from app.payments.models.line import BY_HAND
from app.payments.statement_rows import Keys, Movement

CHUNK = 400


@dataclass
class Taking:
    """One statement being taken in: its row, who does it, and the keys given so far."""

    account: BankAccount
    statement: Statement
    by: Actor
    now: datetime
    keys: Keys = field(default_factory=Keys)


def hold(account: BankAccount) -> None:
    """Lock the account until the transaction ends: it stands for its lines and statements."""
    db.session.scalar(for_change(select(BankAccount.id).where(BankAccount.id == account.id)))


def begin(account: BankAccount, source: str, by: Actor, now: datetime, name: str = "") -> Taking:
    """Begin a statement of ``account``, which is locked; add it to the session."""
    hold(account)
    statement = Statement(
        account=account, source=source, file_name=name, taken_at=now, taken_by=by.reference,
        lines=0, matched=0, unmatched=0, duplicates=0, outgoing=0,
    )  # fmt: skip
    db.session.add(statement)
    db.session.flush()
    return Taking(account, statement, by, now)


def take(taking: Taking, movements: Sequence[Movement]) -> None:
    """Take some movements in and match them. What was taken before is only counted.

    Money that goes out is counted and left alone.
    """
    hold(taking.account)
    incoming = [each for each in movements if each.amount > 0]
    keyed = [(taking.keys.key(each), each) for each in incoming]
    known = _known(taking.account, [key for key, _movement in keyed])
    wanted = asked(taking.account, incoming)
    matched = new = 0
    for key, movement in keyed:
        line = _line(taking, key, movement, known)
        if line is not None:
            new += 1
            matched += _match(taking, line, movement, wanted)
    taking.statement.count(new, matched, len(keyed) - new, len(movements) - len(incoming))


def finish(taking: Taking) -> Statement:
    """End the statement: its figures go into the audit log."""
    row = taking.statement
    figures = {"lines": row.lines, "matched": row.matched, "duplicates": row.duplicates}
    audit.record(
        taking.by.reference, "take-statement", row.reference, now=taking.now, after=figures
    )
    return row


def rematch(account: BankAccount, by: Actor, now: datetime) -> int:
    """Try the lines again that pay nothing yet, after new bills came; give how many matched."""
    statement = (
        select(BankLine)
        .where(BankLine.account_id == account.id, BankLine.is_open, BankLine.allocated == 0)
        .options(selectinload(BankLine.allocations))
        .order_by(BankLine.id)
    )
    # What a clerk undid stays undone.
    lines = [line for line in db.session.scalars(statement) if not line.allocations]
    movements = [Movement(line.booked_on, line.amount, line.words) for line in lines]
    wanted = asked(account, movements)
    return sum(
        _apply(line, wanted, movement, by, now)
        for line, movement in zip(lines, movements, strict=True)
    )


def match_by_hand(
    line: BankLine, request: PaymentRequest, amount: int | None, by: Actor, now: datetime
) -> Allocation:
    """Apply ``amount`` of a line (all that remains for None) to a request.

    Raises:
        DomainError: more than remains, or a request of another owner.
    """
    wanted = line.remaining if amount is None else amount
    same = (request.owner_kind, request.owner_id) == (
        line.account.owner_kind,
        line.account.owner_id,
    )
    if not same:
        raise DomainError(_l("That is owed to somebody else."), field="reference")
    if not 0 < wanted <= line.remaining:
        raise DomainError(_l("Only what remains of this line can be applied."), field="amount")
    made = Allocation.make(line, request, wanted, BY_HAND, by.reference, now)
    _record(by, "match-by-hand", line, request, wanted, now)
    events.payment_changed.send(request, now=now)
    return made


def undo(allocation: Allocation, by: Actor, now: datetime) -> None:
    """Take a match back; the money waits for a clerk again."""
    if allocation.undone_at is not None:
        return
    allocation.undo(by.reference, now)
    _record(by, "undo-match", allocation.line, allocation.request, allocation.amount, now)
    events.payment_changed.send(allocation.request, now=now)


def undo_statement(
    statement: Statement, lines: Iterable[BankLine], by: Actor, now: datetime
) -> None:
    """Take a whole statement back. Its lines stay, set aside; the same file brings them back."""
    for line in lines:
        for allocation in line.active:
            undo(allocation, by, now)
        line.set_aside(now)
    statement.undone_at = statement.undone_at or now
    audit.record(by.reference, "undo-statement", statement.reference, now=now)


def set_aside(line: BankLine, by: Actor, now: datetime) -> None:
    """Say that what remains of a line is no payment of ours."""
    line.set_aside(now)
    audit.record(by.reference, "set-line-aside", line.reference, now=now)


def take_back(line: BankLine, by: Actor, now: datetime) -> None:
    """Put a line into the clerk's list again."""
    line.take_back()
    audit.record(by.reference, "take-line-back", line.reference, now=now)


def _known(account: BankAccount, keys: list[str]) -> dict[str, BankLine]:
    """Give the lines that are there already, by key."""
    statement = (
        select(BankLine)
        .where(BankLine.account_id == account.id, BankLine.key.in_(keys))
        .options(selectinload(BankLine.statement), selectinload(BankLine.allocations))
    )
    return {line.key: line for line in db.session.scalars(statement)}


def _line(
    taking: Taking, key: str, movement: Movement, known: dict[str, BankLine]
) -> BankLine | None:
    """Give the movement's line, new or back from a statement that was undone; None for a repeat."""
    line = known.get(key)
    if line is None:
        line = known[key] = _new_line(taking, key, movement)
        return line
    if line.statement.undone_at is None:
        return None
    line.statement = taking.statement
    line.take_back()
    return line


def _new_line(taking: Taking, key: str, movement: Movement) -> BankLine:
    line = BankLine(
        account=taking.account,
        statement=taking.statement,
        key=key,
        booked_on=movement.booked_on,
        amount=movement.amount,
        allocated=0,
        words_sealed=personal.encrypt(taking.account.person_key, movement.words),
        is_open=True,
    )
    db.session.add(line)
    return line


def _match(taking: Taking, line: BankLine, movement: Movement, wanted: Asked) -> bool:
    return _apply(line, wanted, movement, taking.by, taking.now)


def _apply(line: BankLine, wanted: Asked, movement: Movement, by: Actor, now: datetime) -> bool:
    found = wanted.match(movement)
    if found is None:
        return False
    request, how = found
    Allocation.make(line, request, line.remaining, how, by.reference, now)
    db.session.flush()
    _record(by, f"match-by-{how}", line, request, movement.amount, now)
    events.payment_changed.send(request, now=now)
    return True


def _record(
    by: Actor, verb: str, line: BankLine, request: PaymentRequest, amount: int, now: datetime
) -> None:
    after = {"request": request.audit_reference, "amount": amount, "received": request.received}
    audit.record(by.reference, verb, line.reference, now=now, after=after)
