"""The one text message that a guest wished for."""

from datetime import timedelta

import pytest

from app.accounts import grants
from app.accounts.models import Grant
from app.core import clock as core_clock
from app.core.personal import PersonKey
from app.notifications import tell, wishes
from app.notifications.models import Notification
from app.notifications.wishes import TextWish
from tests.factories.accounts import make_user
from tests.factories.notifications import ABOUT, CODE

PHONE = "+84912345678"
MORNING = timedelta(hours=12)
"""Past any quiet hours."""


@pytest.fixture
def grant(db):
    made, _token = Grant.make("service_request", 12, core_clock.now())
    db.session.flush()
    wishes.leave(made, PHONE, "vi", core_clock.now())
    return made


def told(grant, kind="closed", key="1", **more):
    tell([grant], kind, ABOUT, f"/phan-anh/{CODE}", key, **{"by_text": True, **more})


def sent(outbox, clock):
    outbox.drain()
    clock.shift(MORNING)
    outbox.drain()


@pytest.mark.parametrize("kind", ["closed", "asked"])
def test_it_comes_once_and_opens_the_report_in_any_browser(
    client, outbox, clock, grant, texts, db, kind
):
    told(grant, kind)
    sent(outbox, clock)
    ((phone, words),) = texts
    assert phone == PHONE
    assert CODE in words
    assert "Den duong" not in words
    assert len(words) <= 160
    token = words.rsplit("/phan-anh/nhan/", 1)[1]
    opened = db.session.query(Grant).order_by(Grant.id.desc()).first()
    assert (opened.subject_kind, opened.subject_id) == ("service_request", 12)
    assert opened.id != grant.id
    assert token != grant.token_hash
    assert db.session.query(TextWish).count() == 0
    told(grant, "closed", "2")
    sent(outbox, clock)
    assert len(texts) == 1


def test_the_number_goes_with_its_key(outbox, clock, grant, texts, db):
    key = db.session.query(TextWish).one().person_key_id
    told(grant)
    sent(outbox, clock)
    assert db.session.get(PersonKey, key) is None


def test_a_word_in_between_does_not_use_it_up(outbox, clock, grant, texts, db):
    told(grant, "replied")
    sent(outbox, clock)
    assert texts == []
    assert db.session.query(TextWish).count() == 1


def test_what_the_guest_has_read_is_not_texted(outbox, clock, grant, texts, db):
    told(grant)
    db.session.query(Notification).one().read(core_clock.now())
    sent(outbox, clock)
    assert texts == []
    assert db.session.query(TextWish).count() == 1


def test_over_the_days_budget_it_is_tried_again_and_opens_nothing(
    outbox, clock, grant, texts, db, monkeypatch
):
    monkeypatch.setattr("app.accounts.limits.within_budget", lambda *_: False)
    told(grant)
    sent(outbox, clock)
    assert texts == []
    assert db.session.query(Grant).count() == 1


def test_it_waits_for_the_morning(outbox, clock, grant, texts):
    clock.move_to(core_clock.local(core_clock.now()).replace(hour=23, minute=0))
    told(grant)
    outbox.drain()
    assert texts == []
    clock.shift(timedelta(hours=7, minutes=1))
    outbox.drain()
    assert len(texts) == 1


def test_a_second_number_replaces_the_first(grant, db):
    wishes.leave(grant, "+84987654321", "en", core_clock.now())
    assert [each.phone for each in db.session.query(TextWish)] == ["+84987654321"]


def test_a_number_is_forgotten_once_the_report_is_an_accounts(grant, db):
    grants.claim(make_user(), [grant], core_clock.now())
    assert db.session.query(TextWish).count() == 0


def test_a_number_is_forgotten_with_time(grant, db):
    wishes.forget_old(core_clock.now() + wishes.KEPT)
    assert db.session.query(TextWish).count() == 1
    wishes.forget_old(core_clock.now() + wishes.KEPT + timedelta(days=1))
    assert db.session.query(TextWish).count() == 0
