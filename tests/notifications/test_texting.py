"""A question or an answer that nobody opened for a day comes as one text message."""

from datetime import timedelta

import pytest

from app.core import clock as core_clock
from app.notifications import actions, tell, texting
from app.notifications.kinds import texted_kinds
from app.notifications.models import Notification
from tests.factories.accounts import make_session, make_user, viewer_of
from tests.factories.notifications import ABOUT, CODE

URL = f"/phan-anh/{CODE}"
DAY = timedelta(hours=24)


@pytest.fixture
def person(reachable):
    return reachable


def told(person, kind: str = "replied", key: str = "1", **more) -> None:
    tell([person], kind, ABOUT, URL, key, **{"by_text": True, **more})


def test_it_comes_after_a_day_and_once(outbox, clock, person, texts):
    told(person)
    clock.shift(DAY - timedelta(minutes=1))
    outbox.drain()
    assert texts == []
    clock.shift(timedelta(minutes=1))
    outbox.drain()
    ((phone, words),) = texts
    assert phone == person.phone
    assert CODE in words
    assert words.endswith(URL)
    assert "Street lamp" not in words
    assert "Den duong" not in words
    clock.shift(DAY * 3)
    outbox.drain()
    assert len(texts) == 1


@pytest.mark.parametrize("kind", ["replied", "closed", "asked"])
def test_what_it_says_fits_one_message_with_its_link(outbox, clock, person, texts, kind):
    told(person, kind)
    clock.shift(DAY)
    outbox.drain()
    ((_phone, words),) = texts
    assert len(words) <= 160
    assert words.isascii()
    assert CODE in words.partition(" http")[0]


def test_who_opened_it_hears_nothing(outbox, clock, person, texts):
    told(person)
    actions.read_all(viewer_of(person), core_clock.now(), URL)
    clock.shift(DAY)
    outbox.drain()
    assert texts == []


def test_who_turned_it_off_hears_nothing(outbox, clock, person, texts):
    person.text_messages = False
    told(person)
    clock.shift(DAY)
    outbox.drain()
    assert texts == []


def test_a_number_that_only_a_helper_typed_gets_nothing(db, outbox, clock, texts):
    user = make_user(quiet_from=0, quiet_to=0)
    session, _ = make_session(user)
    session.unproved_since = core_clock.now()
    told(user)
    clock.shift(DAY)
    outbox.drain()
    assert texts == []


@pytest.mark.parametrize(("kind", "by_text"), [("replied", False), ("accepted", True)])
def test_only_what_asks_for_it_and_has_words_for_it(outbox, clock, person, texts, kind, by_text):
    told(person, kind, by_text=by_text)
    clock.shift(DAY)
    outbox.drain()
    assert texts == []


def test_steps_within_an_hour_are_one_message(outbox, clock, person, texts):
    told(person, "replied", "1")
    clock.shift(timedelta(minutes=59))
    told(person, "closed", "2")
    clock.shift(DAY)
    outbox.drain()
    ((_phone, words),) = texts
    assert "ket qua" in words


def test_steps_further_apart_are_each_told(outbox, clock, person, texts):
    told(person, "replied", "1")
    clock.shift(timedelta(minutes=61))
    told(person, "closed", "2")
    clock.shift(DAY)
    outbox.drain()
    assert len(texts) == 2


def test_it_waits_for_the_morning(outbox, clock, person, texts):
    now = core_clock.local(core_clock.now())
    minute = now.hour * 60 + now.minute
    person.quiet_from, person.quiet_to = (minute - 5) % 1440, (minute + 60) % 1440
    told(person)
    clock.shift(DAY)
    outbox.drain()
    assert texts == []
    clock.shift(timedelta(minutes=61))
    outbox.drain()
    assert len(texts) == 1


def test_over_the_days_budget_it_is_tried_again_and_then_let_go(
    outbox, clock, person, texts, monkeypatch
):
    monkeypatch.setattr("app.accounts.limits.within_budget", lambda *_: False)
    told(person)
    clock.shift(DAY)
    outbox.drain()
    (job,) = [each for each in outbox.jobs() if each.kind == texting.TEXT]
    assert job.failed_at is None
    clock.shift(texting.WORTH)
    outbox.drain()
    assert texts == []
    assert not [each for each in outbox.jobs() if each.kind == texting.TEXT]


def test_an_erased_person_hears_nothing(db, outbox, clock, person, texts):
    told(person)
    person.disabled_at = core_clock.now()
    clock.shift(DAY)
    outbox.drain()
    assert texts == []


def test_only_questions_answers_and_the_end_of_an_account_are_texted(app):
    texted = {kind.name for kind in texted_kinds()}
    assert texted == {"replied", "closed", "asked", "idle-account"}


def test_the_job_goes_with_the_senders_transaction(db, outbox, person):
    db.session.commit()
    told(person)
    db.session.rollback()
    assert outbox.jobs() == []
    assert db.session.query(Notification).count() == 0
