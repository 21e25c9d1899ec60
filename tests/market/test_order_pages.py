"""Ordering through the pages: with no script, as a guest or signed in, and what bad input gets."""

import re
from datetime import timedelta

import pytest

from app.accounts import phones
from app.accounts.models import Session
from app.core import clock as core_clock
from app.core import ending
from app.core.events import person_erased, person_exported
from app.market.actions import basketing, order_acts
from app.market.models import Basket, Order
from app.market.models import order_life as life
from app.market.models.orders import TRANSFER
from app.market.queries import orders as queries
from tests.factories.accounts import make_phone, make_user, put_session
from tests.factories.market import make_product, make_shop
from tests.factories.market_orders import make_order, make_shop_account, viewer_for

pytestmark = pytest.mark.one_database

KEY = re.compile(r'name="idempotency_key" value="([^"]+)"')


def fill(page: str, **more: str) -> dict[str, str]:
    """What the basket's page sends when it is filled in."""
    seen = dict(re.findall(r'name="((?:so|gia)_[^"]+)"[^>]*value="(\d+)"', page))
    seen |= dict(re.findall(r'type="hidden" name="(gia_[^"]+)" value="(\d+)"', page))
    form = {"idempotency_key": KEY.search(page)[1], "way": "pickup", "pay_by": "cash"}
    return {**form, **seen, "name": "Lý Thị Thử", "do": "order", **more}


def prove(app, db, phone: str):
    """A guest's browser that proved `phone`."""
    visitor = app.test_client()
    session, token = Session.begin(core_clock.now())
    session.proved_phone_index = phones.index(phone)
    db.session.commit()
    put_session(visitor, token)
    return visitor


@pytest.fixture
def product(db):
    return make_product(price=80_000, stock=9)


def begin(visitor, product, quantity: int = 2) -> str:
    url = f"/cho-so/{product.shop.slug}/gio?them={product.code}&so={quantity}"
    answer = visitor.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_one_orders_from_the_product_in_two_screens(db, login_as, product):
    visitor, slug = login_as(make_user()), product.shop.slug
    answer = visitor.post(f"/cho-so/{slug}/gio", data=fill(begin(visitor, product)))
    assert answer.status_code == 303
    page = visitor.get(answer.location)
    assert page.headers["X-Keep"] == "1"
    assert "160.000" in page.get_data(as_text=True)
    assert db.session.query(Order).one().total == 160_000


def test_a_double_tap_is_one_order(db, login_as, product):
    visitor, url = login_as(make_user()), f"/cho-so/{product.shop.slug}/gio"
    form = fill(begin(visitor, product))
    places = {visitor.post(url, data=form).location for _ in range(2)}
    assert len(places) == 1
    assert (db.session.query(Order).count(), product.stock) == (1, 7)


def test_the_same_order_again_is_asked_about_and_then_is_a_second_one(db, login_as, product):
    visitor, url = login_as(make_user()), f"/cho-so/{product.shop.slug}/gio"
    first = visitor.post(url, data=fill(begin(visitor, product))).location
    asked = visitor.post(url, data=fill(begin(visitor, product), note="Gói kỹ"))
    assert asked.status_code == 409
    assert first.rpartition("/")[2] in asked.text
    assert "Gói kỹ" in asked.text
    assert db.session.query(Order).count() == 1
    assert visitor.post(url, data=fill(asked.text, do="order-again")).status_code == 303
    assert db.session.query(Order).count() == 2


def test_another_order_of_the_same_shop_is_not_asked_about(db, login_as, product):
    visitor, url = login_as(make_user()), f"/cho-so/{product.shop.slug}/gio"
    for quantity in (2, 1):
        assert visitor.post(url, data=fill(begin(visitor, product, quantity))).status_code == 303
    assert db.session.query(Order).count() == 2


def test_what_is_in_the_basket_is_counted_again_only_when_that_is_meant(login_as, product):
    visitor, url = login_as(make_user()), f"/cho-so/{product.shop.slug}/gio"
    form = fill(begin(visitor, product))
    assert visitor.post(url, data={**form, "do": "keep"}).status_code == 303
    again = begin(visitor, product, 3)
    assert f'id="so_{product.code}" name="so_{product.code}" type="number"' in again
    assert 'value="2"' in again
    assert "Thêm 3, thành 5" in again
    more = visitor.post(url, data={**fill(again), "do": f"add:{product.code}:3"})
    assert more.status_code == 200
    assert 'value="5"' in more.text
    assert 'value="5"' in visitor.get(url).text, "it is kept"


def test_buttons_count_without_a_script_and_nothing_typed_is_lost(login_as, product):
    visitor, url = login_as(make_user()), f"/cho-so/{product.shop.slug}/gio"
    form = fill(begin(visitor, product), note="Gọi trước")
    for step, left in (("more", 3), ("less", 2), ("less", 1)):
        asked = {**form, "do": f"{step}:{product.code}"}
        pages = [visitor.post(url, data=asked).text for _ in range(2)]
        assert f'value="{left}"' in pages[1]
        assert "Gọi trước" in pages[1]
        form = {**form, f"so_{product.code}": str(left)}


def test_picking_up_is_chosen_and_the_button_says_the_whole_sum(login_as):
    product = make_product(make_shop(offers_delivery=True, delivery_fee=15_000), price=80_000)
    visitor, url = login_as(make_user()), f"/cho-so/{product.shop.slug}/gio"
    page = begin(visitor, product)
    assert re.search(r'value="pickup"[^>]* checked', page)
    assert re.search(r"data-total>Đặt hàng · 160.000", page)
    refused = visitor.post(url, data=fill(page, way="delivery", address=""))
    assert re.search(r"data-total>Đặt hàng · 175.000", refused.text)


def test_a_guest_orders_and_finds_the_order_by_its_link(app, db, product):
    phone = make_phone()
    visitor = prove(app, db, phone)
    form = fill(begin(visitor, product), phone=phone)
    answer = visitor.post(f"/cho-so/{product.shop.slug}/gio", data=form)
    page = visitor.get(answer.location).get_data(as_text=True)
    link = re.search(r"/cho-so/don/nhan/[\w-]+", page)[0]
    other = app.test_client()
    assert other.get(answer.location).status_code == 404
    assert other.get(link).status_code == 200
    assert other.post(link).status_code == 303
    assert other.get(answer.location).status_code == 200


def test_a_guest_whose_phone_is_not_proved_is_shown_the_way(client, product):
    page = begin(client, product)
    assert "/tai-khoan/chung-minh?next=" in page
    assert 'value="order"' not in page


def test_a_changed_price_comes_back_with_all_that_was_typed(login_as, product):
    visitor, url = login_as(make_user()), f"/cho-so/{product.shop.slug}/gio"
    form = fill(begin(visitor, product), note="Gói kỹ giúp")
    product.price_min = product.price_max = 95_000
    answer = visitor.post(url, data=form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "95.000" in page
    assert "Gói kỹ giúp" in page
    assert 'value="2"' in visitor.get(url).get_data(as_text=True), "the basket is kept"
    assert visitor.post(url, data=fill(page)).status_code == 303


def test_a_refused_order_comes_back_with_every_word_that_was_typed(login_as):
    product = make_product(make_shop(offers_delivery=True), price=80_000, stock=9)
    visitor, url = login_as(make_user()), f"/cho-so/{product.shop.slug}/gio"
    typed = {"name": "Nguyễn Thị Nhận", "address": "Số 9, ngõ Thử", "note": "Gọi trước 5 giờ"}
    form = fill(begin(visitor, product), way="delivery", **typed)
    product.price_min = product.price_max = 95_000
    page = visitor.post(url, data=form).text
    assert [words for words in typed.values() if words not in page] == []
    assert re.search(r'value="delivery"[^>]* checked', page)


def test_a_refused_rating_comes_back_with_its_words(login_as):
    order = make_order(status=life.DONE)
    data = {"rating": "great", "words": "Giao nhanh, quế thơm", "idempotency_key": "k" * 20}
    refused = login_as(order.buyer).post(f"/cho-so/don/{order.code}/danh-gia", data=data)
    assert refused.status_code == 422
    assert "Giao nhanh, quế thơm" in refused.text


@pytest.mark.parametrize("seen", ["1", "0", "-80000", "", "abc", "9" * 40])
def test_an_amount_changed_in_the_browser_is_never_charged(db, login_as, product, seen):
    visitor = login_as(make_user())
    form = fill(begin(visitor, product)) | {f"gia_{product.code}": seen}
    assert visitor.post(f"/cho-so/{product.shop.slug}/gio", data=form).status_code == 409
    assert db.session.query(Order).count() == 0


@pytest.mark.parametrize("quantity", ["-1", "0", str(10**9), "1.5", "²", "1" * 500, ""])
def test_odd_quantities_are_refused_in_words(db, login_as, product, quantity):
    visitor = login_as(make_user())
    form = fill(begin(visitor, product)) | {f"so_{product.code}": quantity}
    assert visitor.post(f"/cho-so/{product.shop.slug}/gio", data=form).status_code == 422
    assert (db.session.query(Order).count(), product.stock) == (0, 9)


def test_a_product_of_another_shop_is_not_ordered_here(db, login_as, product):
    visitor, other = login_as(make_user()), make_product()
    form = fill(begin(visitor, product)) | {f"so_{other.code}": "1", f"gia_{other.code}": "120000"}
    assert visitor.post(f"/cho-so/{product.shop.slug}/gio", data=form).status_code == 409
    assert db.session.query(Order).count() == 0


def test_a_guests_basket_is_kept_and_goes_along_when_they_sign_in(app, db, product):
    visitor, slug = app.test_client(), product.shop.slug
    form = {f"so_{product.code}": "3", "do": "keep"}
    assert visitor.post(f"/cho-so/{slug}/gio", data=form).status_code == 303
    assert product.name in visitor.get("/cho-so/gio").get_data(as_text=True)
    assert 'value="3"' in visitor.get(f"/cho-so/{slug}/gio").get_data(as_text=True)
    assert product.name not in app.test_client().get("/cho-so/gio").get_data(as_text=True)
    assert [line.quantity for line in db.session.query(Basket).one().lines] == [3]


def test_strangers_see_no_order(login_as, app):
    order = make_order()
    for visitor in (login_as(make_user()), app.test_client()):
        for url in (f"/cho-so/don/{order.code}", f"/cho-so/don/{order.code}/ma-qr.png"):
            assert visitor.get(url).status_code == 404
        assert visitor.post(f"/cho-so/don/{order.code}/huy").status_code == 404
    other = make_shop()
    seller = login_as(other.owner)
    assert seller.get(f"/cho-so/ban/don/{order.code}").status_code == 404
    assert seller.post(f"/cho-so/ban/don/{order.code}/nhan").status_code == 404
    assert login_as(order.buyer).post(f"/cho-so/don/{order.code}/nhan").status_code == 404


ODD_NUMBERS = ("7", "9" * 30, "9" * 5000, "²", "\0", "-1")


def test_an_old_screen_of_the_seller_changes_nothing(login_as):
    order = make_order()
    seller, url = login_as(order.shop.owner), f"/cho-so/ban/don/{order.code}/nhan"
    for version in ODD_NUMBERS:
        assert seller.post(url, data={"version": version}).status_code == 409
    assert seller.post(url, data={}).status_code == 409
    assert order.status == life.NEW


@pytest.mark.parametrize("after", ODD_NUMBERS)
def test_lists_go_on_from_any_odd_number(login_as, after):
    order = make_order()
    assert login_as(order.buyer).get(f"/cho-so/don?truoc={after}").status_code == 200
    assert login_as(order.shop.owner).get(f"/cho-so/ban/don?truoc={after}").status_code == 200


def test_a_couriers_code_is_shown_to_the_buyer(login_as):
    product = make_product(make_shop(offers_courier=True))
    order = make_order(product, life.ACCEPTED, way="courier", address="Số 4, ngõ Thử")
    url, data = f"/cho-so/ban/don/{order.code}/gui-di", {"version": str(order.version)}
    login_as(order.shop.owner).post(url, data={**data, "courier": "VTP 000 111"})
    page = login_as(order.buyer).get(f"/cho-so/don/{order.code}").get_data(as_text=True)
    assert "VTP 000 111" in page


def test_whom_it_was_for_is_shown_a_week_after_its_end_and_no_longer(login_as, clock):
    order = make_order(status=life.DONE)
    seller, url = login_as(order.shop.owner), f"/cho-so/ban/don/{order.code}"
    assert order.name in seller.get(url).get_data(as_text=True)
    clock.shift(timedelta(days=8))
    page = login_as(order.shop.owner).get(url).get_data(as_text=True)
    assert order.name not in page
    assert phones.national(order.phone) not in page


def test_a_transfer_is_asked_for_with_the_orders_reference(login_as, db):
    product = make_product()
    make_shop_account(product.shop)
    order = make_order(product, life.ACCEPTED, pay_by=TRANSFER)
    buyer, url = login_as(order.buyer), f"/cho-so/don/{order.code}"
    page = buyer.get(url).get_data(as_text=True)
    assert 'class="qr"' in page
    assert buyer.get(f"{url}/ma-qr.png").mimetype == "image/png"
    buyer.post(f"{url}/da-chuyen")
    assert order.said_paid_at is not None
    page = buyer.get(url).get_data(as_text=True)
    assert "Đã báo chuyển, chờ xác nhận" in page
    assert 'class="qr"' not in page
    buyer.post(f"{url}/chua-chuyen")
    assert order.said_paid_at is None
    assert 'class="qr"' in buyer.get(url).get_data(as_text=True)
    seller = login_as(order.shop.owner)
    data = {"version": str(order.version)}
    seller.post(f"/cho-so/ban/don/{order.code}/da-nhan-tien", data=data)
    assert order.paid_at is not None
    assert 'class="qr"' not in buyer.get(url).get_data(as_text=True)


def test_a_done_order_is_rated_and_ordered_again(db, login_as):
    order = make_order(status=life.DONE, quantity=3)
    buyer, url = login_as(order.buyer), f"/cho-so/don/{order.code}"
    data = {"rating": "great", "idempotency_key": "k" * 20}
    assert buyer.post(f"{url}/danh-gia", data=data).status_code == 422
    assert buyer.post(f"{url}/danh-gia", data={**data, "rating": "fair"}).status_code == 303
    assert queries.rating_of(order).face == "fair"
    answer = buyer.post(f"{url}/dat-lai")
    assert 'value="3"' in buyer.get(answer.location).get_data(as_text=True)


def test_export_and_erasure_take_the_orders_along(db, login_as):
    product = make_product(stock=5)
    order = make_order(product, quantity=2)
    user, key = order.buyer, order.person_key
    told = dict(answer for _receiver, answer in person_exported.send(user) if answer)
    assert told["market_orders"][0]["phone"] == user.phone
    person_erased.send(user, now=core_clock.now())
    db.session.flush()
    assert (order.status, product.stock) == (life.CANCELLED, 5)
    assert (order.name, order.phone_index, order.buyer_id, key.wrapped) == ("", None, None, None)


def test_what_was_left_alone_is_forgotten_in_time(db, clock, login_as):
    order, product = make_order(status=life.DONE), make_product()
    basketing.keep(viewer_for(order.buyer), product.shop, {product.id: 1}, core_clock.now())
    clock.shift(timedelta(days=31))
    assert basketing.forget_old(core_clock.now()) == 1
    ending.carry_out(core_clock.now())
    assert order.phone
    clock.shift(timedelta(days=340))
    assert ending.carry_out(core_clock.now())["orders"] == 1
    assert (order.name, order.phone, order.phone_index) == ("", "", None)
    assert login_as(order.buyer).get(f"/cho-so/don/{order.code}").status_code == 200


def test_a_reason_is_needed_and_what_was_typed_stays(login_as):
    order = make_order()
    buyer = login_as(order.buyer)
    answer = buyer.post(f"/cho-so/don/{order.code}/huy", data={"words": " "})
    assert answer.status_code == 422
    order_acts.act(order, "accept", life.SELLER, core_clock.now())
    order_acts.act(order, "ready", life.SELLER, core_clock.now())
    late = buyer.post(f"/cho-so/don/{order.code}/huy", data={"words": "Không cần nữa"})
    assert late.status_code == 409
    assert "Không cần nữa" in late.get_data(as_text=True)


def test_a_sellers_reason_that_comes_too_late_stays_to_be_read(login_as):
    order = make_order()
    seller = login_as(order.shop.owner)
    order_acts.act(order, "withdraw", life.BUYER, core_clock.now(), "Thôi")
    late = seller.post(
        f"/cho-so/ban/don/{order.code}/huy", data={"words": "Hết hàng", "version": order.version}
    )
    assert late.status_code == 409
    assert "Hết hàng" in late.get_data(as_text=True)
