"""What is read of a person's own codes, cards and planned cuts."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.viewer import Viewer
from app.bills.models import (
    Bill,
    CustomerAccount,
    InsuranceCard,
    PlannedCut,
    Subscription,
)
from app.bills.models.bill import PUBLISHED
from app.core.db import db, one

MOST = 40


def subscriptions(viewer: Viewer) -> Sequence[Subscription]:
    """Give the codes the viewer follows, with their places, in the order they were added."""
    if not viewer.is_signed_in:
        return []
    statement = (
        select(Subscription)
        .where(Subscription.user_id == viewer.user_id)
        .options(joinedload(Subscription.account).joinedload(CustomerAccount.place))
        .order_by(Subscription.id)
        .limit(MOST)
    )
    return db.session.scalars(statement).all()


def my_subscription(viewer: Viewer, code: str) -> Subscription | None:
    if not viewer.is_signed_in:
        return None
    statement = (
        select(Subscription)
        .where(Subscription.code == code, Subscription.user_id == viewer.user_id)
        .options(joinedload(Subscription.account).joinedload(CustomerAccount.place))
    )
    return one(statement, Subscription)


def newest_bills(account_ids: Collection[int]) -> dict[int, list[Bill]]:
    """Give each code's open bills and its newest one, the newest first, in one statement."""
    if not account_ids:
        return {}
    newest = (
        select(Bill.account_id, func.max(Bill.period).label("period"))
        .where(Bill.account_id.in_(account_ids), Bill.state == PUBLISHED, Bill.number == 0)
        .group_by(Bill.account_id)
        .subquery()
    )
    statement = (
        select(Bill)
        .join(newest, newest.c.account_id == Bill.account_id)
        .where(Bill.state == PUBLISHED, Bill.number == 0)
        .where(Bill.is_open | (Bill.period == newest.c.period))
        .order_by(Bill.period.desc())
    )
    found: dict[int, list[Bill]] = {}
    for bill in db.session.scalars(statement):
        found.setdefault(bill.account_id, []).append(bill)
    return found


def cuts_for(
    accounts: Sequence[CustomerAccount], now: datetime
) -> list[tuple[CustomerAccount, PlannedCut]]:
    """Give the planned cuts that concern these codes and are not over, the next first."""
    if not accounts:
        return []
    statement = (
        select(PlannedCut)
        .where(
            PlannedCut.biller_id.in_({account.biller_id for account in accounts}),
            PlannedCut.ends_at > now,
            PlannedCut.cancelled_at.is_(None),
        )
        .order_by(PlannedCut.begins_at)
        .limit(100)
    )
    cuts = db.session.scalars(statement).all()
    return [
        (account, cut)
        for cut in cuts
        for account in accounts
        if account.biller_id == cut.biller_id
        and cut.concerns(account.code_key, _places_of(account))
    ]


def insurance_cards(viewer: Viewer) -> Sequence[InsuranceCard]:
    """Give the viewer's health insurance cards, the one that ends first at the top."""
    statement = select(InsuranceCard).where(InsuranceCard.user_id == viewer.user_id)
    return db.session.scalars(statement.order_by(InsuranceCard.expires_on)).all()


def my_insurance(viewer: Viewer, code: str) -> InsuranceCard | None:
    statement = select(InsuranceCard).where(
        InsuranceCard.code == code, InsuranceCard.user_id == viewer.user_id
    )
    return one(statement)


def _places_of(account: CustomerAccount) -> set[int]:
    place = account.place
    return {each for each in (place.id, place.parent_id) if each is not None} if place else set()
