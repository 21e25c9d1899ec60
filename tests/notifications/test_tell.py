"""To tell somebody only adds rows, once, in the sender's transaction."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from app.accounts.models import Grant, User
from app.core import outbox
from app.notifications import kinds, tell
from app.notifications.kinds import Kind
from app.notifications.models import Notification
from tests.clocks import USUAL
from tests.conftest import NOW, Outbox
from tests.factories.accounts import make_user, viewer_of
from tests.factories.notifications import ABOUT, browser, subscription

URL = "/phan-anh/LC-7K3M-9QXF"
NIGHT = datetime(2026, 11, 19, 16, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
PIERCING = Kind("test-alert", "Alert", "Leave now", pierces_quiet=True)


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kind, for these tests alone."""
    monkeypatch.setitem(kinds._kinds, PIERCING.name, PIERCING)


def told(db: SQLAlchemy) -> list[Notification]:
    return list(db.session.scalars(select(Notification).order_by(Notification.id)))


def tell_of_reply(*recipients: User | Grant, key: str = "reply-1", **more: Any) -> None:
    tell(recipients, "replied", ABOUT, URL, key, **more)


def make_grant() -> Grant:
    grant, _ = Grant.make("service_request", 1, NOW)
    return grant


@pytest.mark.own_day
def test_it_adds_a_notification_and_a_job_for_each_browser(db: SQLAlchemy, outbox: Outbox) -> None:
    person, other = make_user(), make_user()
    subscription(viewer_of(person), browser("phone"))
    subscription(viewer_of(person), browser("tablet"))
    subscription(viewer_of(other), browser("noise"))
    tell_of_reply(person)
    (notification,) = told(db)
    assert (notification.user_id, notification.kind, notification.url) == (
        person.id,
        "replied",
        URL,
    )
    assert notification.created_at == notification.push_after == USUAL
    assert [job.queue for job in outbox.jobs()] == ["push:fcm.googleapis.com"] * 2


def test_it_is_undone_with_the_senders_transaction(db: SQLAlchemy, outbox: Outbox) -> None:
    person = make_user()
    subscription(viewer_of(person), browser())
    db.session.commit()
    tell_of_reply(person)
    db.session.rollback()
    assert told(db) == []
    assert outbox.jobs() == []


def test_telling_twice_under_one_key_makes_one(db: SQLAlchemy, outbox: Outbox) -> None:
    person = make_user()
    subscription(viewer_of(person), browser())
    tell_of_reply(person, person)
    tell_of_reply(person)
    db.session.commit()
    tell_of_reply(person)
    assert len(told(db)) == len(outbox.jobs()) == 1
    tell_of_reply(person, key="reply-2")
    assert len(told(db)) == len(outbox.jobs()) == 2


def test_one_key_tells_each_recipient(db: SQLAlchemy) -> None:
    first, second, guest = make_user(), make_user(), make_grant()
    tell_of_reply(first)
    tell_of_reply(first, second, guest)
    assert [(each.user_id, each.grant_id) for each in told(db)] == [
        (first.id, None),
        (second.id, None),
        (None, guest.id),
    ]


def test_the_holder_of_a_guests_link_is_told(db: SQLAlchemy, outbox: Outbox) -> None:
    guest = make_grant()
    db.session.flush()
    subscription(viewer_of(None, frozenset({guest.id})), browser())
    tell_of_reply(guest)
    assert told(db)[0].grant_id == guest.id
    assert len(outbox.jobs()) == 1


def test_a_recipient_made_in_the_same_transaction_is_told(db: SQLAlchemy) -> None:
    tell_of_reply(make_grant())
    assert len(told(db)) == 1


def test_a_disabled_or_erased_person_is_not_told(db: SQLAlchemy) -> None:
    disabled, erased = make_user(), make_user()
    disabled.disable(NOW)
    erased.erase(NOW)
    tell_of_reply(disabled, erased)
    assert told(db) == []


def test_at_night_the_phone_waits_for_the_morning(db: SQLAlchemy, outbox: Outbox) -> None:
    person = make_user()
    subscription(viewer_of(person), browser())
    tell_of_reply(person, now=NIGHT)
    assert told(db)[0].push_after == outbox.jobs()[0].run_at == MORNING


def test_a_guests_phone_is_silent_at_night_too(db: SQLAlchemy) -> None:
    tell_of_reply(make_grant(), now=NIGHT)
    assert told(db)[0].push_after == MORNING


def test_each_persons_own_quiet_hours_count(db: SQLAlchemy) -> None:
    never = make_user(quiet_from=0, quiet_to=0)
    early = make_user(quiet_from=20 * 60, quiet_to=4 * 60)
    tell_of_reply(never, early, now=NIGHT)
    assert [each.push_after for each in told(db)] == [NIGHT, MORNING - timedelta(hours=2)]


def test_an_alert_does_not_wait(db: SQLAlchemy) -> None:
    tell([make_user()], PIERCING.name, {}, URL, "alert-1", now=NIGHT)
    assert told(db)[0].push_after == NIGHT


def test_telling_nobody_adds_nothing(db: SQLAlchemy) -> None:
    tell_of_reply()
    assert told(db) == []


def test_it_rejects_a_kind_that_nobody_registered(db: SQLAlchemy) -> None:
    with pytest.raises(LookupError):
        tell([make_user()], "no-such-kind", {}, URL, "key")


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_it_rejects_a_link_that_leaves_the_site(db: SQLAlchemy, url: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        tell([make_user()], "replied", ABOUT, url, "key")


def test_the_statements_do_not_grow_with_the_recipients(
    db: SQLAlchemy, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    people = [make_user() for _ in range(30)]
    for number, person in enumerate(people):
        subscription(viewer_of(person), browser(f"phone-{number}"))
    db.session.flush()
    with statements() as seen:
        tell_of_reply(*people)
    assert len(seen) <= 3
    assert len(db.session.new) == 30
    assert all(isinstance(row, outbox.Job) for row in db.session.new)
