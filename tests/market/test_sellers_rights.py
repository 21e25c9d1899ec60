"""A seller copies everything of the shop; a price says what is in it."""

import json
from datetime import timedelta

from app.core import clock as core_clock
from app.market.models import ShopManager, Taking, order_life
from tests.factories.accounts import make_user
from tests.factories.market import make_product, make_shop, make_shop_account
from tests.factories.market_orders import make_order


def shop_with_everything():
    shop = make_shop()
    shop.set_legal({"name": "Hộ bà Thử", "address": "Thôn Thử", "number": "01X"}, core_clock.now())
    make_shop_account(shop)
    order = make_order(make_product(shop, stock=9), status=order_life.DONE)
    Taking.note_down(shop, 10_000, "cash", "", "k" * 20, shop.owner_id, core_clock.now())
    return shop, order


def test_the_owner_takes_everything_along_and_a_helper_does_not(db, login_as, clock):
    shop, order = shop_with_everything()
    helper = make_user()
    shop.managers.append(ShopManager(user_id=helper.id, since=core_clock.now()))
    db.session.commit()
    url = f"/cho-so/ban/{shop.slug}/du-lieu.json"
    copy = json.loads(login_as(shop.owner).get(url).data)
    assert copy["shop"]["registration"]["name"] == "Hộ bà Thử"
    assert copy["shop"]["bank"]["number"] == "0000000034"
    assert copy["products"][0]["name"] and copy["takings"][0]["amount"] == 10_000
    assert copy["orders"][0]["name"] == order.name
    assert login_as(helper).get(url).status_code == 403
    assert login_as(make_user()).get(url).status_code == 404
    assert "du-lieu.json" not in login_as(helper).get(f"/cho-so/ban/{shop.slug}/san-khac").text


def test_a_buyers_name_leaves_the_copy_with_the_page(db, login_as, clock):
    shop, _order = shop_with_everything()
    db.session.commit()
    clock.shift(timedelta(days=8))
    copy = json.loads(login_as(shop.owner).get(f"/cho-so/ban/{shop.slug}/du-lieu.json").data)
    assert (copy["orders"][0]["name"], copy["orders"][0]["phone"]) == (None, None)


def test_a_price_says_whether_tax_and_bringing_are_in_it(db, client):
    shop = make_shop(offers_delivery=True, delivery_fee=15_000, offers_courier=True)
    product = make_product(shop)
    db.session.commit()
    page = client.get(f"/cho-so/san-pham/{product.code}").text
    assert "Đã gồm thuế" in page and "15.000" in page and "Chưa gồm thuế" not in page
    shop.adds_tax, shop.delivery_fee = True, 0
    db.session.commit()
    page = client.get(f"/cho-so/san-pham/{product.code}").text
    assert "Chưa gồm thuế" in page and "giao hàng miễn phí" in page
