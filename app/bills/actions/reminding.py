"""Reminders: five days and one day before a bill is due, on the day, and once when overdue."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from app.bills import kinds, queries
from app.bills.actions.telling import tell_followers
from app.bills.models import Bill, InsuranceCard, PlannedCut, Subscription
from app.bills.models.bill import PUBLISHED, SAID_WAITS
from app.core import clock
from app.core.db import db
from app.core.formats import day, moment
from app.core.listing import Listing
from app.notifications import tell

BEFORE = (5, 1)
STILL_SAID = 7
"""A bill overdue for longer is not said any more: the reminder came, or the code is new."""
INSURANCE_DAYS = (30, 7)
WHOLE = Listing(Bill.id, most=500)
MOST_A_DAY = 5_000
ONE_DAY = timedelta(days=1)


def remind(now: datetime) -> None:
    """Tell what is to be told today; told once however often this runs. The caller commits."""
    today = clock.local(now).date()
    for days in BEFORE:
        _each(Bill.due_on == today + timedelta(days=days), kinds.DUE, f"d{days}", now)
    _each(Bill.due_on == today, kinds.DUE_TODAY, "d0", now)
    late = Bill.due_on.between(today - timedelta(days=STILL_SAID), today - timedelta(days=1))
    _each(late, kinds.OVERDUE, "late", now)
    _said_long(now)
    _insurance(today, now)


def remind_unpaid(bills: Sequence[Bill], now: datetime) -> int:
    """Remind followers of these bills now, at most once a day; give how many bills have any."""
    today, by_kind = clock.local(now).date(), defaultdict(list)
    for bill in bills:
        if bill.is_open and not bill.is_said:
            by_kind[_kind_on(today, bill)].append(bill)
    mark = f"clerk:{today}"
    return sum(tell_followers(some, kind, mark, now) for kind, some in by_kind.items())


def _kind_on(today: date, bill: Bill) -> kinds.Kind:
    if bill.due_on < today:
        return kinds.OVERDUE
    return kinds.DUE_TODAY if bill.due_on == today else kinds.DUE


def tell_of_cut(cut: PlannedCut, now: datetime) -> int:
    """Tell everybody whose code a planned cut concerns; give how many."""
    statement = (
        select(Subscription)
        .where(Subscription.account.has(biller_id=cut.biller_id))
        .options(selectinload(Subscription.user))
        .order_by(Subscription.id)
    )
    followed = db.session.scalars(statement).all()
    concerned = {
        account.id
        for account, each in queries.cuts_for([s.account for s in followed], now)
        if each.id == cut.id
    }
    told = [each for each in followed if each.account_id in concerned]
    for each in told:
        words = {
            "what": str(cut.biller.what),
            "title": each.title,
            "when": moment(cut.begins_at, now),
        }
        url = f"/hoa-don/ma/{each.code}"
        tell([each.user], kinds.CUT.name, words, url, f"cut:{cut.id}", now=now)
    return len(told)


def _each(condition: object, kind: kinds.Kind, mark: str, now: datetime) -> None:
    """Tell of the open bills that ``condition`` selects and somebody follows, page by page."""
    own = Bill.source == "own"
    followed = select(Subscription.account_id).where(Subscription.proved_at.is_not(None))
    statement = (
        select(Bill)
        .where(or_(Bill.is_open, own), Bill.state == PUBLISHED, Bill.number == 0)
        .where(condition, Bill.account_id.in_(followed))  # type: ignore[arg-type]
    )
    for bill in WHOLE.each(statement):
        if bill.to_pay > 0:
            tell_followers([bill], kind, mark, now)


def _said_long(now: datetime) -> None:
    """Tell once what to do where a transfer was said and the bank has not shown it for days."""
    waits = Bill.said_paid_at.between(now - STILL_SAID * ONE_DAY, now - SAID_WAITS)
    statement = select(Bill).where(Bill.is_open, waits).order_by(Bill.id).limit(MOST_A_DAY)
    for bill in db.session.scalars(statement):
        said = bill.said_paid_at
        tell_followers([bill], kinds.SAID_LONG, f"said:{said:%Y-%m-%d}", now)


def _insurance(today: date, now: datetime) -> None:
    for days in INSURANCE_DAYS:
        soon = InsuranceCard.expires_on.between(today, today + timedelta(days=days))
        statement = select(InsuranceCard).where(soon).options(selectinload(InsuranceCard.user))
        for card in db.session.scalars(statement):
            words = {"title": card.nickname, "day": day(card.expires_on)}
            key = f"insurance:{card.id}:{card.expires_on}:{days}"
            tell([card.user], kinds.INSURANCE.name, words, "/hoa-don/bao-hiem-y-te", key, now=now)
