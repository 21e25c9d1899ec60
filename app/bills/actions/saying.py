""" "I have transferred": from then on nothing asks for the money again until the bank is heard."""

from datetime import datetime

from app.bills.actions.issuing import SUBJECT
from app.bills.models import Bill
from app.payments import queries as payments


def say_paid(bill: Bill, now: datetime) -> None:
    """Note that the payer says they transferred; no money is counted for that."""
    asked = payments.request_of(SUBJECT, bill.id)
    if asked is not None and asked.missing > 0:
        asked.say_paid(now)
        bill.said_paid_at = asked.said_paid_at


def take_back(bill: Bill) -> None:
    """Note that it was not transferred after all: the bill is asked for again."""
    asked = payments.request_of(SUBJECT, bill.id)
    if asked is not None:
        asked.unsay()
    bill.said_paid_at = None
