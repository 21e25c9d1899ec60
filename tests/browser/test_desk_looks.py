"""Every screen of the desk on both sizes, in both schemes, each with large text too."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE
from tests.browser.desk_province import furnish

pytestmark = pytest.mark.details

LOOKS: dict[str, dict[str, Any]] = {
    "phone": PHONE,
    "wide, dark": {**DESK, "color_scheme": "dark"},
}
LARGE = "() => { document.documentElement.dataset.text = 'large'; }"
SCREENS = {
    "handler": ("/can-bo", "{waiting}", "{accepted}/dong", "{accepted}/ghi-chu", "/can-bo/thu"),
    "lead": (
        "/can-bo/mau-tra-loi",
        "/can-bo/mau-tra-loi/moi",
        "{closed}",
        "{accepted}/phan-cong",
        "{waiting}/xem-so-dien-thoai",
        "/can-bo/ban-do",
        "/can-bo/ban-do?kieu=nhiet",
        "/can-bo/lanh-dao",
        "/can-bo/lanh-dao/tuan",
        "/can-bo/lanh-dao/so-lieu",
        "/can-bo/lanh-dao/so-lieu?theo=nguoi",
        "/can-bo/don-doc",
        "/can-bo/don-doc/moi",
        "/can-bo/loc?han=qua-han",
        "/can-bo/tim-theo-so-dien-thoai",
    ),
    "operator": ("/can-bo?muc=cho-xu-ly", "{accepted}/chuyen", "{accepted}/niem-phong"),
    "administrator": (
        "/can-bo/quan-tri",
        "/can-bo/quan-tri/linh-vuc",
        "/can-bo/quan-tri/linh-vuc/den-duong",
        "/can-bo/quan-tri/muc-do/khan",
        "/can-bo/quan-tri/phan-luong?linh_vuc=den-duong",
        "/can-bo/quan-tri/ly-do/moi",
    ),
}
ALL_TABS = """() => [...document.querySelectorAll('.nav a')].filter(each => each.offsetParent)
  .filter(each => each.getBoundingClientRect().right > innerWidth)
  .map(each => each.textContent.trim())"""
TOO_SMALL = """() => [...document.querySelectorAll('main button, main .btn, main .card[href]')]
  .filter(each => each.offsetParent && each.getBoundingClientRect().height < 44)
  .map(each => each.textContent.trim())"""
SQUEEZED = """() => [...document.querySelectorAll('.inbox .what')]
  .filter(each => each.offsetParent && each.getBoundingClientRect().width < 140)
  .map(each => each.textContent.trim())"""
"""What a report is about has less room than a few words take."""


@pytest.mark.usefixtures("media_folder")
@pytest.mark.parametrize("look", LOOKS)
def test_every_screen_fits_is_readable_and_in_reach(
    look: str,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    settle: Callable[[], None],
    axe: Callable[[Page], list[str]],
) -> None:
    offices, reports = furnish()
    addresses = {name: f"/can-bo/phan-anh/{each.code}" for name, each in reports.items()}
    wrong: list[str] = []
    for role, screens in SCREENS.items():
        page = open_page(**LOOKS[look])
        sign_in(page, getattr(offices, role))
        settle()
        for screen in screens:
            page.goto(screen.format(**addresses))
            found = axe(page) + problems(page)
            page.evaluate(LARGE)
            found += [f"large text: {each}" for each in problems(page)]
            wrong += [f"{screen}: {each}" for each in found]
    assert wrong == []


def problems(page: Page) -> list[str]:
    """What does not fit on the page as it stands."""
    found = []
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    found += [f"tab out of sight: {each}" for each in page.evaluate(ALL_TABS)]
    found += [f"no room for: {each}" for each in page.evaluate(SQUEEZED)]
    return found + [f"too small to tap: {each}" for each in page.evaluate(TOO_SMALL)]
