"""What a provider reports by names of its own: repeats of a report, and corrections of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.core.db import db
from app.payments.book import Book
from app.payments.identity import Identity, Listed, number_of
from app.payments.models import BankAccount, BankLine, HookEvent
from app.payments.statement_rows import Movement


@dataclass
class Reports:
    """The reports an account's provider made before, by name."""

    account: BankAccount
    now: datetime
    known: dict[str, HookEvent]

    @classmethod
    def of(
        cls, account: BankAccount, movements: Sequence[Movement], listed: Listed, now: datetime
    ) -> "Reports":
        """Read the reports of these movements; ``listed`` learns what the provider listed before.

        All the reports of one provider together are one channel.
        """
        names = {each.event_id for each in movements if each.event_id}
        if not names:
            return cls(account, now, {})
        same = {Identity.of(each).same for each in movements}
        found = select(HookEvent).where(HookEvent.account_id == account.id)
        for event in db.session.scalars(found.where(HookEvent.same.in_(same))):
            listed.add(event.same, event.number, event.event_id)
        known = db.session.scalars(found.where(HookEvent.event_id.in_(names)))
        return cls(account, now, {event.event_id: event for event in known})

    def is_repeat(self, movement: Movement) -> bool:
        """Tell whether the provider reported it before, by the name it gave it."""
        return movement.event_id in self.known

    def corrected(self, movement: Movement, book: Book) -> BankLine | None:
        """Give the line that ``movement`` stands in place of; None for an ordinary report."""
        event = self.known.get(movement.event_id)
        if event is not None and event.same != Identity.of(movement).same:
            line = db.session.get(BankLine, event.line_id) if event.line_id else None
            return line if line is not None and line.holds and movement.amount > 0 else None
        if movement.corrects is None or movement.corrects == movement.amount:
            return None
        return book.of_amount(number_of(movement.bank_id), movement.corrects)

    def note(self, movement: Movement, line: BankLine | None) -> None:
        if not movement.event_id:
            return
        ids = Identity.of(movement)
        event = self.known.get(movement.event_id)
        if event is None:
            event = HookEvent(
                account_id=self.account.id, event_id=movement.event_id, received_at=self.now
            )
            db.session.add(event)
            self.known[movement.event_id] = event
        event.same, event.number = ids.same, ids.number
        event.line_id = line.id if line is not None and line.amount > 0 else None
