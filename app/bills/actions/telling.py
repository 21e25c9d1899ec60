"""Telling those who follow a code and proved it."""

from collections.abc import Iterable
from datetime import datetime

from app.bills import queries
from app.bills.models import Bill, Subscription
from app.bills.models.biller import KINDS
from app.core.formats import day
from app.notifications import tell
from app.notifications.kinds import Kind


def tell_followers(bills: Iterable[Bill], kind: Kind, mark: str, now: datetime) -> int:
    """Tell whoever follows these bills' codes, once for each ``mark``; give how many bills."""
    found = {bill.account_id: bill for bill in bills if not bill.biller.paper_only}
    told = queries.followers(found.keys())
    for subscription in told:
        tell_one(subscription, found[subscription.account_id], kind, mark, now)
    return len({subscription.account_id for subscription in told})


def tell_one(subscription: Subscription, bill: Bill, kind: Kind, mark: str, now: datetime) -> None:
    words = {
        "what": str(KINDS[bill.biller.kind][0]),
        "title": subscription.nickname or bill.period,
        "day": day(bill.due_on),
    }
    key = f"bill:{bill.id}:{mark}"
    tell([subscription.user], kind.name, words, f"/hoa-don/{bill.code}", key, now=now)
