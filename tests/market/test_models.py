"""Stock, prices, seasons and the lives of shops and products."""

from datetime import date, timedelta

import pytest

from app.core import clock
from app.core.errors import InvalidTransition, StaleVersion
from app.market.models import lives, units
from app.market.models.prices import lowest_before
from app.market.models.products import SoldOut, months_of
from tests.factories.market import make_product, make_shop, product_facts

pytestmark = pytest.mark.one_database


def test_stock_is_held_given_back_and_handed_over(db):
    product = make_product(stock=3)
    product.reserve(2)
    assert (product.stock, product.reserved) == (1, 2)
    with pytest.raises(SoldOut):
        product.reserve(2)
    product.release(1)
    product.take(1)
    assert (product.stock, product.reserved, product.is_on_sale) == (2, 0, True)
    product.reserve(2)
    assert not product.is_on_sale


def test_every_change_of_price_is_kept(db):
    now = clock.now()
    product = make_product(price=100_000, now=now - timedelta(days=60))
    same = {"kind": product.kind, "name": "Tên khác"}
    for days, price in ((40, 80_000), (20, 120_000), (5, 120_000)):
        product.describe(
            product_facts(price=price, **same), product.version, now - timedelta(days=days)
        )
    db.session.flush()
    assert [each.price_min for each in product.prices] == [100_000, 80_000, 120_000]
    # 80,000 still held when the thirty days began
    assert lowest_before(product.prices, now) == 80_000
    assert lowest_before(product.prices, now, timedelta(days=10)) == 120_000
    assert lowest_before(product.prices, now - timedelta(days=61)) is None


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [(9, 11, {9, 10, 11}), (11, 2, {11, 12, 1, 2}), (5, 5, {5}), (None, None, set(range(1, 13)))],
)
def test_a_season_may_go_over_the_new_year(first, last, months):
    bits = months_of(first, last)
    assert {month for month in range(1, 13) if bits >> (month - 1) & 1} == months


@pytest.mark.parametrize(
    ("unit", "amount", "price", "per"),
    [("kg", 1000, 120_000, 120_000), ("lang", 100, 12_000, 120_000), ("jar", 350, 70_000, 200_000),
     ("bottle", 330, 10_000, 30_303), ("dozen", 10, 35_000, 3_500), ("pack", None, 5, None)],
)  # fmt: skip
def test_prices_are_compared_by_kilogram_litre_or_piece(unit, amount, price, per):
    assert units.unit_price(price, unit, amount) == per


def test_a_lapsed_grade_is_none(db):
    day = date(2026, 11, 19)
    product = make_product(ocop_stars=4, ocop_certificate="01/QĐ", ocop_until=day)
    assert product.stars_on(day) == 4
    assert product.stars_on(day + timedelta(days=1)) is None


def test_a_product_is_public_only_while_its_shop_is_open(db):
    shop = make_shop(status="draft")
    product = make_product(shop)
    assert not product.is_public
    shop.do("open", clock.now())
    product.follow_shop()
    assert product.is_public
    assert not product.may_be_ordered, "the market office has not confirmed the shop"
    shop.confirm(None, clock.now())
    assert product.may_be_ordered


@pytest.mark.parametrize("verb", lives.PRODUCT.verbs)
def test_a_product_goes_only_where_its_table_says(db, verb):
    allowed, target = lives.PRODUCT.verbs[verb].from_, lives.PRODUCT.verbs[verb].to
    product = make_product()
    for status in lives.PRODUCT_STATUSES:
        product.status = status
        if status in allowed:
            product.do(verb, clock.now())
            assert product.status == target
        else:
            with pytest.raises(InvalidTransition):
                product.do(verb, clock.now())


def test_an_old_screen_changes_nothing(db):
    product = make_product()
    with pytest.raises(StaleVersion):
        product.describe(product_facts(kind=product.kind), product.version - 1, clock.now())
