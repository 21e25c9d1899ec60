"""A bill looked up and paid, and goods ordered: as a citizen does it, without a script."""

from datetime import timedelta

import pytest

from app.core import clock as core_clock
from app.market.models import Order
from tests.factories.accounts import make_user
from tests.factories.bills import NAME, make_bill, make_biller, make_customer
from tests.factories.market import make_product, make_shop
from tests.flows.no_script import NoScript


@pytest.fixture
def citizen(login_as):
    return NoScript(login_as(make_user("Người Dùng Thử")))


def test_a_code_leads_to_the_bill_the_code_to_pay_with_and_back(citizen, csrf):
    biller = make_biller(code_forms="NU####")
    due = core_clock.local(core_clock.now()).date() + timedelta(days=3)
    bill = make_bill(make_customer(biller, "NU0777"), total=210_450, due_on=due)
    citizen.at("/").follow("Hóa đơn").follow("Đã trả chưa?")
    citizen.press("Tra cứu", code="nu 0777")
    assert biller.name in citizen.words
    assert "210.450" not in citizen.words, "amounts wait for a proof"
    citizen.follow("Xem số tiền và trả").press("Thêm", nickname="Nước nhà mình")
    citizen.press("Xem hóa đơn của tôi", answer=NAME)
    citizen.at("/hoa-don")
    assert "Đến hạn trong tuần" in citizen.words
    citizen.follow("Thanh toán Nước nhà mình")
    assert "210.450 ₫" in citizen.words.replace("\xa0", " ")
    assert "Trả ngay trên máy này" in citizen.words
    citizen.press("Tôi đã chuyển khoản")
    assert citizen.url == f"/hoa-don/{bill.code}"
    citizen.at("/hoa-don")
    assert "Chờ ngân hàng báo" in citizen.words
    assert "Thanh toán Nước" not in citizen.words


def test_two_goods_go_through_the_basket_to_an_order(citizen, csrf, db):
    shop = make_shop(offers_delivery=True, delivery_fee=15_000)
    honey = make_product(shop, "Mật ong thử", 180_000, stock=9)
    make_product(shop, "Mộc nhĩ thử", 45_000, stock=9)
    citizen.at(f"/cho-so/san-pham/{honey.code}").press("Đặt mua")
    citizen.press("Thêm một Mật ong thử").press("Lưu và chọn thêm")
    citizen.follow("Mộc nhĩ thử").press("Đặt mua")
    assert "Đặt hàng · 405.000 ₫" in citizen.words.replace("\xa0", " ")
    citizen.press("Đặt hàng ·", way="delivery", address="Số 9, ngõ Thử", note="Gọi trước")
    order = db.session.query(Order).one()
    assert citizen.url == f"/cho-so/don/{order.code}"
    assert (order.total, order.way) == (420_000, "delivery")
    assert {line.name: line.quantity for line in order.lines} == {
        "Mật ong thử": 2, "Mộc nhĩ thử": 1,
    }  # fmt: skip
    assert "Chờ gian hàng trả lời" in citizen.words
