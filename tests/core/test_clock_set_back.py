"""A clock that ran fast by hours and is set back: nothing lies ahead by more than its length."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import delete, select

from app.accounts import second_factor
from app.accounts.models import Activation, HelperCode, OneTimeCode, Session, TransferCode
from app.accounts.models.one_time_code import SIGN_IN
from app.core import audit, outbox
from app.core import clock as core_clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.jobs import Scheduled
from tests.conftest import NOW
from tests.factories.accounts import make_agency, make_official, make_user, sign_in

FAST = timedelta(hours=5)
MINUTE = timedelta(minutes=1)


def _add(wait: timedelta = timedelta()) -> None:
    """Add a job while the clock runs fast."""
    outbox.add("queue", "kind", {}, run_at=NOW + FAST + wait)
    db.session.commit()


def test_f07_a_lease_of_the_fast_clock_ends_after_its_own_length(app, clock) -> None:
    clock.move_to(NOW + FAST)
    _add()
    outbox.claim("queue")
    clock.move_to(NOW)
    assert outbox.due_queues() == []
    clock.shift(outbox.LEASE + timedelta(seconds=1))
    assert outbox.due_queues() == ["queue"]


@pytest.mark.parametrize("wait", [timedelta(), 10 * MINUTE])
def test_f07_a_message_of_the_fast_clock_waits_its_own_length(app, clock, wait) -> None:
    clock.move_to(NOW + FAST)
    _add(wait)
    clock.move_to(NOW)
    assert (outbox.due_queues() == ["queue"]) is not bool(wait)
    clock.shift(wait)
    assert outbox.due_queues() == ["queue"]


def test_f07_a_try_put_off_by_the_fast_clock_comes_after_its_own_wait(app, clock) -> None:
    clock.move_to(NOW + FAST)
    _add()
    outbox.postpone(outbox.claim("queue")[0], NOW + FAST + MINUTE, "busy")
    clock.move_to(NOW)
    assert outbox.due_queues() == []
    clock.shift(MINUTE)
    assert outbox.due_queues() == ["queue"]


def test_f07_a_codes_age_is_never_negative(app) -> None:
    """What the fast clock issued is asked for anew; else it would be good for hours."""
    session, _ = Session.begin(NOW + FAST)
    agency = make_agency()
    official = make_official(agency=agency)
    db.session.flush()
    for code in (
        OneTimeCode.issue(SIGN_IN, "+84900000001", NOW + FAST)[0],
        HelperCode.issue("+84900000001", official.id, agency.id, NOW + FAST)[0],
        TransferCode.issue(session, "127.0.0.1", NOW + FAST)[0],
        Activation.issue(official, NOW + FAST)[0],
    ):
        assert code.is_open(NOW + FAST)
        assert not code.is_open(NOW), type(code).__name__


def test_f07_a_proof_of_the_fast_clock_proves_nothing(app) -> None:
    row, code, token = OneTimeCode.issue(SIGN_IN, "+84900000001", NOW + FAST)
    assert row.check(token, code, NOW + FAST)
    session, _ = Session.begin(NOW + FAST, make_user())
    session.proved_at = session.pin_passed_at = NOW + FAST
    session.user.pin_hash = "a hash"

    def proved(now) -> tuple[bool, bool, bool]:
        return row.is_proved(now), session.is_proved(now), not session.is_locked(now)

    assert (proved(NOW + FAST), proved(NOW)) == ((True,) * 3, (False,) * 3)


def test_f07_a_citizen_stays_signed_in_and_an_official_signs_in_anew(app) -> None:
    citizen, _ = Session.begin(NOW + FAST, make_user())
    official, _ = Session.begin(NOW + FAST, make_user())
    official.become_official(NOW + FAST)
    assert (citizen.is_open(NOW), official.is_open(NOW)) == (True, False)
    assert citizen.is_due_to_be_seen(NOW)


def test_f07_the_second_factor_of_the_fast_clock_locks_nobody_out(app) -> None:
    user = make_user()
    totp = pyotp.TOTP(second_factor.prepare(user))
    assert second_factor.check(user, totp.at(NOW + FAST), NOW + FAST)
    assert second_factor.check(user, totp.at(NOW), NOW)
    assert not second_factor.check(user, totp.at(NOW), NOW)  # still once only


@pytest.mark.one_database
def test_f07_what_runs_again_and_again_goes_on(app) -> None:
    ran: list[int] = []
    job = Scheduled(lambda: ran.append(1), timedelta(hours=1))
    for moment in (NOW + FAST, NOW, NOW + MINUTE):
        job.run_if_due(moment)
    assert len(ran) == 2


def test_f07_the_audit_chain_leaves_nothing_out(app) -> None:
    """Entries of the fast clock come before later ones: all are sealed, in their order."""
    db.session.execute(delete(AuditEntry))
    for moment in (NOW + FAST, NOW):
        audit.record("system", "test", "user:1", now=moment)
        db.session.flush()
    assert audit.seal(NOW + 10 * MINUTE) == 2
    db.session.commit()
    assert audit.broken_seal() is None
    assert len(db.session.scalars(select(AuditEntry)).all()) == 2


@pytest.mark.parametrize("ahead", [timedelta(seconds=1), FAST])
def test_f07_whoever_signed_in_by_the_fast_clock_stays_signed_in(client, clock, ahead) -> None:
    user = make_user()
    clock.move_to(NOW + ahead)
    sign_in(client, user)
    clock.move_to(NOW)
    assert client.get("/phien.json").json["sender"] == user.code


def test_a_cookie_of_more_than_a_year_ago_opens_nothing(client, clock) -> None:
    user = make_user()
    session = sign_in(client, user)
    clock.shift(timedelta(days=366))
    session.last_seen_at = core_clock.now()
    assert client.get("/phien.json").json["sender"] == ""
