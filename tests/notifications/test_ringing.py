"""For what a person's phones ring: by groups of kinds; the inbox keeps everything."""

import re
from datetime import timedelta

import pytest

from app.core import events
from app.notifications import broadcasts, ringing, tell
from app.notifications.audience import Audience, count_people_with_push
from app.notifications.groups import ALWAYS, DESK, GROUPS, MARKET, REPORTS, WARNINGS
from app.notifications.kinds import all_kinds
from app.notifications.models import Notification
from tests.clocks import USUAL as NOW
from tests.factories.accounts import make_agency, make_official, make_user, sign_in, viewer_of
from tests.factories.notifications import ABOUT, CODE, subscription

pytestmark = pytest.mark.loopback
PAGE = "/thong-bao/chuong"
URL = f"/phan-anh/{CODE}"
EVERYBODY = Audience(everybody=True)


@pytest.fixture(autouse=True)
def _sender(app, webpush, monkeypatch):
    monkeypatch.setitem(app.extensions, "webpush", webpush)


@pytest.fixture
def person(db):
    return make_user()


@pytest.fixture
def phone(sink, person):
    made = sink.browser("phone")
    subscription(viewer_of(person), made)
    return made


def all_but(*off):
    return {each.name for each in GROUPS} - set(off)


# --- every kind has its place


def test_every_kind_of_notice_is_in_a_group(app):
    known = {ALWAYS, *(each.name for each in GROUPS)}
    assert [each.name for each in all_kinds() if each.group not in known] == []


def test_every_group_has_kinds(app):
    used = {each.group for each in all_kinds()}
    assert {each.name for each in GROUPS} <= used


def test_what_rings_at_night_cannot_be_turned_off(app):
    grave = {each.group for each in all_kinds() if each.pierces_quiet}
    assert grave == {ALWAYS}


# --- what rings


def test_a_group_that_is_off_is_in_the_inbox_and_never_pushed(sink, outbox, person, phone, client):
    ringing.choose(person, all_but(REPORTS))
    tell([person], "replied", ABOUT, URL, "reply-1")
    outbox.drain()
    assert sink.received == []
    assert outbox.jobs() == []
    sign_in(client, person)
    assert "Phản ánh của bạn có trả lời mới" in client.get("/thong-bao").text


@pytest.mark.parametrize("kind", ["asked", "bill-new"])
def test_other_groups_and_what_always_rings_are_pushed(sink, outbox, person, phone, kind):
    ringing.choose(person, all_but(REPORTS) | {"none of them"})
    tell([person], kind, {**ABOUT, "what": "PE1", "title": "T"}, URL, "told-1")
    outbox.drain()
    assert len(sink.to(phone)) == 1


def test_the_choice_at_the_moment_of_sending_counts(sink, outbox, person, phone):
    tell([person], "replied", ABOUT, URL, "reply-1")
    ringing.choose(person, all_but(REPORTS))
    outbox.drain()
    assert sink.received == []
    ringing.choose(person, all_but())
    tell([person], "closed", ABOUT, URL, "closed-1")
    outbox.drain()
    assert len(sink.to(phone)) == 1


def test_a_colleagues_choice_is_their_own(sink, outbox, person, phone):
    ringing.choose(make_user(), all_but(REPORTS))
    tell([person], "replied", ABOUT, URL, "reply-1")
    outbox.drain()
    assert len(sink.to(phone)) == 1


# --- what goes to many


def alert(kind="alert"):
    words = {"code": "abcd-efgh", "level": "Cấp 1", "headline": "Mưa", "area": "Xã", "words": "x"}
    return broadcasts.begin(kind, words, "/canh-bao/abcd-efgh", EVERYBODY, now=NOW)


def test_a_warning_is_not_pushed_to_whom_it_is_off(sink, outbox, person, phone):
    other = sink.browser("other")
    subscription(viewer_of(make_user()), other)
    ringing.choose(person, all_but(WARNINGS))
    assert count_people_with_push(EVERYBODY, WARNINGS) == 1
    made = alert()
    outbox.drain()
    assert [push.browser for push in sink.received] == ["other"]
    assert (made.reached, made.queued, made.sent) == (2, 1, 1)
    assert Notification.query.filter_by(user_id=person.id).count() == 1


def test_the_gravest_warning_is_pushed_all_the_same(sink, outbox, person, phone):
    ringing.choose(person, ())
    assert count_people_with_push(EVERYBODY, ALWAYS) == 1
    alert("alert_emergency")
    outbox.drain()
    assert len(sink.to(phone)) == 1


def test_a_warning_that_waits_is_held_back_when_it_is_turned_off(
    sink, outbox, person, phone, clock, db
):
    here = NOW + timedelta(hours=7)
    minute = here.hour * 60 + here.minute
    person.quiet_from, person.quiet_to = minute - 10, minute + 10
    made = alert()
    outbox.drain()
    assert (made.queued, made.sent) == (1, 0)
    ringing.choose(person, all_but(WARNINGS))
    clock.shift(timedelta(minutes=20))
    outbox.drain()
    assert sink.received == []
    assert (made.sent, made.is_running) == (0, False)


# --- the page


def boxes(client):
    found = re.findall(r'name="group" value="(\w+)"( checked)?', client.get(PAGE).text)
    return {name: bool(ticked) for name, ticked in found}


def test_a_person_chooses_with_one_button(client, person):
    sign_in(client, person)
    assert set(boxes(client).values()) == {True}
    answer = client.post(PAGE, data={"group": [REPORTS, WARNINGS]})
    assert answer.status_code == 303
    assert {name for name, rings in boxes(client).items() if rings} == {REPORTS, WARNINGS}
    client.post(PAGE, data={"group": [MARKET, MARKET, "no such"]})
    client.post(PAGE, data={"group": [MARKET]})
    assert {name for name, rings in boxes(client).items() if rings} == {MARKET}


def test_a_citizen_is_not_asked_about_the_desk(client, person):
    sign_in(client, person)
    assert not {each.name for each in GROUPS if each.of_officials} & boxes(client).keys()
    client.post(PAGE, data={})
    assert DESK not in ringing.silent(person.id)


def test_an_official_is_asked_about_the_desk(client):
    sign_in(client, make_official(agency=make_agency()))
    assert boxes(client).keys() == all_but()


def test_the_page_says_what_always_rings(client, person):
    sign_in(client, person)
    text = client.get(PAGE).text
    for words in ("An toàn tài khoản", "Cảnh báo ở cấp khẩn cấp", "chờ bạn trả lời"):
        assert words in text


def test_the_way_there(client, person):
    sign_in(client, person)
    for page in ("/tai-khoan", "/tai-khoan/gio-yen-lang", "/thong-bao"):
        assert f'href="{PAGE}"' in client.get(page).text


# --- what belongs to a person


def test_the_copy_has_it_and_an_erasure_takes_it(client, person):
    ringing.choose(person, all_but(MARKET))
    parts = dict(answer for _, answer in events.person_exported.send(person) if answer)
    assert [row["title"] for row in parts["silent_groups"]] == ["Chợ"]
    events.person_erased.send(person, now=NOW)
    assert ringing.silent(person.id) == set()
