"""In a row of tabs wider than the phone, the one that is open stands in sight by itself."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.accounts import permissions
from tests.factories.accounts import make_official

pytestmark = pytest.mark.details


def test_the_open_tab_is_in_sight_and_an_empty_list_says_what_it_is_of(
    phone: Page, sign_in: Callable[..., None], settle: Callable[[], None], db: Any
) -> None:
    official = make_official(permissions.MARKET)
    settle()
    sign_in(phone, official)
    phone.goto("/can-bo/cho-so?xem=don-cham")
    expect(phone.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)
    expect(phone.get_by_text("đơn hàng quá một ngày")).to_be_visible()
