"""A limit holds a stranger and lets the owner in; what an attacker has is counted."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.accounts import closing, limits, passwords, permissions, sending
from app.accounts.askers import Asker
from app.accounts.limits import ADDRESS, BROWSER, DAY
from app.accounts.models import ClosedSource, LimitRefusal, LimitSetting, TransferCode
from app.core import clock as core_clock
from app.core import rates
from app.core.audit import AuditEntry
from app.core.db import db as database
from app.places import views as places_views
from app.places.limits import Window
from app.service_requests.filing.views import similar as similar_views
from tests.accounts.test_helping import code_from
from tests.accounts.test_officials_sign_in import present_code
from tests.factories.accounts import PASSWORD, make_official, make_phone, make_user, sign_in

FIGURES = Path(__file__).parents[2] / "docs/decisions/100-limits-are-keyed-on-who-asks.md"
ATTACKER, HOME = "203.0.113.9", "192.0.2.7"


def post(visitor, url, address=ATTACKER, **data):
    return visitor.post(url, data=data, environ_overrides={"REMOTE_ADDR": address})


def type_password(visitor, phone, password, address=ATTACKER):
    return post(visitor, "/can-bo/dang-nhap", address, phone=phone, password=password)


@pytest.fixture
def officer(app):
    """A duty officer with a password and a second factor."""
    user = make_official(permissions.HANDLE)
    user.password_hash = passwords.hashed(PASSWORD)
    database.session.commit()
    return user


def gets_in(visitor, user, address) -> bool:
    answer = type_password(visitor, user.phone, PASSWORD, address)
    if answer.status_code != 303:
        return False
    return post(visitor, "/can-bo/dang-nhap/ma", address, code=present_code()).status_code == 303


# --- the owner always gets in


def test_s43_wrong_passwords_of_a_stranger_do_not_lock_the_officer_out(app, officer, clock):
    known = app.test_client()
    assert gets_in(known, officer, HOME)
    known.post("/tai-khoan/dang-xuat")
    for _ in range(limits.PASSWORDS_FROM_ADDRESS.most + 2):
        refused = type_password(app.test_client(), officer.phone, "a wrong one")
    assert refused.status_code == 429
    clock.shift(timedelta(minutes=1))
    assert gets_in(app.test_client(), officer, HOME)  # from another address
    clock.shift(timedelta(minutes=1))
    assert gets_in(known, officer, ATTACKER)  # on a known device, even from the same one
    assert type_password(app.test_client(), officer.phone, PASSWORD).status_code == 429


@pytest.mark.both_databases
def test_s43_with_all_strangers_tries_spent_the_phone_itself_opens_the_door(
    app, officer, ask, give, code_for
):
    database.session.add(LimitSetting(name=limits.PASSWORDS_PER_PHONE.name, most=3))
    for number in range(4):
        type_password(app.test_client(), officer.phone, "a wrong one", f"198.51.100.{number}")
    visitor, phone = app.test_client(), officer.phone
    refused = type_password(visitor, phone, PASSWORD, HOME)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    ask(phone, visitor)
    give(code_for(phone), visitor)
    assert gets_in(visitor, officer, HOME)


def test_s43_wrong_second_factors_of_a_stranger_do_not_lock_the_officer_out(app, officer, clock):
    thief = app.test_client()
    type_password(thief, officer.phone, PASSWORD)
    for _ in range(limits.FACTORS_FROM_ADDRESS.most + 1):
        refused = post(thief, "/can-bo/dang-nhap/ma", code="000000")
    assert refused.status_code == 429
    assert gets_in(app.test_client(), officer, HOME)


@pytest.mark.both_databases
def test_s43_ten_requests_from_one_address_leave_the_citizen_a_code(app, ask, give, code_for):
    phone = make_user().phone
    known = ask(phone, app.test_client())
    give(code_for(phone), known)
    known.post("/tai-khoan/dang-xuat")
    for _ in range(12):
        post(app.test_client(), "/tai-khoan/dang-nhap", phone=phone)
    elsewhere = app.test_client()
    post(elsewhere, "/tai-khoan/dang-nhap", HOME, phone=phone)
    assert give(code_for(phone), elsewhere).location == "/"
    post(known, "/tai-khoan/dang-nhap", phone=phone)
    assert give(code_for(phone), known).location == "/"


@pytest.mark.both_databases
def test_s43_strangers_everywhere_leave_the_known_device_its_codes(app, ask, give, code_for):
    phone = make_user().phone
    known = ask(phone, app.test_client())
    give(code_for(phone), known)
    known.post("/tai-khoan/dang-xuat")
    for number in range(12):
        post(app.test_client(), "/tai-khoan/dang-nhap", f"198.51.100.{number}", phone=phone)
    ask(phone, known)
    assert give(code_for(phone), known).location == "/"


@pytest.fixture
def helper(app):
    visitor = app.test_client()
    sign_in(visitor, make_official(permissions.ISSUE_HELPER_CODE))
    return visitor


@pytest.mark.both_databases
def test_s43_a_helpers_code_is_neither_burnt_nor_blocked_by_the_texts_limit(
    app, helper, ask, give, texted
):
    phone = make_user().phone
    for _ in range(limits.CODES_FROM_ADDRESS.most):
        ask(phone, app.test_client())
    code = code_from(helper.post("/can-bo/ma-ho-tro", data={"phone": phone}))
    for _ in range(4):
        thief = app.test_client()
        post(thief, "/tai-khoan/dang-nhap", phone=phone)
        for _ in range(5):
            post(thief, "/tai-khoan/ma", code="00000000")
    owner, before = ask(phone, app.test_client()), len(texted(phone))
    assert "00:00" in owner.get("/tai-khoan/ma").get_data(as_text=True)
    assert give(code, owner).location == "/"
    assert len(texted(phone)) == before + 1  # told of it; no code was texted


def test_digits_that_nobody_was_told_fit_no_more(app, ask, give, monkeypatch):
    monkeypatch.setattr("app.core.codes.digits", lambda length: "1" * length)
    phone = make_user().phone
    for _ in range(limits.CODES_FROM_ADDRESS.most):
        ask(phone, app.test_client())
    assert give("111111", ask(phone, app.test_client())).status_code == 422


def test_s43_wrong_carrying_codes_elsewhere_burn_nobodys(app):
    now = core_clock.now()
    guest = app.test_client()
    session = sign_in(guest, make_user())
    _row, code = TransferCode.issue(session, HOME, now)
    database.session.commit()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    database.session.add(LimitSetting(name=limits.TRANSFER_TRIES.name, most=5))
    url = "/tai-khoan/may-khac/nhap"
    for number in range(6):
        last = post(app.test_client(), url, f"198.51.100.{number}", code=wrong)
    assert last.status_code == 429
    assert post(app.test_client(), url, "198.51.100.99", code=code).status_code == 429
    assert post(app.test_client(), url, HOME, code=code).status_code == 303


# --- what an attacker has in a day


def most_in_a_day(tries, addresses: int) -> int:
    """Give the tries that fresh browsers at so many addresses have in a day under `tries`."""
    found = []
    for limit, _key in tries:
        if limit.per != BROWSER:  # thrown away after each try
            sources = addresses if limit.per == ADDRESS else 1
            found.append(limit.most * sources * (DAY // limit.window))
    return min(found)


def doors() -> dict[str, tuple[int, int]]:
    stranger, phone = Asker(ATTACKER), "+84900000001"
    texts = [most_in_a_day(limits.texts_of(phone, stranger), n) for n in (1, 1_000)]
    helper = min(limits.HELPER_TRIES_FROM_ADDRESS.most, 500)
    made = {
        "texted code": tuple(5 * count for count in texts),
        "helper's code": (helper, 500),
        "password": most_for(limits.passwords_of(phone, stranger)),
        "second factor": most_for(limits.factors_of(phone, stranger)),
        "transfer code": most_for(
            [(limits.TRANSFER_TRIES_PER_ADDRESS, ""), (limits.TRANSFER_TRIES, "")]
        ),
        "PIN": (limits.WRONG_PINS.most + 1,) * 2,
        "bill look-up": most_for(sending.LOOKS.tries(stranger)),
        "paper bill": most_for(sending.PAPERS.tries(stranger)),
    }
    return {name: (int(one), int(many)) for name, (one, many) in made.items()}


def most_for(tries) -> tuple[int, int]:
    return most_in_a_day(tries, 1), most_in_a_day(tries, 1_000)


def test_s43_the_figures_of_the_decision_are_those_of_the_limits(app):
    table = re.findall(r"^\| ([a-zPIN' -]+?) \| ([\d,]+) \| ([\d,]+) \|", FIGURES.read_text(), re.M)
    written = {name: (one, many) for name, one, many in table}
    assert written == {name: (f"{one:,}", f"{many:,}") for name, (one, many) in doors().items()}


@pytest.mark.parametrize("addresses", [1, 150])
def test_s43_guessing_a_password_is_counted_over_a_whole_day(app, addresses):
    phone, tried, now = make_phone(), 0, core_clock.now()
    begun = rates.begun(DAY, now)
    for hour in range(0, 24, 6):
        for number in range(addresses):
            who = Asker(f"198.51.{number // 250}.{number % 250}")
            then = begun + timedelta(hours=hour)
            for _ in range(12):
                if limits.count(then, *limits.passwords_of(phone, who)) is not None:
                    break
                tried += 1
    assert tried == most_in_a_day(limits.passwords_of(phone, Asker(ATTACKER)), addresses)
    tomorrow = begun + timedelta(days=1)
    assert limits.count(tomorrow, *limits.passwords_of(phone, Asker("198.51.0.0"))) is None


# --- a village at a fair, and a flood


def test_s43_a_village_behind_one_address_sends_and_one_browser_does_not_flood(app):
    now = core_clock.now()
    village = [Asker(ATTACKER, session=f"phone {n}") for n in range(200)]
    assert all(limits.count(now, *sending.REPORTS.tries(who)) is None for who in village)
    flood = [limits.count(now, *sending.REPORTS.tries(village[0])) for _ in range(400)]
    assert flood.count(None) == sending.REPORTS.browser.most - 1
    assert limits.count(now, *sending.REPORTS.tries(village[1])) is None


# --- the operator


@pytest.mark.both_databases
def test_s43_the_operator_sees_closes_and_opens_a_source(app, client, db):
    operator = app.test_client()
    sign_in(operator, make_official(permissions.OPERATE))
    db.session.add(LimitSetting(name=sending.LOOKS.address.name, most=1))
    data = {"biller": "x", "code": "AB123"}
    for _ in range(3):
        answer = post(app.test_client(), "/hoa-don/tra-cuu", **data)
    assert answer.status_code == 429
    page = operator.get("/can-bo/gioi-han").get_data(as_text=True)
    assert ATTACKER in page
    row = db.session.scalars(select(LimitRefusal)).one()
    assert row.count == 2
    kept = db.session.execute(select(LimitRefusal.__table__)).mappings().one()
    assert ATTACKER not in repr(dict(kept))
    assert operator.post(f"/can-bo/gioi-han/{row.id}/dong", data={"hours": "7"}).status_code == 422
    operator.post(f"/can-bo/gioi-han/{row.id}/dong", data={"hours": "24"})
    operator.post("/can-bo/gioi-han", data={sending.LOOKS.address.name: ""})
    closed = post(app.test_client(), "/hoa-don/tra-cuu", **data)
    assert (closed.status_code, closed.headers["Retry-After"]) == (429, str(24 * 3600 + 1))
    assert post(app.test_client(), "/hoa-don/tra-cuu", HOME, **data).status_code != 429
    person = app.test_client()
    sign_in(person, make_user())
    assert post(person, "/hoa-don/tra-cuu", **data).status_code != 429
    shut = db.session.scalars(select(ClosedSource)).one()
    operator.post(f"/can-bo/gioi-han/nguon/{shut.id}/mo")
    assert post(app.test_client(), "/hoa-don/tra-cuu", **data).status_code != 429
    verbs = [each.verb for each in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert verbs == ["source.close", "limit.set", "source.open"]
    assert client.get("/can-bo/gioi-han").status_code == 303


def test_refusals_and_their_addresses_are_forgotten_after_two_days(app, db, clock):
    db.session.add(LimitSetting(name=sending.LOOKS.address.name, most=1))
    for _ in range(2):
        post(app.test_client(), "/hoa-don/tra-cuu", biller="x", code="AB123")
    clock.shift(timedelta(days=2, hours=1))
    closing.sweep(core_clock.now())
    assert db.session.scalars(select(LimitRefusal)).all() == []


@pytest.mark.parametrize("typed", ["0", "-1", "viele", "1000001", "99999999"])
def test_a_number_that_will_not_do_changes_nothing(app, db, typed):
    operator = app.test_client()
    sign_in(operator, make_official(permissions.OPERATE))
    answer = operator.post("/can-bo/gioi-han", data={"bill-looks-address": typed})
    assert answer.status_code == 422
    assert db.session.scalars(select(LimitSetting)).all() == []


def test_s43_every_limit_says_when_to_try_again(app, db):
    """A refusal without an hour cannot be made: `until` has no default."""
    now = core_clock.now()
    assert len(limits.REGISTRY) > 40
    for limit in limits.REGISTRY.values():
        until = limits.count(now, (replace(limit, most=0), "whoever"))
        assert until is not None and now < until <= now + limit.window, limit.name
        assert f"{core_clock.local(until):%H:%M}" in str(limits.too_many(until).message), limit.name


@pytest.mark.parametrize("path", ["/dia-danh?q=a", "/phan-anh/da-co?service=x"])
def test_s43_the_look_ups_limits_say_so_too(client, monkeypatch, path):
    window = Window(limit=0, seconds=60)
    monkeypatch.setattr(places_views, "searches", window)
    monkeypatch.setattr(similar_views, "looks", window)
    answer = client.get(path)
    assert answer.status_code == 429
    assert f"{core_clock.local(window.ends()):%H:%M}" in answer.text
    assert 0 < int(answer.headers["Retry-After"]) <= 61
