"""One order of locks for the whole product; a row that is only read is not locked."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.actors import SYSTEM
from app.core import clock
from app.core.db import db
from app.core.locks import GUARDS, ORDER
from app.market.models import Order, Product
from app.payments import reconciling
from app.payments.models import BankAccount, BankLine, PaymentRequest
from app.payments.models.statement import BY_FILE
from tests.architecture.matrix_posts import POSTS
from tests.factories import market, market_orders, payments
from tests.factories.accounts import make_session, make_user
from tests.posts.locks import client_of, out_of_order, recorded
from tests.posts.walk import Walk

OF_EVERY_ROOM = {
    "accounts.erase": "each room in turn takes out what is one person's",
}
"""An act on all that one person has, room by room: whoever meets it waits or tries again."""
BUYERS, STOCK, AT_ONCE = 12, 3, 4


@pytest.mark.details
@pytest.mark.postgresql
@pytest.mark.timeout(900)
def test_s44_every_post_locks_in_order_and_only_what_it_changes(walk: Walk) -> None:
    wrong: list[str] = []
    for endpoint in POSTS:
        walk.afresh()
        with recorded() as transactions:
            walk.send(endpoint)
        for each in transactions:
            pairs = [] if endpoint in OF_EVERY_ROOM else out_of_order(each.held, ORDER)
            wrong += [f"{endpoint}: {b} before {a}" for a, b in pairs]
            idle = each.asked - each.changed - set(GUARDS)
            wrong += [f"{endpoint}: {table} is locked, not changed" for table in sorted(idle)]
            asked = each.asked - set(ORDER)
            wrong += [f"{endpoint}: {table} has no place" for table in sorted(asked)]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("pay_by", ["cash", "transfer"])
def test_s44_of_many_buyers_at_once_as_many_are_served_as_there_is(app: Flask, pay_by: str) -> None:
    shop = market.make_shop()
    market_orders.make_shop_account(shop)
    product = market.make_product(shop, stock=STOCK)
    tokens = [make_session(make_user(f"Người Mua {n}"), official=False)[1] for n in range(BUYERS)]
    price, code, slug = product.price_min, product.code, shop.slug
    db.session.commit()
    together, clients = Barrier(BUYERS), [client_of(app, token) for token in tokens]

    def buy(number: int) -> int:
        data = {
            "do": "order", "idempotency_key": f"the-key-of-buyer-number-{number}",
            "way": "pickup", "pay_by": pay_by, f"so_{code}": "1", f"gia_{code}": str(price),
        }  # fmt: skip
        together.wait()
        return clients[number].post(f"/cho-so/{slug}/gio", data=data).status_code

    with ThreadPoolExecutor(BUYERS) as threads:
        answers = sorted(threads.map(buy, range(BUYERS)))
    db.session.expire_all()
    assert answers == [303] * STOCK + [409] * (BUYERS - STOCK)
    assert db.session.scalar(select(func.count()).select_from(Order)) == STOCK
    assert db.session.scalars(select(Product.stock)).one() == 0


def test_s44_statements_of_one_account_at_once_are_both_taken(app: Flask) -> None:
    account = payments.make_bank_account()
    asked = [payments.make_request(account, 10_000 + n) for n in range(20)]
    money = [payments.money(each.reference, each.amount, f"FT{each.id}") for each in asked]
    number = account.id
    db.session.commit()
    together = Barrier(2)

    def take(movements: list[Any]) -> str:
        with app.app_context():
            own = db.session.get_one(BankAccount, number)
            db.session.rollback()
            together.wait()
            taking = reconciling.begin(own, BY_FILE, SYSTEM, clock.now(), "a.csv")
            reconciling.take(taking, movements)
            reconciling.finish(taking)
            db.session.commit()
            return "taken"

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(take, [money, money[::-1]]))
    db.session.expire_all()
    assert done == ["taken"] * 2
    assert db.session.scalar(select(func.count()).select_from(BankLine)) == len(asked)
    assert all(each.missing == 0 for each in db.session.scalars(select(PaymentRequest)))


def test_s44_a_buyer_cancels_while_the_money_comes_at_once(app: Flask) -> None:
    shop = market.make_shop()
    account = market_orders.make_shop_account(shop)
    buyer = make_user("Người Mua")
    orders = [
        market_orders.make_order(market.make_product(shop, stock=5), buyer=buyer, pay_by="transfer")
        for _ in range(AT_ONCE)
    ]
    token = make_session(buyer, official=False)[1]
    requests = db.session.scalars(select(PaymentRequest).order_by(PaymentRequest.id.desc())).all()
    money = [payments.money(each.reference, each.amount, f"FT{each.id}") for each in requests]
    codes, number = [each.code for each in orders], account.id
    db.session.commit()
    together = Barrier(AT_ONCE + 1)

    def cancel(code: str) -> int:
        client = client_of(app, token)
        together.wait()
        return client.post(f"/cho-so/don/{code}/huy", data={"words": "Đổi ý"}).status_code

    def take() -> int:
        with app.app_context():
            together.wait()
            own = db.session.get_one(BankAccount, number)
            taking = reconciling.begin(own, BY_FILE, SYSTEM, clock.now(), "a.csv")
            reconciling.take(taking, money)
            db.session.commit()
            return 200

    with ThreadPoolExecutor(AT_ONCE + 1) as threads:
        taken = threads.submit(take)
        answers = list(threads.map(cancel, codes))
        assert taken.result() == 200
    assert set(answers) <= {303, 409}, answers
