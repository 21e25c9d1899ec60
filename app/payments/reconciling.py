"""Takes movements of money in, matches them with what is owed, and undoes it again."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts.actors import Actor
from app.core import audit, events
from app.core.db import db, for_change
from app.core.errors import DomainError
from app.payments import correcting, reversing
from app.payments.book import Book, open_book
from app.payments.identity import Listed
from app.payments.matching import Asked, asked
from app.payments.models import Allocation, BankAccount, BankLine, PaymentRequest, Statement
from app.payments.models.line import BY_HAND
from app.payments.models.statement import MATCHED, OUT, REPEAT, TAKEN_BACK, UNMATCHED
from app.payments.reports import Reports
from app.payments.statement_rows import Movement

CHUNK = 1_000


@dataclass
class Taking:
    """One statement being taken in: its row, who does it, and what its channel listed so far."""

    account: BankAccount
    statement: Statement
    by: Actor
    now: datetime
    listed: Listed = field(default_factory=Listed)


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

    What the bank took back undoes what it had paid. Money that merely goes out is counted and
    left alone.
    """
    hold(taking.account)
    moved = [each for each in movements if each.amount]
    book = open_book(taking.account, taking.statement, moved, taking.now)
    wanted = asked(taking.account, [each for each in moved if each.amount > 0])
    reports = Reports.of(taking.account, moved, taking.listed, taking.now)
    placed = [(_place(taking, book, reports, wanted, each), each) for each in moved]
    fresh = [(line, movement) for line, movement in placed if line is not None]
    freed = reversing.settle(taking.account, _amounts(fresh), taking.by, taking.now)
    _match_anew(taking.account, freed, taking.by, taking.now)
    paying = [(line, movement) for line, movement in fresh if movement.amount > 0]
    paid = _match(paying, wanted, taking.by, taking.now)
    counts = Counter(_became(movement, line, paid) for line, movement in placed)
    counts[OUT] += len(movements) - len(moved)
    taking.statement.count(counts)


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
    return _match_anew(account, db.session.scalars(statement).all(), by, now)


def _match_anew(account: BankAccount, found: Sequence[BankLine], by: Actor, now: datetime) -> int:
    # What a clerk undid stays undone.
    lines = [line for line in found if not line.allocations]
    movements = [Movement(line.booked_on, line.amount, line.words) for line in lines]
    wanted = asked(account, movements)
    return len(_match(list(zip(lines, movements, strict=True)), wanted, by, now))


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
    if not line.holds:
        raise DomainError(_l("The bank took this money back, or corrected the line."))
    if not 0 < wanted <= line.remaining:
        raise DomainError(_l("Only what remains of this line can be applied."), field="amount")
    made = Allocation.make(line, request, wanted, BY_HAND, by.reference, now)
    _record(by, "match-by-hand", made, now)
    events.payments_changed.send([request], now=now)
    return made


def undo(allocation: Allocation, by: Actor, now: datetime) -> None:
    """Take a match back; the money waits for a clerk again."""
    if allocation.undone_at is not None:
        return
    allocation.undo(by.reference, now)
    _record(by, "undo-match", allocation, now)
    events.payments_changed.send([allocation.request], now=now)


def undo_statement(
    statement: Statement, lines: Sequence[BankLine], by: Actor, now: datetime
) -> None:
    """Take a whole statement back. Its lines stay, set aside; the same file brings them back."""
    for line in lines:
        for allocation in line.active:
            undo(allocation, by, now)
        line.set_aside(now)
    reversing.release(lines, by, now)
    statement.undone_at = statement.undone_at or now
    freed = reversing.settle(statement.account, {abs(line.amount) for line in lines}, by, now)
    _match_anew(statement.account, freed, by, now)
    audit.record(by.reference, "undo-statement", statement.reference, now=now)


def set_aside(line: BankLine, by: Actor, now: datetime) -> None:
    """Say that what remains of a line is no payment of ours."""
    line.set_aside(now)
    audit.record(by.reference, "set-line-aside", line.reference, now=now)


def take_back(line: BankLine, by: Actor, now: datetime) -> None:
    """Put a line into the clerk's list again."""
    line.take_back()
    audit.record(by.reference, "take-line-back", line.reference, now=now)


def _place(
    taking: Taking, book: Book, reports: Reports, wanted: Asked, movement: Movement
) -> BankLine | None:
    """Give the line to be matched: new, back again, or corrected; None for a repeat."""
    by, now = taking.by, taking.now
    if (old := reports.corrected(movement, book)) is not None:
        corrected = correcting.replace(old, movement, book, by, now)
        reports.note(movement, corrected)
        return corrected
    if reports.is_repeat(movement):
        return None
    line = book.place(movement, taking.listed)
    known = book.known(movement)
    if line is None and known is not None and correcting.reword(known, movement, wanted, by, now):
        line = known
    reports.note(movement, line or book.line_of(movement))
    return line


def _amounts(fresh: Sequence[tuple[BankLine, Movement]]) -> set[int]:
    return {abs(movement.amount) for _line, movement in fresh}


def _became(movement: Movement, line: BankLine | None, paid: Collection[BankLine]) -> str:
    """Say what became of a movement; its ``line`` is None for a repeat."""
    if movement.amount < 0 and not movement.takes_back:
        return OUT
    if line is None:
        return REPEAT
    if movement.amount < 0:
        return TAKEN_BACK
    return MATCHED if line in paid or line.active else UNMATCHED


def _match(
    found: Sequence[tuple[BankLine, Movement]], wanted: Asked, by: Actor, now: datetime
) -> set[BankLine]:
    """Apply lines to what they pay; give those that pay something now.

    Who follows the requests is told of many at once, but of each payment of one request alone.
    """
    db.session.flush()
    made: dict[PaymentRequest, Allocation] = {}
    paid = set()
    for line, movement in found:
        match = wanted.match(movement) if line.may_pay else None
        if match is not None:
            request, how = match
            if request in made:
                _matched(made, by, now)
                made = {}
            made[request] = Allocation.make(line, request, line.remaining, how, by.reference, now)
            paid.add(line)
    _matched(made, by, now)
    return paid


def _matched(made: Mapping[PaymentRequest, Allocation], by: Actor, now: datetime) -> None:
    if made:
        audit.record_many(
            by.reference, [_entry(f"match-by-{each.how}", each) for each in made.values()], now
        )
        events.payments_changed.send(list(made), now=now)


def _record(by: Actor, verb: str, allocation: Allocation, now: datetime) -> None:
    said, subject, after = _entry(verb, allocation)
    audit.record(by.reference, said, subject, now=now, after=after)


def _entry(verb: str, allocation: Allocation) -> tuple[str, str, dict[str, object]]:
    """Give what the audit log says of an allocation: the verb, the line, the figures."""
    request, amount = allocation.request, allocation.amount
    after = {"request": request.audit_reference, "amount": amount, "received": request.received}
    return verb, allocation.line.reference, after
