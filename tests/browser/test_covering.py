"""Boxes drawn over a photo with the mouse."""

import pytest
from playwright.sync_api import expect

from app.core.db import db
from app.media.storage import store
from app.service_requests.models import RequestPhoto
from tests.browser.conftest import DESK
from tests.factories import service_requests as make
from tests.factories.media import photo
from tests.media.pictures import encoded, four_corners

pytestmark = pytest.mark.details


def test_a_box_is_drawn_taken_back_and_drawn_again(
    open_page, sign_in, offices, settle, media_folder
):
    report = make.received(agency=offices.office)
    row = photo(size=(400, 300), with_files=True)
    store().write(row.name("large"), encoded(four_corners(400, 300), "WEBP"))
    link = make.link_photo(report, row, RequestPhoto.REPORT)
    address, number = f"/can-bo/phan-anh/{report.code}/anh/{row.code}/che", link.id
    page = open_page(**DESK)
    sign_in(page, offices.handler)
    settle()
    page.goto(address)
    frame = page.locator("[data-cover]").bounding_box()

    def draw(left, top, right, bottom):
        page.mouse.move(frame["x"] + left, frame["y"] + top)
        page.mouse.down()
        page.mouse.move(frame["x"] + right, frame["y"] + bottom)
        page.mouse.up()

    draw(10, 10, 100, 100)
    draw(120, 120, 200, 200)
    expect(page.get_by_text("2 ô")).to_be_visible()
    page.get_by_role("button", name="Bỏ ô vừa vẽ").click()
    expect(page.get_by_text("1 ô")).to_be_visible()
    page.get_by_role("button", name="Che các ô này").click()
    expect(page.get_by_text("Đã che. Mọi người chỉ thấy bản đã che.")).to_be_visible()
    db.session.rollback()
    assert db.session.query(RequestPhoto).filter_by(covers_id=number).count() == 1
