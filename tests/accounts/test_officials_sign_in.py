"""An official signs in with phone, password and a second factor."""

from datetime import timedelta

import pyotp
import pytest

from app.accounts import administering, passwords, permissions, queries, second_factor
from app.accounts.actors import SYSTEM
from app.accounts.models import Activation, Session
from app.core import clock as core_clock
from app.core import rates
from app.core.errors import DomainError
from tests.factories.accounts import (
    PASSWORD,
    TOTP_SECRET,
    give_right,
    make_agency,
    make_official,
    make_phone,
    make_user,
    sign_in,
    viewer_of,
)

DESK = "/can-bo/toi"


@pytest.fixture
def official(app):
    user = make_official(permissions.HANDLE, permissions.ADMINISTER)
    user.password_hash = passwords.hashed(PASSWORD)
    return user


def type_password(visitor, phone, password=PASSWORD, target=""):
    data = {"phone": phone, "password": password, "next": target}
    return visitor.post("/can-bo/dang-nhap", data=data)


def type_factor(visitor, code):
    return visitor.post("/can-bo/dang-nhap/ma", data={"code": code})


def present_code(secret=TOTP_SECRET):
    return pyotp.TOTP(secret).at(int(core_clock.now().timestamp()))


def at_desk(visitor) -> bool:
    return visitor.get(DESK).status_code == 200


def test_password_and_second_factor_open_the_desk(client, official):
    answer = type_password(client, official.phone, target="/can-bo/toi")
    assert answer.location == "/can-bo/dang-nhap/ma"
    assert type_factor(client, present_code()).location == "/can-bo/toi"
    assert at_desk(client)


def test_s08_the_password_alone_opens_nothing(client, official):
    type_password(client, official.phone)
    assert not at_desk(client)
    assert type_factor(client, "000000").status_code == 422
    assert not at_desk(client)


def test_s08_an_official_who_came_in_by_a_texted_code_has_no_rights(
    client, official, ask, give, code_for
):
    phone = official.phone
    ask(phone)
    give(code_for(phone))
    assert client.get("/tai-khoan/ten").status_code == 200
    assert client.get(DESK).status_code == 403


def test_s08_a_code_of_the_second_factor_works_once(app, client, official):
    type_password(client, official.phone)
    code = present_code()
    type_factor(client, code)
    other = app.test_client()
    type_password(other, official.phone)
    assert type_factor(other, code).status_code == 422


def test_s08_the_second_factor_is_set_up_at_the_first_sign_in(client, official):
    official.set_totp_secret(None)
    type_password(client, official.phone)
    page = client.get("/can-bo/dang-nhap/ma").get_data(as_text=True)
    assert "data:image/svg+xml" in page
    secret = queries.user_by_id(official.id).totp_secret
    assert secret in page
    type_factor(client, present_code(secret))
    assert at_desk(client)
    assert second_factor.is_set_up(official)


def test_s08_once_set_up_the_secret_is_never_shown_again(client, official):
    type_password(client, official.phone)
    assert TOTP_SECRET not in client.get("/can-bo/dang-nhap/ma").get_data(as_text=True)


def test_the_half_way_mark_is_worthless_after_ten_minutes(client, official, clock):
    type_password(client, official.phone)
    clock.shift(timedelta(minutes=11))
    assert type_factor(client, present_code()).location == "/can-bo/dang-nhap"


def test_s12_every_reason_to_refuse_sounds_the_same(client, official):
    closed = make_official(permissions.HANDLE)
    closed.password_hash = passwords.hashed(PASSWORD)
    closed.disable(closed.created_at)
    tries = [
        (official.phone, "a wrong one"),
        (make_phone(), PASSWORD),
        (make_user().phone, PASSWORD),
        (closed.phone, PASSWORD),
    ]
    pages = set()
    for phone, password in tries:
        answer = type_password(client, phone, password)
        said = answer.get_data(as_text=True).split('class="summary"')[1].split("</ul>")[0]
        pages.add((answer.status_code, said))
    assert len(pages) == 1


def test_s12_an_unknown_phone_costs_a_hash_too(monkeypatch, app):
    seen = []
    verify = passwords.HASHER.verify
    counting = type("Hasher", (), {"hash": passwords.HASHER.hash, "verify": None})()
    counting.verify = lambda kept, given: seen.append(kept) or verify(kept, given)
    monkeypatch.setattr(passwords, "HASHER", counting)
    assert not passwords.fits(None, "anything")
    assert len(seen) == 1


def test_wrong_passwords_are_limited_by_phone_and_address(client, official):
    for _ in range(10):
        type_password(client, official.phone, "a wrong one")
    refused = type_password(client, official.phone)
    assert refused.status_code == 429
    assert "00:00" in refused.get_data(as_text=True)
    midnight = rates.begun(timedelta(days=1), core_clock.now()) + timedelta(days=1)
    wait = (midnight - core_clock.now()).total_seconds()
    assert int(refused.headers["Retry-After"]) == int(wait) + 1


def test_s05_an_official_is_signed_out_after_30_idle_minutes(client, official, clock):
    sign_in(client, official)
    clock.shift(timedelta(minutes=29))
    assert at_desk(client)
    clock.shift(timedelta(minutes=29))
    assert at_desk(client)
    clock.shift(timedelta(minutes=30))
    answer = client.get(DESK)
    assert answer.status_code == 303
    assert answer.location.startswith("/tai-khoan/dang-nhap")
    assert client.get(answer.location).location.startswith("/can-bo/dang-nhap?next=")


@pytest.mark.parametrize("minutes", [1, 8, 14, 29])
def test_s05_the_30_minutes_run_from_the_last_visit_to_the_minute(client, official, clock, minutes):
    sign_in(client, official)
    clock.shift(timedelta(minutes=minutes))
    assert at_desk(client)
    clock.shift(timedelta(minutes=29))
    assert at_desk(client)
    clock.shift(timedelta(minutes=30))
    assert not at_desk(client)


def test_a_visit_right_after_another_writes_nothing(client, official, clock, db):
    sign_in(client, official)
    seen = [each.last_seen_at for each in Session.query]
    clock.shift(timedelta(seconds=59))
    assert at_desk(client)
    assert [each.last_seen_at for each in Session.query] == seen


def test_s05_an_officials_session_ends_after_12_hours_of_work(client, official, clock):
    sign_in(client, official)
    for _ in range(36):
        clock.shift(timedelta(minutes=19))
        assert at_desk(client)
    clock.shift(timedelta(minutes=19))
    clock.shift(timedelta(minutes=19))
    assert not at_desk(client)


def test_s04_disabling_an_official_ends_all_sessions(app, client, official):
    sign_in(client, official)
    other = app.test_client()
    sign_in(other, official, official=False)
    administering.disable(official, SYSTEM, core_clock.now())
    assert not at_desk(client)
    assert other.get("/tai-khoan/ten").status_code == 303
    administering.enable(official, SYSTEM, core_clock.now())
    assert not at_desk(client)


@pytest.mark.parametrize(
    "password", ["1234567", "x" * 129, "matkhau123", "Password123", "12345678"]
)
def test_s09_it_refuses_short_long_and_common_passwords(app, password):
    with pytest.raises(DomainError):
        passwords.check_new(password)


@pytest.mark.parametrize("password", ["tám chữ!", "x" * 125 + "abc", "chỉ toàn chữ thường"])
def test_s09_it_asks_for_no_special_characters(app, password):
    passwords.check_new(password)


def test_s09_the_list_of_common_passwords_is_long(app):
    assert len(passwords.common()) > 1000


def test_a_password_fits_however_the_keyboard_composes_it(app):
    kept = passwords.hashed("Tie\u0302\u0301ng Vie\u0323\u0302t")
    assert passwords.fits(kept, "Tiếng Việt")


def test_s06_other_devices_are_offered_to_be_signed_out_after_a_new_password(app, client, official):
    sign_in(client, official)
    other = app.test_client()
    sign_in(other, official)
    data = {"present_password": PASSWORD, "password": "một câu hoàn toàn khác"}
    assert client.post("/can-bo/mat-khau", data=data).location == "/tai-khoan/thiet-bi"
    client.post("/tai-khoan/thiet-bi/ket-thuc-het")
    assert at_desk(client)
    assert not at_desk(other)


def test_s07_the_present_password_is_asked_before_a_new_one(client, official):
    sign_in(client, official)
    data = {"present_password": "a wrong one", "password": "một câu hoàn toàn khác"}
    assert client.post("/can-bo/mat-khau", data=data).status_code == 422
    assert passwords.fits(queries.user_by_id(official.id).password_hash, PASSWORD)


def test_s07_who_is_there_is_asked_before_a_new_second_factor(client, official, clock):
    sign_in(client, official)
    clock.shift(timedelta(minutes=16))
    answer = client.get("/can-bo/yeu-to-thu-hai")
    assert answer.location == "/tai-khoan/xac-nhan?next=/can-bo/yeu-to-thu-hai"
    proof = {"password": PASSWORD, "code": present_code(), "next": "/can-bo/yeu-to-thu-hai"}
    assert client.post("/tai-khoan/xac-nhan/mat-khau", data=proof).status_code == 303
    page = client.get("/can-bo/yeu-to-thu-hai")
    with client.session_transaction() as cookie:
        secret = cookie["new_second_factor"]
    assert secret in page.get_data(as_text=True)
    bad = client.post("/can-bo/yeu-to-thu-hai", data={"code": "000000"})
    assert bad.status_code == 422
    client.post("/can-bo/yeu-to-thu-hai", data={"code": present_code(secret)})
    assert queries.user_by_id(official.id).totp_secret == secret


def test_a_new_official_needs_the_phone_the_activation_and_sets_a_second_factor(
    app, client, official, give, code_for
):
    sign_in(client, official)
    agency = official.rights[0].agency
    phone = make_phone()
    wanted = {"phone": phone, "name": "Cán Bộ Mới", "agency": agency.code, "permissions": "handle"}
    page = client.post("/can-bo/quan-tri/can-bo/moi", data=wanted)
    assert page.status_code == 200
    code = page.get_data(as_text=True).split('class="code">')[1].split("<")[0]
    new = app.test_client()
    new.post("/can-bo/kich-hoat", data={"phone": phone})
    choice = {"code": code.lower().replace("-", " "), "password": "câu dài dễ nhớ"}
    assert new.post("/can-bo/mat-khau-moi", data=choice).location == "/can-bo/kich-hoat"
    assert give(code_for(phone), new).location == "/can-bo/mat-khau-moi"
    assert new.post("/can-bo/mat-khau-moi", data=choice | {"code": "x"}).status_code == 422
    assert new.post("/can-bo/mat-khau-moi", data=choice).location == "/can-bo/dang-nhap/ma"
    secret = queries.user_by_phone(phone).totp_secret
    assert type_factor(new, present_code(secret)).location == "/can-bo"
    assert at_desk(new)
    assert new.post("/can-bo/mat-khau-moi", data=choice).location == "/can-bo/kich-hoat"


def test_an_activation_is_tried_five_times_at_most(app):
    activation, code = Activation.issue(make_user(), core_clock.now())
    for _ in range(5):
        assert not activation.check("wrong", core_clock.now())
    assert not activation.check(code, core_clock.now())


def test_a_new_activation_ends_password_second_factor_and_sessions(client, official):
    sign_in(client, official)
    administering.new_activation(official, SYSTEM, core_clock.now())
    assert not at_desk(client)
    assert not official.is_official
    assert not second_factor.is_set_up(official)


def test_rights_in_a_closed_agency_are_void(client, app):
    agency = make_agency()
    user = make_official(permissions.HANDLE, agency=agency)
    sign_in(client, user)
    assert at_desk(client)
    agency.is_closed = True
    assert client.get(DESK).status_code == 403


def test_rights_cover_the_branch_below_and_nothing_else(app):
    root = make_agency()
    left, right = make_agency(parent=root), make_agency(parent=root)
    leaf = make_agency(parent=left)
    user = make_official(permissions.HANDLE, agency=left)
    give_right(user, permissions.LEAD, right)
    viewer = viewer_of(user)
    assert viewer.agency_ids(permissions.HANDLE) == {left.id, leaf.id}
    assert viewer.can(permissions.HANDLE, leaf)
    assert not viewer.can(permissions.HANDLE, root)
    assert not viewer.can(permissions.HANDLE, right)
    assert not viewer.can(permissions.HANDLE, None)
    assert queries.officials_with(permissions.HANDLE, leaf) == [user]
    assert queries.officials_with(permissions.HANDLE, right) == []
