"""A head's evening from door to door: the list without a signal, each tick once on the server."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.villages.models import VillageReach
from tests.factories import villages as make

pytestmark = pytest.mark.details

PHONE = "+84900123456"


@pytest.fixture
def round_(db, settle, media_folder, queue_phone, sign_in):
    """The head's phone with the round of a meeting open, its households 1 to 3, and its address."""
    village = make.place()
    head = make.head(village)
    for number in (1, 2, 3):
        make.household(village, number, name=f"Lò Thị Thử {number}", phones=[PHONE])
    code = make.notice(village, head).code
    make.open_phones(village, head)
    settle()
    phone = queue_phone()
    sign_in(phone.page, head)
    phone.ready("/can-bo/thon")
    phone.page.goto(f"/can-bo/thon/tin/{code}/di-bao")
    return phone


def told(db):
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.scalars(select(VillageReach).order_by(VillageReach.id)).all()
    found = [(each.told_at is not None, each.answer) for each in rows]
    db.session.rollback()
    return found


def test_ticks_without_a_signal_are_each_once_on_the_server(round_, db):
    page = round_.page
    expect(page.get_by_text("Lò Thị Thử 2")).to_be_visible()
    round_.offline()
    page.reload()
    expect(page.get_by_text("0900 123 456").first).to_be_visible()
    page.click("button[name=ho][value='2']")
    page.check("[name=viec][value=going]", force=True)
    page.click("button[name=ho][value='3']")
    expect(page.get_by_text("Đã lưu trên máy").first).to_be_visible()
    assert told(db) == [(False, None)] * 3
    round_.offline(False)
    expect(page.get_by_text("Đã gửi, mã")).to_have_count(2)
    assert told(db) == [(False, None), (True, None), (True, "going")]


def test_after_signing_out_nothing_of_the_list_is_left_on_the_phone(round_):
    page = round_.page
    address = page.url
    page.goto("/tai-khoan")
    page.click("form[data-sign-out] button")
    page.wait_for_load_state()
    round_.offline()
    page.goto(address, wait_until="commit")
    expect(page.get_by_text("Lò Thị Thử 2")).to_have_count(0)
