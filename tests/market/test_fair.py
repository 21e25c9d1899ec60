"""The fair: its days, its offers with an honest price before, and who is told."""

from datetime import timedelta

import pytest

from app.core import clock as core_clock
from app.core.errors import Conflict, DomainError
from app.market.actions import fairs as actions
from app.market.actions import ordering
from app.market.models import Offer, Product
from app.market.queries import fairs as queries
from app.market.queries import orders
from app.notifications.models import Notification
from tests.factories.accounts import make_user
from tests.factories.market import (
    make_market_official,
    make_product,
    make_shop,
    product_facts,
)
from tests.factories.market_orders import make_fair, viewer_for, wanted

pytestmark = pytest.mark.one_database
TODAY, FRIDAY = 3, 4
"""The test's clock stands on a Thursday."""


def reprice(product: Product, price: int, days_ago: int) -> None:
    """Change a product's price, so many days ago."""
    facts = product_facts(product.name, price, kind=product.kind, stock=product.stock)
    product.describe(facts, product.version, core_clock.now() - timedelta(days=days_ago))


def old_product(price: int = 100_000, **more) -> Product:
    """A product that has been there for two months."""
    return make_product(price=price, now=core_clock.now() - timedelta(days=60), **more)


@pytest.mark.parametrize("after", ["7", "9" * 30, "9" * 5000, "²", "-1"])
def test_a_fairs_list_goes_on_from_any_odd_number(client, login_as, after):
    fair, shop = make_fair(), make_shop()
    assert client.get(f"/cho-so/phien-cho/{fair.code}?sau={after}").status_code == 200
    url = f"/cho-so/ban/phien-cho/{fair.code}/{shop.slug}/thoi"
    assert login_as(shop.owner).post(url, data={"offer": after}).status_code == 422


def test_the_price_before_is_the_lowest_of_thirty_days(db):
    product = old_product(100_000)
    reprice(product, 80_000, days_ago=20)
    reprice(product, 120_000, days_ago=5)
    db.session.flush()
    made = actions.offer(make_fair(), product, "70.000", core_clock.now())
    assert (made.price_before, made.saving) == (80_000, 12)


def test_raising_the_price_first_makes_no_offer(db):
    product = old_product(100_000)
    reprice(product, 200_000, days_ago=1)
    db.session.flush()
    with pytest.raises(DomainError) as refused:
        actions.offer(make_fair(), product, "150000", core_clock.now())
    assert "100.000" in str(refused.value.message)


def test_an_earlier_offer_counts_as_a_price_that_was_asked(db, clock):
    product, fair = old_product(100_000), make_fair(TODAY)
    first = actions.offer(fair, product, "60.000", core_clock.now())
    clock.shift(timedelta(days=7))
    actions.end_offer(first, core_clock.now())
    db.session.flush()
    with pytest.raises(DomainError):
        actions.offer(fair, product, "90.000", core_clock.now())
    assert actions.offer(fair, product, "55.000", core_clock.now()).price_before == 60_000


@pytest.mark.parametrize("typed", ["0", "-5", "abc", "", "999", "100.000", "9" * 30])
def test_a_price_that_is_none_or_not_lower_is_refused(db, typed):
    with pytest.raises(DomainError):
        actions.offer(make_fair(), old_product(100_000), typed, core_clock.now())


def test_one_product_has_one_offer(db):
    product = old_product()
    actions.offer(make_fair(), product, "50.000", core_clock.now())
    with pytest.raises(DomainError):
        actions.offer(make_fair(), product, "40.000", core_clock.now())


@pytest.mark.own_day
def test_the_offer_holds_on_the_fairs_days_alone(db, clock):
    product, fair = old_product(100_000, stock=9), make_fair(FRIDAY)
    actions.offer(fair, product, "60.000", core_clock.now())
    assert queries.prices_of([product], core_clock.now())[product.id].amount == 100_000
    clock.shift(timedelta(days=1))
    price = queries.prices_of([product], core_clock.now())[product.id]
    assert (price.amount, price.before) == (60_000, 100_000)
    clock.shift(timedelta(days=1))
    assert queries.prices_of([product], core_clock.now())[product.id].amount == 100_000


@pytest.mark.own_day
def test_an_order_on_the_fairs_day_costs_the_fairs_price(db):
    product, fair = old_product(100_000), make_fair(TODAY)
    actions.offer(fair, product, "60.000", core_clock.now())
    with pytest.raises(Conflict):
        ordering.place(product.shop, wanted(product), viewer_for(make_user()), core_clock.now())
    form = wanted(product)
    form.lines[0] = ordering.Line(product.code, 2, 60_000)
    placed = ordering.place(product.shop, form, viewer_for(make_user()), core_clock.now())
    assert orders.order_by_code(placed.code).total == 120_000


@pytest.mark.own_day
def test_followers_are_told_once_in_the_morning_of_the_fair(db, clock):
    fair, follower = make_fair(FRIDAY), make_user()
    actions.follow(fair, follower, True)
    actions.follow(fair, follower, True)
    db.session.flush()
    assert actions.tell_followers(core_clock.now()) == 0
    clock.shift(timedelta(hours=17))
    assert actions.tell_followers(core_clock.now()) == 0, "two in the night of Friday"
    clock.shift(timedelta(hours=5))
    assert [actions.tell_followers(core_clock.now()) for _ in range(2)] == [1, 0]
    assert db.session.query(Notification).filter_by(kind="fair-today").count() == 1


@pytest.mark.own_day
def test_the_days_of_a_fair(db):
    fair = make_fair(FRIDAY, weeks=1)
    day = queries.today(core_clock.now())
    friday = day + timedelta(days=1)
    assert [fair.is_on(day), fair.is_on(friday), fair.next_day(day)] == [False, True, friday]
    assert fair.next_day(friday + timedelta(days=1)) is None


@pytest.mark.own_day
def test_the_office_begins_a_fair_and_a_shop_takes_part(login_as, db):
    shop = make_shop()
    product = old_product(100_000, shop=shop)
    office = login_as(make_market_official(shop))
    form = {"name": "Thứ 6 lên sàn", "weekday": "4", "starts_on": "2026-11-01",
            "ends_on": "2027-01-31", "version": "0"}  # fmt: skip
    url = "/can-bo/cho-so/phien-cho/moi"
    for wrong in ({"name": ""}, {"weekday": "9"}, {"ends_on": "2026-10-01"}, {"starts_on": "x"}):
        assert office.post(url, data={**form, **wrong}).status_code == 422
    assert office.post(url, data=form).status_code == 303
    fair = queries.all_fairs()[0]
    edit = f"/can-bo/cho-so/phien-cho/{fair.code}"
    assert office.post(edit, data=form).status_code == 409, "an old screen"
    assert office.post(edit, data={**form, "version": "1"}).status_code == 303
    seller = login_as(shop.owner)
    mine = seller.get(f"/cho-so/ban/phien-cho/{fair.code}").location
    offer = {"product": product.code, "price": "65.000"}
    assert seller.post(mine, data=offer).status_code == 303
    assert seller.post(mine, data={**offer, "product": make_product().code}).status_code == 422
    page = seller.get(f"/cho-so/phien-cho/{fair.code}").get_data(as_text=True)
    assert "65.000" in page
    assert "100.000" in page
    number = db.session.query(Offer.id).scalar()
    assert seller.post(f"{mine}/thoi", data={"offer": str(number)}).status_code == 303
    assert queries.offers_of(shop, fair) == []


def test_others_have_no_business_at_the_office_or_in_a_shop(login_as):
    fair, shop = make_fair(), make_shop()
    visitor = login_as(make_user())
    assert visitor.get("/can-bo/cho-so/phien-cho").status_code == 403
    assert visitor.post(f"/can-bo/cho-so/phien-cho/{fair.code}").status_code == 403
    url = f"/cho-so/ban/phien-cho/{fair.code}/{shop.slug}"
    assert visitor.get(url).status_code == 404
    assert visitor.post(url, data={}).status_code == 404


def test_following_is_one_tap(login_as):
    fair, user = make_fair(), make_user()
    visitor, url = login_as(user), f"/cho-so/phien-cho/{fair.code}"
    for on in ("1", "0"):
        assert visitor.post(f"{url}/theo-doi", data={"on": on}).status_code == 303
        assert queries.follows(fair, user.id) is (on == "1")
