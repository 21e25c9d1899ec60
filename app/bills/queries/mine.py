"""What is read of a person's own codes, cards and planned cuts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload, lazyload
from sqlalchemy.orm.attributes import set_committed_value

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
    return db.session.scalars(_followed(), {"user_id": viewer.user_id}).all()


@cache
def _followed() -> Select[Any]:
    return (
        select(Subscription)
        .where(Subscription.user_id == bindparam("user_id"))
        .options(joinedload(Subscription.account).joinedload(CustomerAccount.place))
        .order_by(Subscription.id)
        .limit(MOST)
    )


def my_subscription(viewer: Viewer, code: str) -> Subscription | None:
    if not viewer.is_signed_in:
        return None
    statement = (
        select(Subscription)
        .where(Subscription.code == code, Subscription.user_id == viewer.user_id)
        .options(joinedload(Subscription.account).joinedload(CustomerAccount.place))
    )
    return one(statement, Subscription)


def newest_bills(accounts: Iterable[CustomerAccount]) -> dict[int, list[Bill]]:
    """Give each code's open bills and its newest one, the newest first, in one statement."""
    by_id = {account.id: account for account in accounts}
    found: dict[int, list[Bill]] = {}
    if by_id:
        for bill in db.session.scalars(_newest(), {"account_ids": list(by_id)}):
            set_committed_value(bill, "account", by_id[bill.account_id])  # not read once more
            found.setdefault(bill.account_id, []).append(bill)
    return found


@cache
def _newest() -> Select[Any]:
    of_these = Bill.account_id.in_(bindparam("account_ids", expanding=True))
    newest = (
        select(Bill.account_id, func.max(Bill.period).label("period"))
        .where(of_these, Bill.state == PUBLISHED, Bill.number == 0)
        .group_by(Bill.account_id)
        .subquery()
    )
    return (
        select(Bill)
        .join(newest, newest.c.account_id == Bill.account_id)
        .where(Bill.state == PUBLISHED, Bill.number == 0)
        .where(Bill.is_open | (Bill.period == newest.c.period))
        .options(lazyload(Bill.account))
        .order_by(Bill.period.desc())
    )


def cuts_for(
    accounts: Sequence[CustomerAccount], now: datetime
) -> list[tuple[CustomerAccount, PlannedCut]]:
    """Give the planned cuts that concern these codes and are not over, the next first."""
    if not accounts:
        return []
    given = {"billers": sorted({account.biller_id for account in accounts}), "now": now}
    cuts = db.session.scalars(_planned(), given).all()
    return [
        (account, cut)
        for cut in cuts
        for account in accounts
        if account.biller_id == cut.biller_id
        and cut.concerns(account.code_key, _places_of(account))
    ]


@cache
def _planned() -> Select[Any]:
    return (
        select(PlannedCut)
        .where(
            PlannedCut.biller_id.in_(bindparam("billers", expanding=True)),
            PlannedCut.ends_at > bindparam("now"),
            PlannedCut.cancelled_at.is_(None),
        )
        .options(lazyload(PlannedCut.biller))  # loaded with the account
        .order_by(PlannedCut.begins_at)
        .limit(100)
    )


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
