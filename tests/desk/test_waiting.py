"""What else waits, in short lines above the inbox: counted, and only for whoever may see to it."""

import re
from datetime import timedelta

import pytest

from app.accounts import permissions as may
from app.accounts.models import Right
from app.core import clock as the_clock
from app.market.models import order_life
from app.news.models import article_life
from app.news.queries import alerts as alert_queries
from app.payments.queries import account_of
from tests.factories import news
from tests.factories.accounts import make_agency, make_official
from tests.factories.bills import make_biller
from tests.factories.market import make_market_office, make_product, make_shop
from tests.factories.market_orders import make_order
from tests.factories.payments import money, take

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def official(db):
    """`official(right, agency)`: works on reports, and has that right at that agency."""

    def make(right, agency):
        user = make_official(may.HANDLE, agency=make_agency())
        now = the_clock.now()
        db.session.add(Right(user=user, permission=right, agency=agency, granted_at=now))
        db.session.commit()
        return user

    return make


def shops_to_confirm():
    shop = make_shop(status="listed")
    shop.office = make_market_office(shop.commune)
    return may.MARKET, shop.office, "1 gian hàng chờ xác nhận", "/can-bo/cho-so?xem=gian-hang"


def orders_left():
    product = make_product()
    product.shop.office = make_market_office(product.shop.commune)
    order = make_order(product)
    order.created_at = the_clock.now() - timedelta(days=1, minutes=1)
    make_order(make_product(product.shop))  # an hour old: the shop may still answer
    return (
        may.MARKET,
        product.shop.office,
        "1 đơn hàng chậm trả lời",
        "/can-bo/cho-so?xem=don-cham",
    )


def transfers():
    biller = make_biller()
    take(account_of("agency", biller.agency_id), money("khong ro"), money("khong ro ai", 5_000))
    return may.CLERK, biller.agency, "2 khoản chuyển chờ khớp", "/can-bo/hoa-don"


def articles():
    agency = make_agency()
    news.article(article_life.IN_REVIEW, agency=agency)
    news.article(article_life.DRAFT, agency=agency)
    return may.PUBLISH_NEWS, agency, "1 tin chờ duyệt", "/can-bo/tin?trang-thai=in_review"


def alerts():
    agency = make_agency()
    news.alert(agency=agency)
    return may.ALERT, agency, "1 cảnh báo đang phát", "/can-bo/canh-bao"


ALL = [shops_to_confirm, orders_left, transfers, articles, alerts]


@pytest.mark.parametrize("waits", ALL)
def test_a_line_is_there_for_whoever_may_see_to_it_and_for_nobody_else(
    db, login_as, official, waits
):
    right, agency, words, address = waits()
    db.session.commit()
    line = re.compile(f'<a href="{re.escape(address)}">{words}</a>')
    assert line.search(login_as(official(right, agency)).get("/can-bo").text)
    for user in (official(right, make_agency()), official(may.RECEPTION, agency)):
        assert not line.search(login_as(user).get("/can-bo").text)


def test_a_line_leads_to_a_page_that_opens(db, login_as, official):
    for waits in ALL:
        right, agency, _words, address = waits()
        db.session.commit()
        answer = login_as(official(right, agency)).get(address, follow_redirects=True)
        assert answer.status_code == 200, address


def test_nothing_that_waits_is_no_line_and_a_part_of_the_page_asks_for_none(db, login_as, official):
    right, agency, words, _address = alerts()
    db.session.commit()
    assert "đang phát" not in login_as(official(may.MARKET, make_agency())).get("/can-bo").text
    part = login_as(official(right, agency)).get("/can-bo", headers=PARTIAL).text
    assert 'id="inbox"' in part
    assert words not in part


def test_many_are_not_counted_to_the_end(db, login_as, official, monkeypatch):
    agency = make_agency()
    for _ in range(4):
        news.alert(agency=agency)
    db.session.commit()
    monkeypatch.setattr("app.desk.waiting.MOST_WAITING", 3)
    monkeypatch.setattr(alert_queries, "MOST_WAITING", 3)
    assert "2+ cảnh báo đang phát" in login_as(official(may.ALERT, agency)).get("/can-bo").text


def test_the_market_office_sees_which_shops_leave_orders_and_since_when(db, login_as, official):
    _right, office, _words, address = orders_left()
    shop = make_shop(name="Gian Khác", commune=make_shop().commune)
    make_order(make_product(shop)).created_at = the_clock.now() - timedelta(days=2)
    db.session.commit()
    page = login_as(official(may.MARKET, office)).get(address).text
    assert "Gian hàng Thử" in page
    assert "1 đơn hàng" in page
    assert "Gian Khác" not in page, "another office's"


def test_an_answered_order_is_waited_for_no_more(db, login_as, official):
    product = make_product()
    product.shop.office = make_market_office(product.shop.commune)
    made = make_order(product, status=order_life.ACCEPTED)
    made.created_at = the_clock.now() - timedelta(days=2)
    db.session.commit()
    page = login_as(official(may.MARKET, product.shop.office)).get("/can-bo").text
    assert "chậm trả lời" not in page
