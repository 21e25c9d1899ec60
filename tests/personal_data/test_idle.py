"""An account that nobody uses: told, then erased; never while something goes on or is held."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import erasing, permissions
from app.accounts.models import Session, User
from app.core import clock as core_clock
from app.core import ending, holding, retention
from app.core.audit import AuditEntry
from app.core.errors import Conflict
from app.market.models import order_life
from app.notifications.models import Notification
from app.personal_data import idle
from app.personal_data.asking import actions as asking
from tests.accounts.test_erasure import everything
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official, make_session, make_user, sign_in
from tests.factories.market import make_product, make_shop
from tests.factories.market_orders import make_order

NAME = "Người Đi Xa Thử"
YEARS = timedelta(days=1_825)
DAY = timedelta(days=1)


@pytest.fixture
def person(db, clock) -> User:
    """Somebody who signed in once, and never since; the periods count."""
    user = make_user(NAME, quiet_from=0, quiet_to=0)
    make_session(user)
    db.session.commit()
    ending.carry_out(core_clock.now())
    return user


def work() -> None:
    """What the worker does in a night."""
    idle.tell_who_is_idle_now()
    ending.carry_out(core_clock.now())


def after(clock, shift: timedelta, every: timedelta = timedelta(days=10)) -> None:
    """Let time pass, and the worker work."""
    end = core_clock.now() + shift
    while core_clock.now() < end:
        clock.shift(min(every, end - core_clock.now()))
        work()


def told(db, user) -> list[Notification]:
    mine = select(Notification).where(
        Notification.user_id == user.id, Notification.kind == "idle-account"
    )
    return db.session.scalars(mine.order_by(Notification.id)).all()


def to_the_end(clock) -> None:
    """A day before the period is over."""
    after(clock, YEARS - 60 * DAY - DAY, every=YEARS / 4)
    after(clock, 60 * DAY, every=15 * DAY)


def test_s39_who_never_comes_back_is_told_and_two_months_later_erased(db, clock, person):
    after(clock, YEARS - 60 * DAY - DAY, every=YEARS / 4)
    assert told(db, person) == [] and not db.session.scalars(select(Session)).all()
    after(clock, DAY + timedelta(minutes=1))
    (message,) = told(db, person)
    ends = core_clock.local(core_clock.now() + 60 * DAY)
    assert message.parameters["day"] == f"{ends:%d/%m/%Y}"
    after(clock, 59 * DAY)
    assert person.erased_at is None and person.name == NAME
    shown = next(each for each in retention.outlook(core_clock.now(), idle.ACCOUNTS))
    assert (shown.now, shown.soon) == (0, 1)
    after(clock, 2 * DAY)
    assert person.erased_at is not None
    assert NAME not in everything(db) and told(db, person) == []
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "account.erase")).all()
    assert [(row.actor, row.subject) for row in rows] == [("system", person.reference)]


@pytest.mark.sqlite_first
def test_one_visit_starts_it_anew(db, clock, person, client):
    to_the_end(clock)
    assert len(told(db, person)) == 1
    sign_in(client, person)
    client.get("/tai-khoan")
    after(clock, 90 * DAY, every=15 * DAY)
    assert person.erased_at is None and len(told(db, person)) == 1
    after(clock, YEARS - 150 * DAY, every=YEARS / 4)
    after(clock, 150 * DAY, every=30 * DAY)
    assert person.erased_at is not None


def test_a_text_message_reaches_a_number_that_was_proved_years_ago_once(
    db, clock, person, outbox, texts
):
    typed = make_user(quiet_from=0, quiet_to=0)
    session, _ = make_session(typed)
    session.unproved_since = core_clock.now()
    db.session.commit()
    after(clock, YEARS - 59 * DAY, every=YEARS / 4)
    assert told(db, person) and told(db, typed)
    outbox.drain()
    clock.shift(timedelta(hours=25))
    outbox.drain()
    ((phone, words),) = texts
    assert phone == person.phone
    assert len(words) <= 160 and words.isascii() and NAME not in words
    assert words.endswith("/tai-khoan")


def test_at_most_so_many_are_told_in_a_day(db, clock, person, monkeypatch):
    monkeypatch.setattr(idle, "MOST_A_DAY", 2)
    people = [person, *(make_user() for _ in range(4))]
    db.session.commit()
    clock.shift(YEARS)
    for _ in range(3):
        idle.tell_who_is_idle_now()
    assert sum(bool(told(db, each)) for each in people) == 2
    for _ in range(2):
        clock.shift(DAY)
        idle.tell_who_is_idle_now()
    assert all(len(told(db, each)) == 1 for each in people)


def with_open_report(db, user):
    make.service_request("accepted", citizen=user)


def with_order(db, user):
    make_order(make_product(stock=9), buyer=user, status=order_life.ACCEPTED)


def with_order_at_the_shop(db, user):
    make_order(make_product(make_shop(user), stock=9), status=order_life.ACCEPTED)


def with_question_about_data(db, user):
    asking.ask(user, "access", "Cho tôi xem", core_clock.now())


def with_held_account(db, user):
    holding.hold(idle.ACCOUNTS, user.code, "Tòa án yêu cầu", "user:1", core_clock.now())


def with_held_report(db, user):
    report = make.service_request("closed", citizen=user)
    kind = retention.kind_named("reports")
    holding.hold(kind, report.code, "Tòa án yêu cầu", "user:1", core_clock.now())


@pytest.mark.parametrize(
    "begin",
    [with_open_report, with_order, with_order_at_the_shop, with_question_about_data,
     with_held_account, with_held_report],
)  # fmt: skip
def test_while_something_goes_on_or_is_held_nobody_is_told_or_erased(db, clock, person, begin):
    begin(db, person)
    db.session.commit()
    clock.shift(YEARS + 90 * DAY)
    idle.tell_who_is_idle_now()
    assert told(db, person) == []
    person.idle_told_at = core_clock.now() - 60 * DAY  # as if it had begun after that
    db.session.commit()
    ending.carry_out(core_clock.now())
    assert person.erased_at is None


def test_what_is_held_in_the_last_moment_stays(db, clock, person, monkeypatch):
    clock.shift(YEARS + 90 * DAY)
    person.idle_told_at = core_clock.now() - 60 * DAY
    db.session.commit()

    def refuse(*_a, **_k):
        raise Conflict("held")

    with monkeypatch.context() as patched:
        patched.setattr(erasing, "erase", refuse)
        assert ending.carry_out(core_clock.now())["idle-accounts"] == 0
    assert person.erased_at is None
    assert ending.carry_out(core_clock.now())["idle-accounts"] == 1


@pytest.mark.sqlite_first
def test_who_was_told_long_ago_is_told_again_before_anything_ends(db, clock, person):
    clock.shift(YEARS + 365 * DAY)
    person.idle_told_at = core_clock.now() - 200 * DAY
    db.session.commit()
    work()
    assert person.erased_at is None and len(told(db, person)) == 1
    after(clock, 29 * DAY)
    assert person.erased_at is None
    after(clock, 2 * DAY)
    assert person.erased_at is not None


@pytest.mark.sqlite_first
def test_officials_and_closed_accounts_stay(db, clock, person):
    official = make_official(permissions.HANDLE, agency=make_agency())
    former, closed = make_user(password_hash="none"), make_user(disabled_at=core_clock.now())
    db.session.commit()
    to_the_end(clock)
    after(clock, 90 * DAY, every=30 * DAY)
    assert person.erased_at is not None
    assert [each.erased_at for each in (official, former, closed)] == [None] * 3
    assert told(db, official) == told(db, former) == told(db, closed) == []


@pytest.mark.one_database
def test_the_notice_says_it(client, db):
    page = client.get("/quyen-rieng-tu").text
    assert "Tài khoản không ai dùng" in page and "60 ngày" in page
