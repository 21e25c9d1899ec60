"""A later report of a movement that is known already, with other figures or other words."""

from datetime import datetime

from app.accounts.actors import Actor
from app.core import audit, events
from app.core.db import db
from app.payments.book import Book, describe
from app.payments.matching import Asked
from app.payments.models import BankLine
from app.payments.models.line import BY_HAND
from app.payments.statement_rows import Movement


def replace(old: BankLine, movement: Movement, book: Book, by: Actor, now: datetime) -> BankLine:
    """Put ``movement`` in the place of ``old``, which pays nothing any more; give its line.

    The old figures stay known, so that a file which still has them counts nothing.
    """
    before = _facts(old)
    _undo(old, by, now)
    old.replaced_by = book.known(movement) or book.make(movement)
    old.settle()
    db.session.flush()
    _record(old.replaced_by, before, movement, by, now)
    return old.replaced_by


def reword(line: BankLine, movement: Movement, wanted: Asked, by: Actor, now: datetime) -> bool:
    """Let a line say what a later report of it says, where that names another request.

    Poorer words never unmatch, and what a clerk matched or undid stays. True where it is to be
    matched anew.
    """
    if movement.ids.same == line.same or not line.is_live or not line.holds:
        return False
    found = wanted.match(movement)
    clerks = [each for each in line.allocations if each.how == BY_HAND or each.undone_at]
    if found is None or clerks or [each.request for each in line.active] == [found[0]]:
        return False
    before = _facts(line)
    _undo(line, by, now)
    describe(line, movement, movement.words)
    _record(line, before, movement, by, now)
    return True


def _undo(line: BankLine, by: Actor, now: datetime) -> None:
    for allocation in line.active:
        allocation.undo(by.reference, now)
        events.payments_changed.send([allocation.request], now=now)


def _record(
    line: BankLine, before: dict[str, object], movement: Movement, by: Actor, now: datetime
) -> None:
    after = {"day": f"{movement.booked_on}", "amount": movement.amount}
    audit.record(by.reference, "correct-line", line.reference, now=now, before=before, after=after)


def _facts(line: BankLine) -> dict[str, object]:
    return {
        "line": line.reference,
        "day": f"{line.booked_on}",
        "amount": line.amount,
        "requests": [each.request.audit_reference for each in line.active],
    }
