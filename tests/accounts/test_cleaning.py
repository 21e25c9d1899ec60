"""What has served is forgotten."""

from datetime import timedelta

from sqlalchemy import func, select

from app.accounts import cleaning
from app.accounts.models import (
    Activation,
    HelperCode,
    OneTimeCode,
    Session,
    SmsMessage,
    TransferCode,
)
from app.accounts.models.one_time_code import SIGN_IN
from app.core import clock as core_clock
from app.core import ending
from app.core.personal import PersonKey
from tests.factories.accounts import make_agency, make_official, make_phone, make_session, make_user

TABLES = (Activation, HelperCode, OneTimeCode, Session, SmsMessage, TransferCode)


def counts(db) -> dict[str, int]:
    return {
        table.__name__: db.session.scalar(select(func.count()).select_from(table))
        for table in TABLES
    }


def tidy_up() -> None:
    """What the worker does, by the hour and by the periods that the operator sets."""
    cleaning.sweep(core_clock.now())
    ending.carry_out(core_clock.now())


def test_old_codes_messages_and_sessions_go_and_fresh_ones_stay(db, clock):
    now = core_clock.now()
    official, agency = make_official(), make_agency()
    session, _token = make_session(make_user())
    people = db.session.scalar(select(func.count()).select_from(PersonKey))
    OneTimeCode.issue(SIGN_IN, make_phone(), now)
    HelperCode.issue(make_phone(), official.id, agency.id, now)
    TransferCode.issue(session, "192.0.2.7", now)
    Activation.issue(official, now)
    SmsMessage.write(make_phone(), "x", now, now + timedelta(minutes=10))
    session.end(now)
    db.session.commit()
    tidy_up()
    assert set(counts(db).values()) == {1}
    clock.shift(timedelta(days=2))
    tidy_up()
    kept = counts(db)
    assert (kept["OneTimeCode"], kept["SmsMessage"], kept["TransferCode"]) == (0, 0, 0)
    assert (kept["HelperCode"], kept["Session"], kept["Activation"]) == (1, 1, 1)
    clock.shift(timedelta(days=90))
    tidy_up()
    assert set(counts(db).values()) == {0}
    assert db.session.scalar(select(func.count()).select_from(PersonKey)) == people
