"""Orders: their life, their amounts, their stock, and who may do what."""

import threading
from contextvars import Context
from datetime import timedelta

import pytest

from app.accounts.actors import SYSTEM
from app.accounts.models import User
from app.core import clock as core_clock
from app.core.db import db as database
from app.core.errors import Conflict, DomainError, InvalidTransition, TooMany
from app.market.actions import order_acts, ordering
from app.market.models import Order, Product
from app.market.models import order_life as life
from app.market.models.orders import DELIVERY, MEETING, TRANSFER
from app.market.queries import orders as queries
from app.notifications.models import Notification
from app.payments import queries as payments
from app.payments import reconciling
from app.payments.models import BankLine
from tests.factories import payments as bank
from tests.factories.accounts import make_phone, make_user
from tests.factories.market import make_product, make_shop
from tests.factories.market_orders import (
    guest,
    make_order,
    make_shop_account,
    viewer_for,
    wanted,
)

one = pytest.mark.one_database
NOW = core_clock.now


def place(product: Product, viewer=None, **more) -> Order | None:
    """Order `product` as `viewer`, by default somebody new."""
    viewer = viewer or viewer_for(make_user())
    placed = ordering.place(product.shop, wanted(product, **more), viewer, NOW())
    return queries.order_by_code(placed.code)


# --- the table


@one
@pytest.mark.parametrize("verb", life.ORDER.verbs)
def test_every_verb_in_every_status_by_every_role(db, verb):
    rule = life.ORDER.verbs[verb]
    (its_role,) = rule.by
    product = make_product()
    product.shop.offers_delivery = True
    make_shop_account(product.shop)
    for status in life.STATUSES:
        order = make_order(product, status, pay_by=TRANSFER, way=DELIVERY)
        order.said_paid_at = NOW() if verb == "unsay_paid" else None  # else nothing to take back
        for role in (life.BUYER, life.SELLER, life.SYSTEM):
            allowed = status in rule.from_ and role == its_role
            assert life.ORDER.may(order, verb, role) is allowed, (status, role)
            if not allowed:
                with pytest.raises(InvalidTransition):
                    order.step(verb, role, NOW(), "Thử")
                assert order.status == status
        if status in rule.from_:
            version = order.version
            change = order.step(verb, its_role, NOW(), "Thử")
            assert order.status == (rule.to or status)
            assert order.is_open == (order.status in life.OPEN)
            assert (change.verb, change.from_status, order.version) == (verb, status, version + 1)


@one
@pytest.mark.parametrize("status", sorted(life.OPEN))
@pytest.mark.parametrize("verb", ["refuse", "miss", "withdraw", "lapse", "end", "finish"])
def test_stock_comes_back_once_or_is_handed_over(db, verb, status):
    product = make_product(stock=10)
    order = make_order(product, status, quantity=4)
    assert (product.stock, product.reserved) == (6, 4)
    if status not in life.ORDER.verbs[verb].from_:
        return
    order.step(verb, *life.ORDER.verbs[verb].by, NOW(), "Thử")
    gone = order.status == life.DONE
    assert (product.stock, product.reserved) == (6 if gone else 10, 0)


@one
def test_both_sides_are_told_of_each_step(db):
    order = make_order()
    shop, buyer = order.shop.owner_id, order.buyer_id
    order_acts.act(order, "accept", life.SELLER, NOW())
    order_acts.act(order, "ready", life.SELLER, NOW())
    order_acts.act(order, "receive", life.BUYER, NOW())
    told = db.session.query(Notification.user_id, Notification.kind).all()
    of_shop = sorted(kind for user, kind in told if user == shop)
    of_buyer = sorted(kind for user, kind in told if user == buyer)
    assert of_shop == ["order-place", "order-receive"]
    assert of_buyer == ["order-accept", "order-placed", "order-ready"]


@one
def test_a_cancellation_needs_a_reason(db):
    order = make_order()
    with pytest.raises(DomainError):
        order_acts.act(order, "withdraw", life.BUYER, NOW(), "  ")
    assert order.status == life.NEW


@one
def test_an_order_that_the_shop_leaves_unanswered_lapses(db, clock):
    product = make_product(stock=3)
    order = make_order(product, quantity=3)
    assert order_acts.lapse_unanswered(NOW()) == 0
    clock.shift(timedelta(days=3, minutes=1))
    assert order_acts.lapse_unanswered(NOW()) == 1
    assert (order.status, product.stock) == (life.CANCELLED, 3)


def test_the_seller_leads_an_order_to_its_end(login_as, db):
    order = make_order()
    seller, url = login_as(order.shop.owner), f"/cho-so/ban/don/{order.code}"
    assert order.phone[-3:] in seller.get(url).get_data(as_text=True)
    for act in ("nhan", "san-sang", "da-giao"):
        data = {"version": str(order.version)}
        assert seller.post(f"{url}/{act}", data=data).status_code == 303
    assert (order.status, order.paid_at is not None) == (life.DONE, True)


# --- placing


@one
def test_amounts_are_the_servers(db):
    shop = make_shop(offers_delivery=True, delivery_fee=15_000)
    honey, tea = make_product(shop, price=120_000), make_product(shop, "Chè thử", 45_500)
    form = wanted(honey, tea, quantity=3, way=DELIVERY)
    placed = ordering.place(shop, form, viewer_for(make_user()), NOW())
    order = queries.order_by_code(placed.code)
    assert [line.amount for line in order.lines] == [360_000, 136_500]
    assert (order.goods, order.fee, order.total) == (496_500, 15_000, 511_500)


@one
def test_a_price_that_changed_meanwhile_is_told_and_not_charged(db):
    product = make_product(price=100_000)
    form = wanted(product)
    product.price_min = product.price_max = 130_000
    with pytest.raises(Conflict) as told:
        ordering.place(product.shop, form, viewer_for(make_user()), NOW())
    assert "130.000" in str(told.value.message)
    assert told.value.field == f"so_{product.code}"


@one
@pytest.mark.parametrize("quantity", [-1, 10**9, 1000])
def test_a_quantity_that_nobody_means_is_refused(db, quantity):
    product = make_product(stock=5)
    with pytest.raises(DomainError):
        place(product, quantity=quantity)
    assert product.stock == 5


@one
def test_nothing_is_ordered_with_an_empty_basket(db):
    with pytest.raises(DomainError):
        place(make_product(), quantity=0)


@one
def test_another_shops_product_is_no_part_of_the_order(db):
    mine, theirs = make_product(), make_product()
    form = wanted(mine, theirs)
    with pytest.raises(Conflict):
        ordering.place(mine.shop, form, viewer_for(make_user()), NOW())


@one
@pytest.mark.parametrize("status", ["hidden", "sold_out", "in_review", "draft", "taken_down"])
def test_a_product_that_is_off_sale_cannot_be_ordered(db, status):
    with pytest.raises(Conflict):
        place(make_product(status=status))


@one
def test_only_a_confirmed_shop_takes_orders(db):
    with pytest.raises(DomainError):
        place(make_product(make_shop(status="listed")))


@one
def test_a_range_of_prices_is_no_price_to_order_for(db):
    with pytest.raises(Conflict):
        place(make_product(price=100_000, price_max=150_000))


@one
def test_sellers_do_not_order_from_themselves(db):
    seller = make_user()
    product = make_product(make_shop(seller))
    with pytest.raises(DomainError):
        place(product, viewer_for(seller))
    with pytest.raises(DomainError):
        place(product, guest(seller.phone), phone=seller.phone)


@one
def test_a_way_or_a_payment_that_the_shop_does_not_offer_is_refused(db):
    product = make_product()
    for more in ({"way": MEETING}, {"way": "drone"}, {"pay_by": TRANSFER}, {"pay_by": "gold"}):
        with pytest.raises(DomainError):
            place(product, **more)


@one
def test_a_guest_orders_with_a_proven_phone_alone(app, db):
    phone, product = make_phone(), make_product()
    with pytest.raises(DomainError) as refused:
        place(product, guest(make_phone()), phone=phone)
    assert refused.value.field == "phone"


@one
def test_the_same_form_twice_is_one_order(db):
    product, viewer = make_product(stock=5), viewer_for(make_user())
    form = wanted(product)
    codes = {ordering.place(product.shop, form, viewer, NOW()).code for _ in range(3)}
    assert (len(codes), product.stock) == (1, 4)


@one
def test_phones_that_leave_orders_unfetched_call_next_time(db):
    buyer, product = make_user(), make_product()
    for _ in range(ordering.MOST_MISSED):
        order = make_order(product, life.READY, buyer)
        order_acts.act(order, "miss", life.SELLER, NOW())
    with pytest.raises(TooMany) as refused:
        place(product, viewer_for(buyer))
    assert refused.value.until == order.closed_at + timedelta(days=90)


@one
def test_one_phone_has_five_open_orders_at_most(db):
    buyer, product = make_user(), make_product()
    for _ in range(ordering.MOST_OPEN):
        make_order(product, buyer=buyer)
    with pytest.raises(Conflict):
        place(product, viewer_for(buyer))


def test_twenty_at_once_for_the_last_three_give_three(app, db):
    product = make_product(stock=3)
    buyers = [make_user().id for _ in range(20)]
    code, slug = product.code, product.shop.id
    database.session.commit()
    got: list[bool] = []

    def order(user_id: int) -> None:
        with app.app_context():
            user = database.session.get(User, user_id)
            found = database.session.query(Product).filter_by(code=code, shop_id=slug).one()
            try:
                place(found, viewer_for(user))
                database.session.commit()
                got.append(True)
            except Conflict:
                database.session.rollback()
                got.append(False)

    threads = [threading.Thread(target=Context().run, args=(order, each)) for each in buyers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.session.expire_all()
    assert sorted(got) == [False] * 17 + [True] * 3
    assert (product.stock, product.reserved) == (0, 3)
    assert database.session.query(Order).count() == 3


# --- money


@one
def test_money_on_the_statement_marks_the_order_as_paid(db):
    product = make_product(price=90_000)
    account = make_shop_account(product.shop)
    order = make_order(product, life.ACCEPTED, pay_by=TRANSFER)
    asked = payments.request_of(queries.SUBJECT, order.id)
    assert asked.amount == order.total == 90_000
    bank.take(account, bank.money(f"{asked.reference} mua hang", 89_999, "1"))
    assert order.paid_at is None
    bank.take(account, bank.money(f"{asked.reference} bu", 1, "2"))
    assert order.paid_at is not None
    assert order.changes[-1].verb == "settle"
    line = db.session.query(BankLine).filter_by(amount=89_999).one()
    reconciling.undo(line.active[0], SYSTEM, NOW())
    assert (order.paid_at, order.changes[-1].verb) == (None, "unsettle")


@one
def test_a_cancelled_order_asks_for_no_money_any_more(db):
    product = make_product()
    make_shop_account(product.shop)
    order = make_order(product, life.CANCELLED, pay_by=TRANSFER)
    assert payments.request_of(queries.SUBJECT, order.id).cancelled_at is not None


@one
def test_cash_is_paid_when_it_is_handed_over(db):
    assert make_order(status=life.DONE).paid_at is not None
    product = make_product()
    make_shop_account(product.shop)
    order = make_order(product, life.DONE, pay_by=TRANSFER)
    assert order.paid_at is None
    order_acts.act(order, "take_payment", life.SELLER, NOW())
    assert order.paid_at is not None


# --- people


@one
def test_ratings_are_counted_in_public_from_five_on(db):
    product = make_product()
    for n in range(5):
        assert queries.faces_of(product.shop) == {}
        order = make_order(product, life.DONE)
        order_acts.rate(order, "satisfied" if n else "fair", "Tốt", NOW())
        order_acts.rate(order, "satisfied", "Tốt hơn", NOW())
    db.session.flush()
    assert queries.faces_of(product.shop) == {"satisfied": 5}
