"""A call is taken in: what the commune reported stands in the form before it is sent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.accounts import permissions
from app.service_requests.models import ServiceRequest
from tests.browser.conftest import DESK
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official

pytestmark = pytest.mark.details


def test_a_call_about_what_was_reported_is_seen_and_taken_in_all_the_same(
    open_page: Callable[..., Page], sign_in: Callable[..., None], settle: Callable[[], None]
) -> None:
    office = make_agency("UBND phường Thử", "committee")
    office.place = commune = places.make_commune(name="Bản Thử")
    lamp = make.service("den-duong", "Đèn đường", near_metres=100, near_days=30)
    there = make.service_request("accepted", service=lamp, place=commune)
    code, clerk = there.code, make_official(permissions.INTAKE, agency=office)
    settle()
    page = open_page(**DESK)
    sign_in(page, clerk)
    page.goto("/can-bo/tiep-nhan-ho")
    page.get_by_label("Qua điện thoại").check(force=True)
    page.get_by_label("Đèn đường").check(force=True)
    expect(page.get_by_text("Việc này đã có người báo?")).to_be_hidden()
    page.get_by_label("Bản Thử").check(force=True)
    expect(page.get_by_text("Việc này đã có người báo?")).to_be_visible()
    expect(page.get_by_text(code)).to_be_visible()
    page.get_by_label("Nội dung người dân phản ánh").fill("Đèn ngõ 12 tắt ba đêm nay")
    page.get_by_role("button", name="Tiếp nhận và in phiếu").click()
    page.wait_for_url("**/phieu")
    assert ServiceRequest.query.count() == 2
