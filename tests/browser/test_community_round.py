"""A helper's evening from door to door without a signal: each visit once on the server."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.accounts.models import Session
from app.community.models import CommunityVisit
from app.core import clock
from tests.factories import community as make

pytestmark = pytest.mark.details


@pytest.fixture
def round_(helper_phone):
    """A member's phone with their area open: three people, and its address."""
    phone = helper_phone(*({"name": f"Lò Thị Thử {number}"} for number in (1, 2, 3)))
    phone.holds(phone.page.url)
    return phone


def visits(db):
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.scalars(select(CommunityVisit).order_by(CommunityVisit.id)).all()
    found = [(each.person.position, each.state, len(each.skills)) for each in rows]
    db.session.rollback()
    return found


def write(page, number, state, *skills):
    page.click(f"button[name=ho][value='{number}']")
    page.check(f"[name=viec][value={state}]", force=True)
    for each in skills:
        page.check(f"[name=ky_nang][value={each}]", force=True)
    page.click("[data-send]")


def test_visits_without_a_signal_are_each_once_on_the_server(round_, db):
    page = round_.page
    expect(page.get_by_text("Lò Thị Thử 2")).to_be_visible()
    round_.offline()
    page.reload()
    write(page, 2, "helped", "app", "vneid")
    expect(page.get_by_text("✓ Đã giúp")).to_be_visible()
    write(page, 3, "away")
    expect(page.get_by_text("Đã lưu trên máy").first).to_be_visible()
    assert visits(db) == []
    round_.offline(False)
    expect(page.get_by_text("Đã gửi, mã")).to_have_count(2)
    assert visits(db) == [(2, "helped", 2), (3, "away", 0)]


def test_after_signing_out_nothing_of_the_area_is_left_on_the_phone(round_):
    page = round_.page
    address = page.url
    page.goto("/tai-khoan")
    page.click("form[data-sign-out] button")
    page.wait_for_url(lambda url: not url.endswith("/tai-khoan"))
    # The worker empties the store when the answer that names another viewer is in.
    page.wait_for_function(
        "async () => !(await caches.keys()).some((name) => name.startsWith('keep-u'))"
    )
    round_.offline()
    page.goto(address, wait_until="commit")
    expect(page.get_by_text("Lò Thị Thử 2")).to_have_count(0)


def test_a_phone_whose_session_was_ended_elsewhere_opens_the_area_no_more(round_, db, settle):
    page, address = round_.page, round_.page.url
    assert kept(page, address)
    for each in db.session.scalars(select(Session)):
        each.end(clock.now())
    settle()
    page.goto("/tai-khoan")
    page.wait_for_function(
        "async (url) => !(await caches.match(url, { ignoreVary: true }))", arg=address
    )
    round_.offline()
    page.goto(address, wait_until="commit")
    expect(page.get_by_text("Lò Thị Thử 2")).to_have_count(0)


def kept(page, address):
    """Tell whether the page lies in the phone's store."""
    found = "async (url) => !!(await caches.match(url, { ignoreVary: true }))"
    return page.evaluate(found, address)


def test_an_evening_of_ten_visits_outlives_a_browser_that_dies_twice(
    db, settle, media_folder, battery_phone, sign_in
):
    team = make.team()
    area = make.area(team, "Ngõ 12")
    doors = range(1, 11)
    for number in doors:
        make.person(team, area, name=f"Lò Thị Thử {number}")
    member, here = make.member(team, area).user, f"/to-cong-nghe/khu/{area.code}"
    settle()
    phone = battery_phone
    sign_in(phone.page, member)
    page = phone.ready("/to-cong-nghe")
    page.goto(here)
    phone.holds(here)
    phone.offline()
    for number in doors:
        write(page, number, "later")
        expect(page.locator("[data-state]")).to_have_count(number)
        if number in (4, 8):
            phone.kill()
            page = phone.start()
            sign_in(page, member)
            phone.offline()
            page.goto(here)
            expect(page.locator("[data-state]")).to_have_count(number)
    phone.offline(False)
    expect(page.get_by_text("Đã gửi, mã")).to_have_count(10)
    assert visits(db) == [(number, "later", 0) for number in doors]
