"""A helper's evening from door to door without a signal: each visit once on the server."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.community.models import CommunityVisit
from tests.factories import community as make

pytestmark = pytest.mark.details


@pytest.fixture
def round_(db, settle, media_folder, queue_phone, sign_in):
    """A member's phone with their area open: three people, and its address."""
    team = make.team()
    area = make.area(team, "Ngõ 12")
    for number in (1, 2, 3):
        make.person(team, area, name=f"Lò Thị Thử {number}")
    member, code = make.member(team, area).user, area.code
    settle()
    phone = queue_phone()
    sign_in(phone.page, member)
    phone.ready("/to-cong-nghe")
    phone.page.goto(f"/to-cong-nghe/khu/{code}")
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
