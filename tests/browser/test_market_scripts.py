"""The basket counts without asking the server, and a price of two digits is asked about."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories.accounts import make_user
from tests.factories.market import make_product, make_shop

pytestmark = pytest.mark.details


def test_the_sums_follow_the_buttons_and_how_it_is_brought(
    phone: Page, sign_in: Callable[..., None], settle: Callable[[], None]
) -> None:
    product = make_product(make_shop(offers_delivery=True, delivery_fee=15_000), price=80_000)
    url = f"/cho-so/{product.shop.slug}/gio?them={product.code}&so=2"
    sign_in(phone, make_user())
    settle()
    phone.goto(url)
    act = phone.locator(".bottom button")
    expect(act).to_have_text("Đặt hàng · 160.000\u00a0₫")
    expect(act).to_be_in_viewport(ratio=1)
    phone.locator("[data-step='1']").tap()
    expect(act).to_have_text("Đặt hàng · 240.000\u00a0₫")
    phone.locator("input[value=delivery]").check()
    expect(act).to_have_text("Đặt hàng · 255.000\u00a0₫")
    phone.locator(".step input").fill("1")
    expect(act).to_have_text("Đặt hàng · 95.000\u00a0₫")
    assert phone.url.endswith(url), "nothing was sent"


def test_a_price_of_two_digits_is_asked_about_beside_it_and_packs_alone_have_contents(
    phone: Page, sign_in: Callable[..., None], settle: Callable[[], None]
) -> None:
    shop: Any = make_shop()
    sign_in(phone, shop.owner)
    settle()
    phone.goto(f"/cho-so/ban/{shop.slug}/hang/moi")
    phone.locator("#price").fill("45")
    phone.get_by_role("button", name="45.000\u00a0₫?").tap()
    expect(phone.locator("#price")).to_have_value("45.000")
    expect(phone.get_by_role("button", name="45.000\u00a0₫?")).to_have_count(0)
    expect(phone.locator("#pack")).to_be_hidden()
    phone.locator("#unit").select_option("jar")
    expect(phone.locator("#pack")).to_be_visible()


def test_the_keypads_button_stays_in_sight(
    phone: Page, sign_in: Callable[..., None], settle: Callable[[], None]
) -> None:
    shop: Any = make_shop()
    sign_in(phone, shop.owner)
    settle()
    phone.goto(f"/cho-so/ban/{shop.slug}/quay")
    for digit in "45":
        phone.locator(f"[data-key='{digit}']").tap()
    act = phone.locator(".bottom button")
    expect(act).to_be_in_viewport(ratio=1)
    act.tap()
    phone.get_by_role("link", name="45.000\u00a0₫").tap()
    expect(phone.locator("p.sum")).to_have_text("45.000\u00a0₫")
