"""Which browser tells whom: one row for an endpoint, its bindings apart."""

import io
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from app.accounts import grants, sessions
from app.accounts.models import Session, SessionGrant, User
from app.accounts.viewer import Viewer
from app.core import events
from app.core.errors import Conflict
from app.notifications import actions
from app.notifications.models import PushBinding, PushSubscription
from tests.conftest import NOW
from tests.factories.accounts import make_session, make_user, put_session, viewer_of
from tests.factories.notifications import browser, notification, subscription
from tests.sinks.push_sink import Browser

SUBSCRIBE, UNSUBSCRIBE = "/thong-bao/dang-ky", "/thong-bao/huy-dang-ky"


def told_in(db: SQLAlchemy, phone: Browser) -> set[tuple[int | None, int | None]]:
    statement = (
        select(PushBinding.user_id, PushBinding.grant_id)
        .join(PushBinding.subscription)
        .where(PushSubscription.endpoint == phone.endpoint)
    )
    return {(row.user_id, row.grant_id) for row in db.session.execute(statement)}


def count(db: SQLAlchemy, table: Any = PushSubscription) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def signed_in(client: FlaskClient, user: User) -> Session:
    session, token = make_session(user)
    put_session(client, token)
    return session


# --- by the page


def test_a_person_is_told_in_this_browser(client: FlaskClient, db: SQLAlchemy) -> None:
    user, phone = make_user(), browser()
    session = signed_in(client, user)
    answer = client.post(SUBSCRIBE, json=phone.as_json())
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    binding = db.session.scalars(select(PushBinding)).one()
    assert (binding.user_id, binding.session_id) == (user.id, session.id)


def test_subscribing_again_changes_nothing(client: FlaskClient, db: SQLAlchemy) -> None:
    user, phone = make_user(), browser()
    signed_in(client, user)
    for _ in range(2):
        assert client.post(SUBSCRIBE, json=phone.as_json()).status_code == 201
    assert count(db) == count(db, PushBinding) == 1


def test_a_guest_is_told_of_the_reports_whose_links_were_opened(
    client: FlaskClient, db: SQLAlchemy
) -> None:
    session, token = make_session()
    grant, _ = grants.make(session, "service_request", 1, NOW)
    put_session(client, token)
    phone = browser()
    assert client.post(SUBSCRIBE, json=phone.as_json()).status_code == 201
    assert told_in(db, phone) == {(None, grant.id)}


def test_a_stranger_has_nothing_to_be_told(client: FlaskClient, db: SQLAlchemy) -> None:
    for url in (SUBSCRIBE, UNSUBSCRIBE):
        assert client.post(url, json=browser().as_json()).status_code == 401
    assert count(db) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "https://evil.example/x"},
        {"endpoint": "https://127.0.0.1/x"},
        {"endpoint": "http://fcm.googleapis.com/x"},
        {"endpoint": None},
        {"endpoint": 7},
        {"endpoint": ["https://fcm.googleapis.com/x"]},
        {"keys": None},
        {"keys": []},
        {"keys": {"p256dh": "x", "auth": "y"}},
        {"keys": {"p256dh": 1, "auth": 2}},
    ],
)
def test_s28_it_rejects_what_no_browser_would_send(
    client: FlaskClient, db: SQLAlchemy, changes: dict[str, Any]
) -> None:
    signed_in(client, make_user())
    answer = client.post(
        SUBSCRIBE,
        json={**browser().as_json(), **changes},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 422
    assert answer.get_json()["error"]
    assert count(db) == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff"])
def test_it_rejects_a_body_that_is_no_subscription(client: FlaskClient, body: bytes) -> None:
    signed_in(client, make_user())
    for url in (SUBSCRIBE, UNSUBSCRIBE):
        answer = client.post(url, data=body, content_type="application/json")
        assert answer.status_code == 422


@pytest.mark.parametrize("endpoint", ["\ud800", "https://fcm.googleapis.com/\u00e1", 7, None, []])
def test_it_rejects_an_endpoint_that_is_no_url(client: FlaskClient, endpoint: object) -> None:
    signed_in(client, make_user())
    for url in (SUBSCRIBE, UNSUBSCRIBE):
        body = {**browser().as_json(), "endpoint": endpoint}
        assert client.post(url, json=body).status_code == 422


def test_it_rejects_a_large_body_that_does_not_tell_its_length(client: FlaskClient) -> None:
    signed_in(client, make_user())
    endless = io.BytesIO(b'{"endpoint": "' + b"x" * 1_000_000)
    chunked = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    answer = client.post(
        SUBSCRIBE,
        input_stream=endless,
        content_type="application/json",
        environ_overrides=chunked,
    )
    assert (answer.status_code, endless.tell() < 100_000) == (413, True)


@pytest.mark.parametrize("url", [SUBSCRIBE, UNSUBSCRIBE])
def test_it_rejects_what_is_nested_without_end(client: FlaskClient, url: str) -> None:
    signed_in(client, make_user())
    answer = client.post(url, data=b'{"a":' + b"[" * 8_000, content_type="application/json")
    assert answer.status_code == 422


def test_it_rejects_a_large_body(client: FlaskClient) -> None:
    signed_in(client, make_user())
    body = {**browser().as_json(), "more": "x" * 9_000}
    assert client.post(SUBSCRIBE, json=body).status_code == 413


@pytest.mark.usefixtures("csrf")
def test_s14_it_asks_for_the_csrf_token(client: FlaskClient, db: SQLAlchemy) -> None:
    signed_in(client, make_user())
    assert client.post(SUBSCRIBE, json=browser().as_json()).status_code == 400
    assert count(db) == 0


@pytest.mark.one_database
def test_it_holds_a_browser_that_subscribes_again_and_again(client: FlaskClient) -> None:
    signed_in(client, make_user())
    phone = browser().as_json()
    answers = [client.post(SUBSCRIBE, json=phone).status_code for _ in range(31)]
    assert answers == [201] * 30 + [429]


def test_turning_it_off_ends_it_for_this_person_alone(client: FlaskClient, db: SQLAlchemy) -> None:
    user, phone = make_user(), browser()
    signed_in(client, user)
    subscription(viewer_of(user), phone)
    subscription(viewer_of(make_user()), browser("other"))
    assert client.post(UNSUBSCRIBE, json={"endpoint": phone.endpoint}).status_code == 204
    assert count(db) == count(db, PushBinding) == 1
    assert client.post(UNSUBSCRIBE, json={"endpoint": phone.endpoint}).status_code == 204


# --- whose browser it is


def test_s28_another_person_cannot_take_the_row_without_its_keys(
    client: FlaskClient, db: SQLAlchemy
) -> None:
    owner, phone = make_user(), browser()
    subscription(viewer_of(owner), phone)
    signed_in(client, make_user())
    forged = {**browser("forged").as_json(), "endpoint": phone.endpoint}
    assert client.post(SUBSCRIBE, json=forged).status_code == 409
    assert told_in(db, phone) == {(owner.id, None)}
    row = db.session.scalars(select(PushSubscription)).one()
    assert row.auth == phone.auth


def test_s28_another_person_cannot_end_it(client: FlaskClient, db: SQLAlchemy) -> None:
    owner, phone = make_user(), browser()
    subscription(viewer_of(owner), phone)
    signed_in(client, make_user())
    client.post(UNSUBSCRIBE, json={"endpoint": phone.endpoint})
    assert told_in(db, phone) == {(owner.id, None)}


def test_s28_the_next_person_in_the_same_browser_takes_it_over(db: SQLAlchemy) -> None:
    first, second, phone = make_user(), make_user(), browser()
    subscription(viewer_of(first), phone)
    subscription(viewer_of(second), phone)
    db.session.flush()
    assert told_in(db, phone) == {(second.id, None)}
    assert count(db) == 1


def test_s28_a_guests_reports_are_not_told_to_the_next_person(db: SQLAlchemy) -> None:
    session, _ = make_session()
    grant, _ = grants.make(session, "service_request", 1, NOW)
    phone, person = browser(), make_user()
    subscription(viewer_of(None, frozenset({grant.id})), phone)
    subscription(viewer_of(person), phone)
    db.session.flush()
    assert told_in(db, phone) == {(person.id, None)}


def test_the_same_person_may_come_with_new_keys(db: SQLAlchemy) -> None:
    person, phone, renewed = make_user(), browser(), browser("renewed")
    renewed.endpoint = phone.endpoint
    subscription(viewer_of(person), phone)
    row = subscription(viewer_of(person), renewed)
    assert row.auth == renewed.auth
    assert count(db, PushBinding) == 1


def test_a_conflict_is_told_to_the_caller(db: SQLAlchemy) -> None:
    phone, forged = browser(), browser("forged")
    forged.endpoint = phone.endpoint
    subscription(viewer_of(make_user()), phone)
    with pytest.raises(Conflict):
        subscription(viewer_of(make_user()), forged)


@pytest.mark.one_database
def test_one_person_may_be_told_in_twenty_browsers(db: SQLAlchemy) -> None:
    person = make_user()
    for number in range(23):
        subscription(viewer_of(person), browser(f"phone-{number}"))
    db.session.flush()
    left = set(db.session.scalars(select(PushSubscription.endpoint).join(PushBinding)))
    assert left == {browser(f"phone-{number}").endpoint for number in range(3, 23)}


# --- signing out


def test_signing_out_unbinds_this_browser_alone(app: Flask, db: SQLAlchemy) -> None:
    user, phone, tablet = make_user(), browser(), browser("tablet")
    here, _ = make_session(user)
    there, _ = make_session(user)
    subscription(Viewer(user, here), phone)
    subscription(Viewer(user, there), tablet)
    sessions.end(here, NOW)
    assert told_in(db, phone) == set()
    assert told_in(db, tablet) == {(user.id, None)}


def test_signing_out_ends_what_was_told_as_a_guest_before_signing_in(
    app: Flask, db: SQLAlchemy
) -> None:
    phone, tablet = browser(), browser("tablet")
    guest, _ = make_session()
    grant, _ = grants.make(guest, "service_request", 1, NOW)
    elsewhere, _ = make_session()
    grants.hold(elsewhere, [grant], NOW)
    subscription(Viewer(None, guest), phone)
    subscription(Viewer(None, elsewhere), tablet)
    session, _ = make_session(make_user())
    db.session.add(SessionGrant(session_id=session.id, grant_id=grant.id, added_at=NOW))
    guest.end(NOW)
    sessions.end(session, NOW)
    assert told_in(db, phone) == set()
    assert told_in(db, tablet) == {(None, grant.id)}


def test_a_session_locked_by_its_pin_stays_bound(db: SQLAlchemy) -> None:
    user, phone = make_user(), browser()
    session, _ = make_session(user)
    subscription(Viewer(user, session), phone)
    subscription(Viewer(None, session, frozenset(), ()), phone)
    db.session.flush()
    assert told_in(db, phone) == {(user.id, None)}


def test_s39_erasure_forgets_browsers_and_notifications(db: SQLAlchemy) -> None:
    user, other = make_user(), make_user()
    phone = browser()
    subscription(viewer_of(user), phone)
    notification(user)
    kept = notification(other)
    events.person_erased.send(user, now=NOW)
    assert told_in(db, phone) == set()
    assert db.session.scalars(select(type(kept))).all() == [kept]


def test_a_sink_of_development_is_taken_where_it_is_configured(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.config["SETTINGS"], push_hosts=("127.0.0.1:8443",))
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    signed_in(client, make_user())
    local = browser("phone", "https://127.0.0.1:8443")
    assert client.post(SUBSCRIBE, json=local.as_json()).status_code == 201


def test_unbinding_what_is_not_there_is_no_error(db: SQLAlchemy) -> None:
    actions.unsubscribe(viewer_of(make_user()), "https://fcm.googleapis.com/none")
