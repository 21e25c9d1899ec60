"""Bills are published, corrected and withdrawn; the request for money follows them."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.bills import kinds
from app.bills.actions.telling import tell_followers
from app.bills.models import Bill
from app.bills.models.bill import CORRECTION, PUBLISHED
from app.bills.queries.bills import SUBJECT
from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import clean
from app.payments import queries as payments
from app.payments.models import PaymentRequest
from app.payments.owners import AGENCY

MAX_REASON = 200


def publish(bills: Sequence[Bill], now: datetime) -> None:
    """Publish drafts: each gets its request for money, and those who follow it are told."""
    asked: dict[int, list[tuple[int, tuple[str, int], str]]] = {}
    for bill in bills:
        bill.publish(now)
        if bill.missing > 0 and not bill.is_own:
            of_agency = asked.setdefault(bill.biller.agency_id, [])
            of_agency.append((bill.owed, (SUBJECT, bill.id), bill.account.code))
    for agency_id, some in asked.items():
        PaymentRequest.ask_many((AGENCY, agency_id), some, now)
    tell_followers([bill for bill in bills if bill.is_open], kinds.NEW, "new", now)


def correct(bill: Bill, total: int, reason: str, by: Actor, now: datetime) -> Bill:
    """Correct a published bill to ``total`` by a credit (or a further charge) of its own.

    Raises:
        DomainError: no reason, a total below zero, no difference, or a bill not published.
    """
    if bill.state != PUBLISHED or bill.is_correction:
        raise DomainError(_l("Only a published bill can be corrected."))
    words = clean(reason, MAX_REASON)
    if not words:
        raise DomainError(_l("Say why it is corrected: the customer reads it."), field="reason")
    if total < 0 or total == bill.owed:
        raise DomainError(
            _l("The corrected total has to differ and not be below zero."), field="total"
        )
    before = bill.owed
    made = _correction(bill, total - before, words, now)
    bill.reckon()
    _follow(bill, now)
    audit.record(by.reference, "correct-bill", bill.reference, now=now,
                 before={"owed": before}, after={"owed": bill.owed})  # fmt: skip
    tell_followers([bill], kinds.CORRECTED, f"corrected{made.number}", now)
    return made


def withdraw(bill: Bill, by: Actor, now: datetime) -> None:
    """Take a bill away; what was paid for it waits for the clerk."""
    bill.withdraw()
    request = payments.request_of(SUBJECT, bill.id)
    if request is not None:
        request.cancel(now)
    audit.record(by.reference, "withdraw-bill", bill.reference, now=now)


def settle(bill: Bill, day: date, by: Actor, now: datetime) -> None:
    """Note that a bill was paid elsewhere."""
    bill.settle(day)
    audit.record(
        by.reference, "settle-bill", bill.reference, now=now, after={"on": day.isoformat()}
    )


def _correction(bill: Bill, difference: int, reason: str, now: datetime) -> Bill:
    made = Bill(
        biller=bill.biller,
        account=bill.account,
        period=bill.period,
        number=1 + len(bill.corrections),
        corrects=bill,
        reason=reason,
        from_on=bill.from_on,
        to_on=bill.to_on,
        total=difference,
        owed=difference,
        received=0,
        lines=[],
        due_on=bill.due_on,
        source=CORRECTION,
        state=PUBLISHED,
        is_open=False,
        created_at=now,
        published_at=now,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _follow(bill: Bill, now: datetime) -> None:
    request = payments.request_of(SUBJECT, bill.id)
    if request is not None:
        request.change_amount(max(bill.owed, 0))
    elif bill.owed > 0:
        owner = (AGENCY, bill.biller.agency_id)
        PaymentRequest.ask(owner, bill.owed, (SUBJECT, bill.id), bill.account.code, now)
