"""My devices, the PIN of a shared phone, and carrying a guest's links to another browser."""

from datetime import timedelta

import pytest

from app.accounts import grants, limits, queries, sessions
from app.accounts.models import Grant
from app.core import clock as core_clock
from app.core import events
from tests.factories.accounts import make_session, make_user, put_session, sign_in

PIN = "482913"


def private(visitor) -> int:
    return visitor.get("/tai-khoan/ten").status_code


@pytest.fixture
def guest(app):
    """A visitor without an account who holds the links of two reports."""
    visitor = app.test_client()
    session, token = make_session()
    for subject_id in (1, 2):
        grants.make(session, "service_request", subject_id, core_clock.now())
    put_session(visitor, token)
    return visitor, session


def held(visitor) -> int:
    with visitor.session_transaction() as cookie:
        session = queries.session_by_token(cookie.get("_user_id", ""))
    return len(queries.grant_ids(None, session)) if session else 0


# --- sessions


def test_s06_a_person_sees_and_ends_another_session(app, client):
    user, other = make_user(), app.test_client()
    here, there = sign_in(client, user), sign_in(other, user)
    here.device, there.device = "Chrome · Android", "Safari · iPhone"
    page = client.get("/tai-khoan/thiet-bi").get_data(as_text=True)
    assert "Chrome · Android" in page
    assert "Safari · iPhone" in page
    ended = []
    with events.session_ended.connected_to(lambda row, now: ended.append(row.id)):
        client.post(f"/tai-khoan/thiet-bi/{there.code}/ket-thuc")
    assert ended == [there.id]
    assert private(client) == 200
    assert private(other) == 303


def test_s06_nobody_ends_the_session_of_somebody_else(app, client):
    other = app.test_client()
    session = sign_in(other, make_user())
    sign_in(client, make_user())
    assert client.post(f"/tai-khoan/thiet-bi/{session.code}/ket-thuc").status_code == 404
    assert private(other) == 200


@pytest.mark.both_databases
def test_s06_all_others_end_at_once(app, client):
    user = make_user()
    others = [app.test_client() for _ in range(3)]
    for visitor in (client, *others):
        sign_in(visitor, user)
    client.post("/tai-khoan/thiet-bi/ket-thuc-het")
    assert private(client) == 200
    assert {private(visitor) for visitor in others} == {303}


def test_ending_this_session_is_signing_out(client):
    session = sign_in(client, make_user())
    client.post(f"/tai-khoan/thiet-bi/{session.code}/ket-thuc")
    assert private(client) == 303


def test_nothing_is_bound_to_the_network_address(client):
    sign_in(client, make_user())
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.get("/tai-khoan/ten", environ_overrides=elsewhere).status_code == 200


# --- PIN


def with_pin(client):
    user = make_user()
    session = sign_in(client, user)
    client.post("/tai-khoan/pin", data={"pin": PIN})
    return user, session


def test_a_pin_guards_private_pages_after_half_an_hour(client, clock):
    with_pin(client)
    assert private(client) == 200
    clock.shift(timedelta(minutes=31))
    answer = client.get("/tai-khoan/ten")
    asked = client.get(answer.location)
    assert asked.location == "/tai-khoan/ma-pin?next=/tai-khoan/ten"
    assert client.get("/tai-khoan").status_code == 200
    answer = client.post("/tai-khoan/ma-pin", data={"pin": PIN, "next": "/tai-khoan/ten"})
    assert answer.location == "/tai-khoan/ten"
    assert private(client) == 200


def test_using_the_phone_keeps_it_open(client, clock):
    with_pin(client)
    for _ in range(5):
        clock.shift(timedelta(minutes=20))
        assert private(client) == 200


def test_the_half_hour_of_a_pin_runs_from_the_last_visit(client, clock):
    with_pin(client)
    for minutes in (14, 29, 29):
        clock.shift(timedelta(minutes=minutes))
        assert client.get("/tai-khoan/ten").status_code == 200
    clock.shift(timedelta(minutes=30))
    assert client.get("/tai-khoan/ten").status_code == 303


def test_five_wrong_pins_end_the_session(client, clock):
    _user, session = with_pin(client)
    clock.shift(timedelta(minutes=31))
    for _ in range(4):
        assert client.post("/tai-khoan/ma-pin", data={"pin": "000000"}).status_code == 422
    answer = client.post("/tai-khoan/ma-pin", data={"pin": "000000"})
    assert answer.location.startswith("/tai-khoan/dang-nhap")
    assert session.ended_at is not None
    client.post("/tai-khoan/ma-pin", data={"pin": PIN})
    assert private(client) == 303


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "111111", "123456", "654321", "١٢٣٤٥٦"])
def test_it_refuses_a_pin_that_is_none_or_guessed_first(client, pin):
    user = make_user()
    sign_in(client, user)
    assert client.post("/tai-khoan/pin", data={"pin": pin}).status_code == 422
    assert queries.user_by_id(user.id).pin_hash is None


def test_a_pin_is_dropped(client, clock):
    with_pin(client)
    client.post("/tai-khoan/pin", data={"drop": "1"})
    clock.shift(timedelta(days=2))
    assert private(client) == 200


def test_the_pin_proves_who_is_there_where_the_number_is_lost(client, clock):
    with_pin(client)
    clock.shift(timedelta(minutes=20))
    assert client.get("/tai-khoan/so-dien-thoai").status_code == 303
    data = {"pin": PIN, "next": "/tai-khoan/so-dien-thoai"}
    client.post("/tai-khoan/xac-nhan/pin", data=data)
    assert client.get("/tai-khoan/so-dien-thoai").status_code == 200


def test_behind_the_pin_only_what_came_later_can_be_seen(app, client, clock):
    _user, session = with_pin(client)
    grants.make(session, "service_request", 1, core_clock.now())
    clock.shift(timedelta(minutes=31))
    later, _token = grants.make(session, "service_request", 2, core_clock.now())
    opened = sessions.held(session, core_clock.now())
    assert opened == [later.id]


# --- another device


def offered(visitor) -> str:
    page = visitor.post("/tai-khoan/may-khac").get_data(as_text=True)
    return page.split('id="transfer">')[1].split("<")[0].replace(" ", "")


def test_a_code_carries_a_guests_links_to_another_browser(app, guest):
    visitor, _session = guest
    other = app.test_client()
    answer = other.post("/tai-khoan/may-khac/nhap", data={"code": offered(visitor)})
    assert answer.location == "/"
    assert held(other) == 2
    assert held(visitor) == 2


def test_s10_a_carrying_code_works_once_and_for_ten_minutes(app, guest, clock):
    visitor, _session = guest
    code = offered(visitor)
    app.test_client().post("/tai-khoan/may-khac/nhap", data={"code": code})
    late = app.test_client()
    assert late.post("/tai-khoan/may-khac/nhap", data={"code": code}).status_code == 422
    code = offered(visitor)
    clock.shift(timedelta(minutes=10))
    assert late.post("/tai-khoan/may-khac/nhap", data={"code": code}).status_code == 422
    assert held(late) == 0


def test_s11_wrong_carrying_codes_are_limited(app, guest):
    visitor, _session = guest
    code, other = offered(visitor), app.test_client()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(limits.TRANSFER_TRIES_PER_ADDRESS.most):
        other.post("/tai-khoan/may-khac/nhap", data={"code": wrong})
    assert other.post("/tai-khoan/may-khac/nhap", data={"code": code}).status_code == 429


def test_who_holds_nothing_gets_no_code(client):
    assert client.post("/tai-khoan/may-khac").status_code == 303


# --- a guest's link


def test_a_link_becomes_an_accounts_only_when_its_holder_says_so(app, guest, give, code_for):
    visitor, _session = guest
    user = make_user()
    phone = user.phone
    visitor.post("/tai-khoan/dang-nhap", data={"phone": phone})
    give(code_for(phone), visitor)
    assert queries.grant_ids(user, None) == []
    assert held(visitor) == 2
    heard = []
    with events.grants_claimed.connected_to(lambda person, grant_ids, now: heard.extend(grant_ids)):
        visitor.post("/tai-khoan/nhan-phan-anh")
    assert sorted(heard) == sorted(queries.grant_ids(user, None))
    assert len(heard) == 2


def test_a_link_is_never_claimed_by_a_phone_number(app, client, ask, give, code_for, db):
    user = make_user()
    grant, _token = Grant.make("service_request", 1, core_clock.now(), user.phone_index)
    phone = user.phone
    ask(phone)
    give(code_for(phone))
    client.post("/tai-khoan/nhan-phan-anh")
    db.session.refresh(grant)
    assert grant.claimed_by_id is None


def test_a_claimed_link_is_nobody_elses(app, guest):
    _visitor, session = guest
    first, second = make_user(), make_user()
    found = queries.unclaimed_grants(session)
    assert len(grants.claim(first, found, core_clock.now())) == 2
    assert grants.claim(second, found, core_clock.now()) == []


def test_a_guest_proves_a_phone_without_an_account(client, give, code_for):
    client.post("/tai-khoan/chung-minh", data={"phone": "0900 000 888", "next": "/khan-cap"})
    assert give(code_for("+84900000888")).location == "/khan-cap"
    with client.session_transaction() as cookie:
        session = queries.session_by_token(cookie["_user_id"])
    assert session.proved_phone_index is not None
    assert session.user_id is None
    assert queries.user_by_phone("+84900000888") is None
    assert private(client) == 303
