"""From nothing to a paid and rated order: a seller's phone, a buyer's, the commune between."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.accounts import permissions as may
from app.core.db import db as database
from app.market.models import Order, OrderRating, Product, ShopCheck
from app.market.models import order_life as life
from tests.browser.conftest import PHONE
from tests.factories import places
from tests.factories.accounts import make_official, make_user
from tests.factories.market import make_kind, make_market_office


@pytest.fixture
def people(app: Any) -> dict[str, Any]:
    """A seller and a buyer of one commune, and the official of its market office."""
    commune = places.make_commune()
    make_kind("Nấm")
    office = make_market_office(commune)
    database.session.add(ShopCheck(text="Tên và địa chỉ đúng với giấy tờ"))
    return {
        "seller": make_user("Người Bán Thử", home_commune_id=commune.id),
        "buyer": make_user("Người Mua Thử", home_commune_id=commune.id),
        "official": make_official(may.MARKET, agency=office),
    }


def test_seller_and_buyer_go_from_nothing_to_a_paid_and_rated_order(
    people: dict[str, Any],
    open_page: Callable[..., Page],
    desk: Page,
    sign_in: Callable[..., None],
    settle: Callable[[], None],
    axe: Callable[..., list[Any]],
) -> None:
    seller, buyer = open_page(**PHONE), open_page(**PHONE)
    sign_in(seller, people["seller"])
    sign_in(buyer, people["buyer"])
    sign_in(desk, people["official"])
    settle()

    open_a_shop(seller)
    list_a_product(seller)
    name_the_account(seller)
    declare_who_sells(seller)
    the_commune_confirms(desk)

    find_and_order(buyer, axe)
    the_seller(seller, "Nhận đơn")
    pay(buyer, axe)
    the_seller(seller, "Đã nhận tiền")
    the_seller(seller, "Hàng đã sẵn sàng")
    the_seller(seller, "Đã giao hàng")
    rate(buyer)

    settle()
    order = database.session.query(Order).one()
    product = database.session.query(Product).one()
    assert (order.status, order.total, order.paid_at is not None) == (life.DONE, 280_000, True)
    assert (product.stock, product.reserved) == (3, 0)
    assert database.session.query(OrderRating.face).scalar() == "satisfied"


def open_a_shop(seller: Page) -> None:
    """Name, kind, place: the form of a new shop."""
    seller.goto("/cho-so/ban")
    seller.locator('main a[href="/cho-so/ban/moi"]').first.tap()
    seller.locator("#name").fill("Gian Nấm Thử")
    seller.locator("#kind label").first.tap()
    seller.locator('input[name="agrees"]').check()
    seller.locator("form button.btn").last.tap()
    seller.wait_for_url("**/cho-so/ban/gian-nam-thu")


def list_a_product(seller: Page) -> None:
    """A name, a unit, a price, how many; no photo."""
    seller.locator('main a[href$="/hang/moi"]').first.tap()
    seller.locator("#name").fill("Mộc nhĩ rừng")
    seller.locator('select[name="kind"]').select_option(index=1)
    seller.locator('select[name="unit"]').select_option("kg")
    seller.locator("#price").fill("140.000")
    seller.locator("#stock").fill("5")
    seller.locator("#about").fill("Hái trong rừng, phơi nắng.")
    seller.locator('input[name="wish"][value="publish"]').check()
    seller.get_by_role("button", name="Lưu", exact=True).tap()
    seller.wait_for_url("**/xong")


def name_the_account(seller: Page) -> None:
    """Where the money goes."""
    seller.goto("/cho-so/ban")
    seller.locator('main a[href^="/can-bo/thanh-toan/"]').first.tap()
    offered = seller.locator('datalist option[value*="970418"]').get_attribute("value")
    seller.locator('input[name="bin"]').fill(offered or "")
    seller.locator("#number").fill("0000000012")
    seller.locator("#holder").fill("Nguoi Ban Thu")
    seller.locator("form.detail button.btn").first.tap()
    expect(seller.locator('input[name="version"]')).to_have_value("1")


def declare_who_sells(seller: Page) -> None:
    """Name and address, without which there is nothing to confirm."""
    seller.goto("/cho-so/ban/gian-nam-thu/phap-ly")
    seller.locator("#name").fill("Người Bán Thử")
    seller.locator("#address").fill("Thôn Thử, xã Thử")
    seller.get_by_role("button", name="Lưu", exact=True).tap()
    seller.wait_for_url("**/cho-so/ban/gian-nam-thu")


def the_commune_confirms(desk: Page) -> None:
    """The market office looks at the shop and at its first product."""
    desk.goto("/can-bo/cho-so?xem=gian-hang")
    desk.get_by_role("link", name=re.compile("Gian Nấm Thử")).click()
    desk.locator('form[action$="/xac-nhan"] input[value="yes"]').check()
    desk.locator('form[action$="/xac-nhan"] button').click()
    desk.wait_for_url("**/can-bo/cho-so")
    desk.goto("/can-bo/cho-so?xem=hang")
    desk.get_by_role("link", name=re.compile("Mộc nhĩ rừng")).click()
    desk.locator('form[action$="/duyet"] button').click()
    desk.wait_for_url("**/can-bo/cho-so*")


def find_and_order(buyer: Page, axe: Callable[..., list[Any]]) -> None:
    """Search misspelt, choose two kilograms, order them for a transfer."""
    buyer.goto("/cho-so")
    buyer.get_by_role("searchbox").first.fill("mọt nhỉ")
    buyer.get_by_role("searchbox").first.press("Enter")
    assert axe(buyer) == []
    buyer.get_by_role("link", name=re.compile("Mộc nhĩ rừng")).tap()
    buyer.locator('input[name="so"]').fill("2")
    assert axe(buyer) == []
    buyer.get_by_role("button", name="Đặt mua").tap()
    buyer.locator('input[name="pay_by"][value="transfer"]').check()
    assert axe(buyer) == []
    buyer.get_by_role("button", name=re.compile("Đặt hàng · 280.000")).tap()
    buyer.wait_for_url("**/cho-so/don/DH*")
    expect(buyer.get_by_text("Chờ gian hàng trả lời", exact=True)).to_be_visible()


def the_seller(seller: Page, act: str) -> None:
    """Open the order that waits and take a step."""
    seller.goto("/cho-so/ban/don")
    seller.locator("main a.card").first.tap()
    seller.get_by_role("button", name=act, exact=True).tap()
    expect(seller.get_by_text("Đã xong. Người mua được báo.")).to_be_visible()


def pay(buyer: Page, axe: Callable[..., list[Any]]) -> None:
    """Scan, and say that it is paid."""
    buyer.reload()
    expect(buyer.locator("svg.qr")).to_be_visible()
    assert axe(buyer) == []
    buyer.get_by_role("button", name="Tôi đã chuyển khoản").tap()
    expect(buyer.get_by_text("Đã báo chuyển, chờ xác nhận").first).to_be_visible()


def rate(buyer: Page) -> None:
    """Say how it was."""
    buyer.reload()
    buyer.get_by_role("button", name="Hài lòng", exact=True).tap()
    expect(buyer.get_by_text("Đánh giá của bạn:")).to_be_visible()
