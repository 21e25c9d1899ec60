"""The lines an account has already, and where a further movement belongs among them.

However one month's movements are split over files and reports, in any order, the number of
lines that are equal comes out as the larger of: the bank's numbers seen, and the most that any
one channel lists (a test holds this).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from app.core import personal
from app.core.db import db
from app.payments.identity import Identity, Listed, bare_key, numbered_key
from app.payments.models import BankAccount, BankLine, Statement
from app.payments.statement_rows import Movement


@dataclass
class Book:
    """The lines of ``account`` that the movements at hand may be; new ones go to ``statement``."""

    account: BankAccount
    statement: Statement
    now: datetime
    by_key: dict[str, BankLine] = field(default_factory=dict)
    by_same: dict[str, list[BankLine]] = field(default_factory=dict)

    def known(self, movement: Movement) -> BankLine | None:
        """Give the line with the movement's number, day and amount."""
        return self.by_key.get(Identity.of(movement).key)

    def place(self, movement: Movement, listed: Listed) -> BankLine | None:
        """Give the movement's line where it is new, or back from a statement that was undone.

        None for a repeat; ``listed`` is what the channel has listed so far.
        """
        ids = Identity.of(movement)
        known = self.by_key.get(ids.key) if ids.number else None
        same = known.same if known else ids.same
        wanted = listed.add(same, ids.number, movement.event_id)
        fresh = self._with_number(movement, ids, known) if ids.number else None
        if fresh is None and sum(line.is_live for line in self.by_same[same]) < wanted:
            fresh = self._revived(same) or self.make(replace(movement, bank_id=""))
        return fresh

    def _with_number(
        self, movement: Movement, ids: Identity, known: BankLine | None
    ) -> BankLine | None:
        if known is not None:
            return None if known.is_live else self._revive(known)
        bare = [line for line in self.by_same.get(ids.same, []) if not line.number]
        bare.sort(key=lambda line: not line.is_live)
        if not bare:
            return self.make(movement)
        line = bare[0]
        line.number, line.key = ids.number, ids.key
        self.by_key[ids.key] = line
        return None if line.is_live else self._revive(line)

    def _revived(self, same: str) -> BankLine | None:
        gone = [line for line in self.by_same.get(same, []) if not line.is_live]
        gone.sort(key=lambda line: bool(line.number))
        return self._revive(gone[0]) if gone else None

    def _revive(self, line: BankLine) -> BankLine:
        line.statement = self.statement
        line.take_back()
        return line

    def make(self, movement: Movement) -> BankLine:
        """Add the line of a movement that is not known yet."""
        ids = Identity.of(movement)
        line = _new_line(self.account, self.statement, movement)
        line.number, line.key = ids.number, ids.key or self._free_key(ids.same)
        self.keep(line)
        return line

    def of_amount(self, number: str, amount: int) -> BankLine | None:
        """Give the line of that number and amount, whatever its day, that holds."""
        found = select(BankLine).where(
            BankLine.account_id == self.account.id,
            BankLine.number == number,
            BankLine.amount == amount,
        )
        lines = db.session.scalars(found.order_by(BankLine.id)).all()
        return next((line for line in lines if line.is_live and line.holds), None)

    def line_of(self, movement: Movement) -> BankLine | None:
        same = self.by_same.get(Identity.of(movement).same, [])
        return self.known(movement) or next((line for line in same if line.is_live), None)

    def _free_key(self, same: str) -> str:
        taken = {line.key for line in self.by_same.get(same, [])}
        keys = (bare_key(same, which) for which in range(1, len(taken) + 2))
        return next(key for key in keys if key not in taken)

    def keep(self, line: BankLine) -> None:
        self.by_key[line.key] = line
        self.by_same.setdefault(line.same, []).append(line)


def open_book(
    account: BankAccount, statement: Statement, movements: Sequence[Movement], now: datetime
) -> Book:
    """Read the lines that ``movements`` may be, in one statement."""
    _fill_in(account)
    ids = [Identity.of(each) for each in movements]
    keys = {each.key for each in ids if each.key}
    found = (
        select(BankLine)
        .where(
            BankLine.account_id == account.id,
            or_(BankLine.key.in_(keys), BankLine.same.in_({each.same for each in ids})),
        )
        .options(selectinload(BankLine.statement), selectinload(BankLine.allocations))
        .order_by(BankLine.id)
    )
    book = Book(account, statement, now)
    for line in db.session.scalars(found):
        book.keep(line)
    for each in ids:
        book.by_same.setdefault(each.same, [])
    return book


def _new_line(account: BankAccount, statement: Statement, movement: Movement) -> BankLine:
    keeps_words = movement.amount > 0 or movement.takes_back
    line = BankLine(
        account=account,
        statement=statement,
        allocated=0,
        takes_back=movement.takes_back,
        words_sealed=b"",
    )
    describe(line, movement, movement.words if keeps_words else "")
    db.session.add(line)
    return line


def describe(line: BankLine, movement: Movement, words: str) -> None:
    """Set what a line says; ``number`` and ``key`` stay as they are."""
    ids = Identity.of(movement)
    line.booked_on, line.amount = movement.booked_on, movement.amount
    line.words_sealed = personal.encrypt(line.account.person_key, words)
    line.same, line.content = ids.same, ids.content
    line.settle()


def _fill_in(account: BankAccount) -> None:
    """Work out by what lines of an earlier release are known again: their words are sealed."""
    old = select(BankLine).where(BankLine.account_id == account.id, BankLine.same == "")
    for line in db.session.scalars(old).all():
        ids = Identity.of(Movement(line.booked_on, line.amount, line.words, line.number))
        line.same, line.content = ids.same, ids.content
        if line.number:
            line.key = numbered_key(line.number, f"{line.booked_on}", line.amount)
