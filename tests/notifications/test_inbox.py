"""The inbox at /thong-bao."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from app.accounts import grants
from app.accounts.models import Grant, User
from app.core import events
from app.notifications import actions, queries
from app.notifications.models import Notification
from tests.conftest import NOW
from tests.factories.accounts import make_session, make_user, put_session, sign_in, viewer_of
from tests.factories.notifications import ABOUT, CODE, notification

INBOX = "/thong-bao"
Counter = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def person(client: FlaskClient, db: SQLAlchemy) -> User:
    """Who is signed in."""
    user = make_user()
    sign_in(client, user)
    return user


def page(client: FlaskClient, url: str = INBOX) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_data(as_text=True)


def shown_codes(html: str) -> list[str]:
    return re.findall(r'id="notification-([\w-]+)"', html)


def guest_with_grant(client: FlaskClient) -> Grant:
    session, token = make_session()
    grant, _ = grants.make(session, "service_request", 1, NOW)
    put_session(client, token)
    return grant


# --- reading


def test_it_shows_what_i_was_told_newest_first(client: FlaskClient, person: User) -> None:
    older, newer = notification(person), notification(person, kind="closed")
    notification(make_user())
    html = page(client)
    assert shown_codes(html) == [newer.code, older.code]
    assert "Phản ánh của bạn đã có kết quả" in html
    assert f"Đèn đường · {CODE}" in html


def test_a_guest_sees_what_the_link_was_told(client: FlaskClient, db: SQLAlchemy) -> None:
    grant = guest_with_grant(client)
    mine = notification(grant_id=grant.id)
    other, _ = Grant.make("service_request", 2, NOW)
    db.session.flush()
    notification(grant_id=other.id)
    assert shown_codes(page(client)) == [mine.code]


def test_a_stranger_sees_an_empty_inbox_that_says_what_comes_here(
    client: FlaskClient, db: SQLAlchemy
) -> None:
    notification(make_user())
    html = page(client)
    assert "Chưa có thông báo nào" in html
    assert "data-push" not in html


def test_a_person_with_nothing_yet_can_turn_the_push_on(client: FlaskClient, person: User) -> None:
    html = page(client)
    assert "Chưa có thông báo nào" in html
    assert 'data-subscribe="/thong-bao/dang-ky"' in html
    assert re.search(r'data-vapid="[\w-]{87}"', html)


def test_long_inboxes_come_in_pages(client: FlaskClient, person: User) -> None:
    many = range(queries.NEWEST.most + 5)
    codes = [notification(person, url=f"/phan-anh/LC-{each}").code for each in many]
    first = page(client)
    assert shown_codes(first) == codes[::-1][: queries.NEWEST.most]
    (older,) = re.findall(r'href="(/thong-bao\?truoc=[\w-]+)"', first)
    assert shown_codes(page(client, older)) == codes[:5][::-1]


@pytest.mark.parametrize("before", ["x", "", "%00", "' OR 1=1"])
def test_a_page_after_nothing_known_is_empty(
    client: FlaskClient, person: User, before: str
) -> None:
    notification(person)
    assert "Không còn thông báo cũ hơn" in page(client, f"{INBOX}?truoc={before}")


def test_the_page_after_a_strangers_notification_shows_only_mine(
    client: FlaskClient, person: User
) -> None:
    mine, theirs = notification(person), notification(make_user())
    assert shown_codes(page(client, f"{INBOX}?truoc={theirs.code}")) == [mine.code]


def test_unread_ones_say_so_in_words(client: FlaskClient, person: User) -> None:
    notification(person)
    notification(person, read_at=NOW, url="/tai-khoan")
    html = page(client)
    assert html.count("Mới</span>") == 1
    assert html.count("formaction=") == 1


def test_a_hostile_text_is_shown_as_text(client: FlaskClient, person: User) -> None:
    notification(person, parameters={**ABOUT, "service": "<img src=x onerror=alert(1)>"})
    html = page(client)
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_the_statements_do_not_grow_with_the_rows(
    client: FlaskClient, person: User, statements: Counter
) -> None:
    notification(person)
    notification(person)
    with statements() as few:
        page(client)
    notification(person)
    for each in range(30):
        notification(person, url=f"/phan-anh/LC-{each // 2}")
    with statements() as many:
        page(client)
    assert len(many) <= len(few) <= 8


# --- the bell


def test_the_bell_counts_what_is_unread(client: FlaskClient, person: User) -> None:
    notification(person)
    notification(person)
    notification(person, read_at=NOW)
    notification(make_user())
    assert '<span class="dot" data-unread="2">2</span>' in page(client)


def test_the_bell_stops_counting_at_a_hundred(client: FlaskClient, person: User) -> None:
    for _ in range(105):
        notification(person)
    assert '<span class="dot" data-unread="100">99+</span>' in page(client)


def test_nothing_is_asked_for_a_stranger(app: Flask, statements: Counter) -> None:
    with statements() as seen:
        assert queries.unread_count(viewer_of()) == 0
    assert seen == []


def test_one_statement_counts(app: Flask, person: User, statements: Counter) -> None:
    viewer = viewer_of(person, frozenset({1}))
    notification(person)
    with statements() as seen:
        assert queries.unread_count(viewer) == 1
    assert len(seen) == 1


# --- marking as read


def test_opening_one_marks_its_matter_and_goes_there(
    client: FlaskClient, person: User, db: SQLAlchemy
) -> None:
    one, earlier = notification(person), notification(person)
    other = notification(person, url="/tai-khoan")
    answer = client.post(f"{INBOX}/{one.code}/mo")
    assert (answer.status_code, answer.location) == (303, f"/phan-anh/{CODE}")
    assert one.read_at == earlier.read_at == NOW
    assert other.read_at is None


# --- by matter


def test_one_matter_is_one_entry_with_its_newest_word_on_top(
    client: FlaskClient, person: User
) -> None:
    accepted = notification(person, kind="accepted", read_at=NOW)
    between = notification(person, url="/tai-khoan", read_at=NOW)
    closed = notification(person, kind="closed")
    html = page(client)
    assert shown_codes(html) == [closed.code, accepted.code, between.code]
    assert html.count('class="card"') == 2
    assert "1 tin trước" in html


def test_a_matter_is_new_while_any_word_of_it_is_unread(client: FlaskClient, person: User) -> None:
    notification(person)
    newest = notification(person, read_at=NOW)
    assert f'formaction="{INBOX}/{newest.code}/mo"' in page(client)


def test_somebody_elses_word_of_the_same_matter_is_not_in_it(
    client: FlaskClient, db: SQLAlchemy
) -> None:
    grant = guest_with_grant(client)
    mine = notification(grant_id=grant.id)
    theirs = notification(make_user())
    assert shown_codes(page(client)) == [mine.code]
    assert theirs.url == mine.url


def test_opening_it_again_keeps_the_first_time(
    client: FlaskClient, person: User, db: SQLAlchemy
) -> None:
    one = notification(person, read_at=NOW - timedelta(hours=1))
    assert client.post(f"{INBOX}/{one.code}/mo").status_code == 303
    assert one.read_at == NOW - timedelta(hours=1)


def test_s24_another_persons_cannot_be_opened(
    client: FlaskClient, person: User, db: SQLAlchemy
) -> None:
    theirs = notification(make_user())
    grant, _ = Grant.make("service_request", 1, NOW)
    db.session.flush()
    guests = notification(grant_id=grant.id)
    for row in (theirs, guests):
        assert client.post(f"{INBOX}/{row.code}/mo").status_code == 404
        assert row.read_at is None


def test_s24_a_stranger_can_do_nothing(client: FlaskClient, db: SQLAlchemy) -> None:
    row = notification(make_user())
    assert client.post(f"{INBOX}/{row.code}/mo").status_code == 404
    assert client.post(f"{INBOX}/da-doc").status_code == 401
    assert row.read_at is None


@pytest.mark.both_databases
def test_all_of_mine_can_be_marked_at_once(
    client: FlaskClient, person: User, db: SQLAlchemy
) -> None:
    mine, theirs = notification(person), notification(make_user())
    assert client.post(f"{INBOX}/da-doc").location == INBOX
    assert mine.read_at == NOW
    assert theirs.read_at is None


@pytest.mark.parametrize("code", ["x", "%00", "a%00b", "' OR 1=1", "a" * 500])
def test_what_is_no_code_is_not_found(client: FlaskClient, person: User, code: str) -> None:
    assert client.post(f"{INBOX}/{code}/mo").status_code == 404


def test_a_guest_marks_what_the_link_was_told(client: FlaskClient, db: SQLAlchemy) -> None:
    mine = notification(grant_id=guest_with_grant(client).id)
    assert client.post(f"{INBOX}/{mine.code}/mo").status_code == 303
    assert mine.read_at == NOW


def test_what_leads_to_one_page_can_be_marked_by_it(app: Flask, db: SQLAlchemy) -> None:
    person = make_user()
    here, there = notification(person), notification(person, url="/phan-anh/LC-3479-ACDE")
    assert actions.read_all(viewer_of(person), NOW, here.url) == 1
    assert here.read_at == NOW
    assert there.read_at is None


@pytest.mark.usefixtures("csrf")
@pytest.mark.parametrize("path", ["/da-doc", "/x/mo"])
def test_s14_it_asks_for_the_csrf_token(client: FlaskClient, person: User, path: str) -> None:
    assert client.post(INBOX + path).status_code == 400


def test_s14_reading_changes_nothing(client: FlaskClient, person: User) -> None:
    row = notification(person)
    page(client)
    assert row.read_at is None
    assert client.get(f"{INBOX}/{row.code}/mo").status_code == 405


# --- quiet hours


def test_the_hours_are_shown_with_the_way_to_change_them(
    client: FlaskClient, person: User, db: SQLAlchemy
) -> None:
    assert 'href="/tai-khoan/gio-yen-lang">Giờ không làm phiền: 22:00–06:00<' in page(client)
    person.quiet_from = person.quiet_to = 0
    assert "Giờ không làm phiền: không đặt<" in page(client)


def test_a_guest_has_no_hours_to_change(client: FlaskClient, db: SQLAlchemy) -> None:
    notification(grant_id=guest_with_grant(client).id)
    assert "gio-yen-lang" not in page(client)


# --- what belongs to a person


def test_the_export_holds_what_the_person_was_told(app: Flask, db: SQLAlchemy) -> None:
    person = make_user()
    notification(person, read_at=NOW)
    notification(make_user())
    parts = dict(answer for _, answer in events.person_exported.send(person) if answer)
    (row,) = parts["notifications"]
    assert row["title"] == "Phản ánh của bạn có trả lời mới"
    assert row["read_at"] == NOW.isoformat()


def test_a_key_pair_is_printed_for_the_operator(app: Flask) -> None:
    printed = app.test_cli_runner().invoke(args=["notifications", "vapid"]).output
    assert re.match(r"VAPID_PRIVATE_KEY=[\w-]{43}\n# .*: [\w-]{87}\n", printed)


def test_the_database_refuses_a_notification_for_nobody(app: Flask, db: SQLAlchemy) -> None:
    assert Notification.__table__.constraints
    with pytest.raises(Exception, match="(?i)check"):
        notification()
