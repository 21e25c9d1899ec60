"""A list of people on a phone that was lost where there is no signal: it opens for some hours."""

import pytest
from playwright.sync_api import expect

from app.community.people import keeping
from app.community.teams import keeping as teams
from app.core import clock
from app.core.offline import SEALED_HOURS
from tests.community.test_large_lists import HOMES, KEPT, NEXT, PEOPLE, told
from tests.factories import community as make

pytestmark = [pytest.mark.one_database, pytest.mark.details]
HOUR = 3600
STORED = """
async (path) => {
  const answer = await caches.match(path, { ignoreVary: true });
  return answer ? [await answer.text(), answer.headers.get('Content-Security-Policy')] : null;
}
"""
KEYS = """
async () => (await window.phone.table('drafts', (all) => all.getAll()))
  .filter((row) => row.key.includes(' seal ')).length
"""
RAW = """
async () => {
  const rows = await window.phone.table('drafts', (all) => all.getAll());
  const [row] = rows.filter((each) => each.it);
  return crypto.subtle.exportKey('raw', row.it).then(() => 'told', (no) => no.name);
}
"""


@pytest.fixture
def phone_(helper_phone):
    """A member's phone with their area open, the clock in the test's hand."""
    phone = helper_phone({"name": "Lò Thị Kín", "address": "Cuối suối"})
    phone.holds(phone.page.url)
    return phone


def at(page, seconds):
    """Set the phone's clock so many seconds from now."""
    page.clock.set_fixed_time(page.evaluate("() => Date.now() / 1000") + seconds)


def path(page):
    return page.evaluate("() => location.pathname")


def test_what_lies_on_the_phone_is_sealed_and_opens_without_a_signal(phone_):
    page = phone_.page
    stored, policy = page.evaluate(STORED, path(page))
    assert "Lò Thị Kín" not in stored
    assert "Cuối suối" not in stored
    assert "csrf_token" not in stored
    assert "script-src 'self'" in policy
    assert page.evaluate(RAW) == "InvalidAccessError"
    phone_.offline()
    page.reload()
    expect(page.get_by_text("Lò Thị Kín")).to_be_visible()
    expect(page.get_by_text("Mất mạng. Bản lưu lúc")).to_be_visible()
    expect(page.locator("[data-locked]")).to_be_hidden()


def test_it_opens_all_evening_and_not_the_next_day(phone_):
    page, here = phone_.page, path(phone_.page)
    phone_.offline()
    at(page, (SEALED_HOURS - 1) * HOUR)
    page.reload()
    expect(page.get_by_text("Lò Thị Kín")).to_be_visible()
    at(page, HOUR + 60)
    page.reload()
    expect(page.get_by_text("Danh sách đã khóa")).to_be_visible()
    expect(page.get_by_text("Lò Thị Kín")).to_have_count(0)
    assert page.evaluate(KEYS) == 0
    assert page.evaluate(STORED, here) is None
    at(page, -SEALED_HOURS * HOUR)  # turned back afterwards: there is nothing left to open
    page.goto(here, wait_until="commit")
    expect(page.get_by_text("Lò Thị Kín")).to_have_count(0)


def test_a_clock_set_back_locks_it(phone_):
    page = phone_.page
    phone_.offline()
    at(page, 2 * HOUR)
    page.reload()
    expect(page.get_by_text("Lò Thị Kín")).to_be_visible()
    at(page, -HOUR)
    page.reload()
    expect(page.get_by_text("Danh sách đã khóa")).to_be_visible()
    assert page.evaluate(KEYS) == 0


def test_with_a_signal_it_opens_anew_and_counts_from_then(phone_):
    page, here = phone_.page, path(phone_.page)
    at(page, (SEALED_HOURS + 1) * HOUR)
    page.reload()
    expect(page.get_by_text("Lò Thị Kín")).to_be_visible()
    page.wait_for_function(f"async () => await ({KEYS})() === 1")
    phone_.holds(here)
    page.wait_for_function(
        "async () => (await window.phone.table('drafts', (all) => all.getAll()))"
        ".some((row) => row.until > Date.now())"
    )
    phone_.offline()
    at(page, (SEALED_HOURS - 1) * HOUR)
    page.reload()
    expect(page.get_by_text("Lò Thị Kín")).to_be_visible()


SIZES = """
async () => {
  const found = {};
  for (const name of (await caches.keys()).filter((each) => each.startsWith('keep-u'))) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) {
      if (!new URL(asked.url).pathname.startsWith('/to-cong-nghe/khu/')) continue;
      found[asked.url] = (await (await cache.match(asked)).blob()).size;
    }
  }
  return found;
}
"""


@pytest.mark.timeout(600)
def test_three_thousand_people_lie_in_four_hundred_kilobytes_of_its_store(
    db, settle, media_folder, queue_phone, sign_in
):
    team = make.team()
    area = make.area(team, "Cả thôn", 1, HOMES)
    member, here = make.member(team, area).user, f"/to-cong-nghe/khu/{area.code}"
    keeping.bear(team, [told(number, team.id) for number in range(PEOPLE)], clock.now())
    teams.open_phones(team, next(iter(teams.REASONS)), member, clock.now())
    settle()
    phone = queue_phone()
    sign_in(phone.page, member)
    phone.ready("/to-cong-nghe")
    seen = 0
    while here:
        phone.page.goto(here)
        phone.holds(here)
        seen += phone.page.locator("td.n").count()
        further = NEXT.search(phone.page.content())
        here = further[1] if further else ""
    pages = phone.page.evaluate(SIZES)
    assert seen == PEOPLE
    assert sum(pages.values()) <= KEPT, pages
    print(f"{seen} people in {len(pages)} pages: {sum(pages.values())} bytes")
