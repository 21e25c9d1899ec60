"""Money that was matched with a bill: the bill's standing and its receipt follow."""

from datetime import datetime

from app.bills import kinds
from app.bills.actions import asking
from app.bills.actions.issuing import SUBJECT
from app.bills.actions.telling import tell_followers
from app.bills.models import Bill, Receipt
from app.bills.models.biller import HTTP
from app.core import clock
from app.core.db import db
from app.core.events import payment_changed
from app.payments.models import PaymentRequest


@payment_changed.connect
def follow_payment(request: PaymentRequest, now: datetime) -> None:
    """Bring a bill in step with its request: open or paid, receipt issued or voided."""
    if request.subject_kind != SUBJECT:
        return
    bill = db.session.get(Bill, request.subject_id)
    if bill is None:
        return
    bill.receive(request.received)
    bill.said_paid_at = request.said_paid_at
    receipt = bill.receipt
    is_paid = bill.missing == 0 and bill.received > 0
    if receipt is not None and not is_paid and bill.is_open:
        tell_followers([bill], kinds.OPEN_AGAIN, f"open-again:{receipt.number}", now)
    if receipt is not None and (not is_paid or receipt.amount != bill.received):
        receipt.voided_at = now
        receipt = None
    if is_paid and receipt is None:
        _give_receipt(bill, now)


def _give_receipt(bill: Bill, now: datetime) -> None:
    number = bill.biller.next_receipt(clock.local(now).year)
    bill.receipts.append(
        Receipt(biller_id=bill.biller_id, number=number, amount=bill.received, issued_at=now)
    )
    tell_followers([bill], kinds.PAID, f"paid:{number}", now)
    if bill.biller.adapter == HTTP:
        asking.confirm_later(bill, number)
