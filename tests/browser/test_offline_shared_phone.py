"""One phone, several people: nothing is sent in another's name, nothing of another is seen."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.accounts.models import Session
from app.core import clock as core_clock
from app.service_requests.models import ServiceRequest
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

pytestmark = pytest.mark.details

CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith('keep-')) continue;
    const store = await caches.open(name);
    for (const answer of await store.matchAll()) found.push(await answer.text());
  }
  return found.join(' ');
}"""

STORES = "async () => (await caches.keys()).filter((name) => name.startsWith('keep-'))"


@pytest.fixture
def province(db, settle, media_folder):
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    settle()


@pytest.fixture
def count(db):
    def rows() -> int:
        db.session.rollback()
        found = db.session.scalar(select(func.count(ServiceRequest.id)))
        db.session.rollback()
        return found

    return rows


@pytest.fixture
def people(db, settle):
    first, second = make_user(name="Người Thử Một"), make_user(name="Người Thử Hai")
    settle()
    return first, second


def waiting_for(phone, sign_in, person):
    """Let `person` write one without a signal."""
    sign_in(phone.page, person)
    phone.ready()
    phone.offline()
    phone.write("Việc riêng của người một")
    phone.send()
    phone.page.wait_for_url("**/cho-gui")


def test_s15_what_one_wrote_is_held_while_another_is_signed_in(
    queue_phone, province, people, sign_in, count
):
    phone = queue_phone()
    waiting_for(phone, sign_in, people[0])
    sign_in(phone.page, people[1])
    phone.offline(False)
    page = phone.ready("/cho-gui")
    expect(page.locator("[data-queue-others]")).to_have_text(re.compile("Người khác có 1 phản ánh"))
    assert "Việc riêng" not in page.content()
    assert "Việc riêng" not in page.evaluate(CACHED)
    page.goto("/phan-anh/moi")
    expect(page.locator("[name=description]")).to_have_value("")
    assert count() == 0
    assert [item["state"] for item in phone.kept()] == ["held"]

    sign_in(page, people[0])
    page.goto("/cho-gui")
    expect(page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã LC-"))
    assert count() == 1


def test_s15_a_draft_of_one_is_not_shown_to_another(queue_phone, province, people, sign_in):
    phone = queue_phone()
    sign_in(phone.page, people[0])
    phone.ready()
    phone.write("Dở dang của người một")
    phone.drafted("Dở dang của người một")
    sign_in(phone.page, people[1])
    phone.page.goto("/phan-anh/moi")
    phone.page.wait_for_timeout(300)
    expect(phone.page.locator("[name=description]")).to_have_value("")
    sign_in(phone.page, people[0])
    phone.page.goto("/phan-anh/moi")
    expect(phone.page.locator("[name=description]")).to_have_value("Dở dang của người một")


def test_a_session_that_ended_meanwhile_keeps_it_and_asks_to_sign_in(
    queue_phone, province, people, sign_in, count, db, settle
):
    phone = queue_phone()
    waiting_for(phone, sign_in, people[0])
    for session in db.session.scalars(select(Session)):
        session.end(core_clock.now())
    settle()
    phone.offline(False)
    page = phone.ready("/cho-gui")
    expect(page.locator("[data-queue-others]")).to_be_visible()
    assert count() == 0
    sign_in(page, people[0])
    page.goto("/cho-gui")
    expect(page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã LC-"))
    assert count() == 1


def test_a_guest_s_report_goes_in_a_person_s_name_only_by_their_own_tap(
    queue_phone, province, people, sign_in, db, count
):
    phone = queue_phone()
    phone.ready()
    phone.offline()
    phone.write("Chuyện của khách")
    phone.send()
    phone.page.wait_for_url("**/cho-gui")
    sign_in(phone.page, people[0])
    phone.offline(False)
    page = phone.ready("/cho-gui")
    expect(page.locator("[data-state]")).to_have_text("Giữ lại: người khác đang đăng nhập")
    assert "Chuyện của khách" not in page.content()
    assert count() == 0
    page.click("[data-claim]")
    expect(page.locator("[data-state]")).to_have_text(re.compile("Đã gửi, mã LC-"))
    db.session.rollback()
    assert db.session.scalars(select(ServiceRequest)).one().citizen_id == people[0].id


def test_s33_signing_out_warns_then_empties_all_and_the_next_person_finds_nothing(
    queue_phone, province, people, sign_in
):
    phone = queue_phone()
    waiting_for(phone, sign_in, people[0])
    phone.context.route("**/phien.json", lambda route: route.abort())
    phone.offline(False)
    said = []
    phone.page.once("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    phone.page.goto("/tai-khoan")
    # What waits is read from the phone first: the question comes a moment after the tap.
    with phone.page.expect_event("dialog"):
        phone.page.click("[data-sign-out] button")
    expect(phone.page.locator("[data-sign-out]")).to_be_visible()
    assert "Còn 1 mục" in said[0]
    assert len(phone.kept()) == 1

    phone.page.once("dialog", lambda dialog: dialog.accept())
    with phone.page.expect_navigation():
        phone.page.click("[data-sign-out] button")
    phone.page.wait_for_load_state()
    assert phone.kept() == phone.kept("drafts") == []
    assert "Người Thử Một" not in phone.page.evaluate(CACHED)
    phone.offline()
    phone.page.goto("/phan-anh/cua-toi")
    assert "Việc riêng" not in phone.page.content()


def test_s33_without_its_script_signing_out_leaves_nothing_that_the_next_one_could_read(
    queue_phone, province, people, sign_in
):
    phone = queue_phone()
    waiting_for(phone, sign_in, people[0])
    phone.context.route("**/phien.json", lambda route: route.abort())
    phone.context.route("**/sign-out.*.js", lambda route: route.abort())
    phone.offline(False)
    phone.page.goto("/tai-khoan")
    assert phone.page.evaluate(STORES) == [f"keep-{phone.page.evaluate('phone.viewer')}"]
    with phone.page.expect_navigation():
        phone.page.click("[data-sign-out] button")
    page = phone.ready("/cho-gui")
    assert page.evaluate("phone.viewer")[0] == "g"
    assert page.evaluate(STORES) == [f"keep-{page.evaluate('phone.viewer')}"]
    expect(page.locator("[data-queue-others]")).to_be_visible()
    assert "Việc riêng" not in page.content()
    phone.offline()
    page.goto("/phan-anh/cua-toi")
    assert "Việc riêng" not in page.content()
    page.goto("/phan-anh/moi")
    expect(page.locator("[name=description]")).to_have_value("")


def test_s33_a_page_with_a_pin_is_not_kept(queue_phone, province, people, sign_in, db, settle):
    people[0].pin_hash = "set"
    settle()
    phone = queue_phone()
    sign_in(phone.page, people[0])
    phone.page.goto("/phan-anh/cua-toi")
    phone.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    phone.page.goto("/phan-anh/cua-toi")
    phone.page.wait_for_timeout(500)
    assert phone.page.evaluate(CACHED) == ""
