"""A session whose phone is not proved: opened by a helper's code, or long not used."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import grants, permissions, queries, sessions
from app.core import clock as core_clock
from app.notifications import queries as told
from app.notifications.models import PushBinding
from tests.factories import notifications, places
from tests.factories import service_requests as make
from tests.factories.accounts import (
    make_official,
    make_phone,
    make_session,
    make_user,
    put_session,
    sign_in,
)
from tests.service_requests import citizen

IDLE = timedelta(days=60)


@pytest.fixture
def owner():
    return make_user("Lò Thị Thử")


@pytest.fixture
def vouch(app, ask, give):
    """`vouch(phone, visitor)`: signs a visitor in with a helper's code; give the visitor."""
    helper = app.test_client()
    sign_in(helper, make_official(permissions.ISSUE_HELPER_CODE))

    def enter(phone, visitor):
        ask(phone, visitor)
        page = helper.post("/can-bo/ma-ho-tro", data={"phone": phone}).text
        code = page.split('class="code">')[1].split("<")[0].replace(" ", "")
        return visitor, give(code, visitor)

    return enter


@pytest.fixture
def prove(give, code_for):
    """`prove(user, visitor)`: types the code texted to the owner's phone."""

    def type_code(user, visitor):
        visitor.post("/tai-khoan/xac-nhan/gui-ma", data={"next": "/tai-khoan/ten"})
        return give(code_for(user.phone), visitor)

    return type_code


def private_report(owner):
    service = make.service(private_by_default=True)
    return make.service_request(service=service, citizen=owner, description="Cán bộ vòi vĩnh")


def session_of(visitor):
    with visitor.session_transaction() as cookie:
        return queries.session_by_token(cookie["_user_id"])


def file_report(visitor) -> str:
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    fields = {"service": "street-light", "place": "90001", "description": "Đèn tắt"}
    return citizen.code_of(citizen.send(visitor, fields | citizen.opened(visitor)))


@pytest.mark.both_databases
def test_s46_a_helpers_code_opens_nothing_private_of_before(app, client, owner, vouch):
    report = private_report(owner)
    at_home = app.test_client()
    sign_in(at_home, owner)
    assert at_home.get(f"/phan-anh/{report.code}").status_code == 200
    visitor, _answer = vouch(owner.phone, client)
    assert visitor.get(f"/phan-anh/{report.code}").status_code == 404
    assert report.code not in visitor.get("/phan-anh/cua-toi").text
    assert owner.name not in visitor.get("/tai-khoan").text
    assert visitor.get("/hoa-don").status_code == 200
    assert visitor.get("/thong-bao").text.count("mã hỗ trợ") == 0


@pytest.mark.both_databases
def test_s46_it_ends_nobodys_session_and_renames_nobody(app, client, owner, vouch):
    at_home = app.test_client()
    kept = sign_in(at_home, owner)
    visitor, _answer = vouch(owner.phone, client)
    for path, data in (
        ("/tai-khoan/thiet-bi/ket-thuc-het", {}),
        (f"/tai-khoan/thiet-bi/{kept.code}/ket-thuc", {}),
        ("/tai-khoan/ten", {"name": "Kẻ Khác"}),
        ("/tai-khoan/gio-yen-lang", {"quiet_from": "01:00", "quiet_to": "02:00"}),
        ("/tai-khoan/so-dien-thoai", {"phone": "0900 000 777"}),
    ):
        assert visitor.post(path, data=data).status_code in (401, 404), path
    assert at_home.get("/tai-khoan/ten").status_code == 200
    assert queries.user_by_id(owner.id).name == "Lò Thị Thử"


@pytest.mark.both_databases
def test_s46_what_it_sends_is_joined_when_the_phone_is_proved(
    app, client, owner, vouch, prove, media_folder
):
    carried = make.service_request(citizen=None)
    guest, token = make_session()
    grants.make(guest, "service_request", carried.id, core_clock.now())
    put_session(client, token)
    visitor, _answer = vouch(owner.phone, client)
    code = file_report(visitor)
    assert visitor.get(f"/phan-anh/{code}/bien-nhan").status_code == 200
    before = session_of(visitor).token_hash
    assert prove(owner, visitor).location == "/tai-khoan/ten"
    assert visitor.get("/tai-khoan/ten").status_code == 200
    assert session_of(visitor).token_hash != before
    at_home = app.test_client()
    sign_in(at_home, owner)
    assert at_home.get(f"/phan-anh/{code}/bien-nhan").status_code == 200
    assert at_home.get(f"/phan-anh/{carried.code}/bien-nhan").status_code == 404


@pytest.mark.both_databases
def test_s46_the_owner_is_told_in_the_inbox_and_ends_it_with_one_tap(app, client, owner, vouch):
    at_home = app.test_client()
    sign_in(at_home, owner)
    visitor, _answer = vouch(owner.phone, client)
    row = told.inbox(sessions.viewer_in(make_session(owner)[0], core_clock.now())).rows[0].newest
    assert row.kind == "signed_in_by_helper"
    assert "Không phải tôi" in at_home.get(row.url).text
    assert visitor.get(row.url).status_code in (303, 404)
    at_home.post(f"{row.url}/ket-thuc")
    assert session_of(visitor).ended_at is not None
    assert "Máy này đã đăng xuất" in at_home.get(row.url).text


@pytest.mark.both_databases
def test_s46_an_account_made_with_a_helpers_code_waits_for_its_phone(client, vouch):
    phone = make_phone()
    visitor, _answer = vouch(phone, client)
    visitor.post("/tai-khoan/moi", data={"aged_14": "1", "agreed": "1", "name": "Người Mới"})
    assert visitor.get("/tai-khoan/ten").status_code == 303
    assert queries.user_by_phone(phone) is not None
    assert session_of(visitor).unproved_since is not None


@pytest.mark.both_databases
def test_s46_a_phone_not_used_for_long_is_proved_again(app, client, owner, prove, clock):
    report = private_report(owner)
    session = sign_in(client, owner)
    grants.make(session, "service_request", report.id, core_clock.now())
    clock.shift(IDLE)
    for _ in range(2):
        assert client.get(f"/phan-anh/{report.code}").status_code == 404
        assert client.get("/tai-khoan/ten").status_code == 303
        clock.shift(timedelta(hours=1))
    prove(owner, client)
    assert client.get(f"/phan-anh/{report.code}").status_code == 200


@pytest.mark.both_databases
def test_s46_the_pin_does_not_stand_for_the_phone(client, owner, clock):
    sign_in(client, owner)
    clock.shift(IDLE)
    client.get("/")
    assert client.post("/tai-khoan/xac-nhan/pin", data={"pin": "482913"}).status_code == 401
    assert client.get("/tai-khoan/ten").status_code == 303


@pytest.mark.both_databases
def test_s46_no_push_of_the_persons_goes_to_a_phone_that_is_not_proved(client, owner, clock, db):
    session = sign_in(client, owner)
    viewer = sessions.viewer_in(session, core_clock.now())
    notifications.subscription(viewer, notifications.browser())
    row = notifications.notification(owner)
    (binding,) = db.session.scalars(select(PushBinding)).all()
    assert told.binding_for(row, binding.subscription_id, core_clock.now()) is not None
    clock.shift(IDLE)
    assert told.binding_for(row, binding.subscription_id, core_clock.now()) is None
    assert told.bindings_of([owner.id], [], core_clock.now()) == []


@pytest.mark.both_databases
def test_s46_a_vouched_session_binds_no_push_of_the_persons(client, owner, vouch, db):
    visitor, _answer = vouch(owner.phone, client)
    viewer = sessions.viewer_in(session_of(visitor), core_clock.now())
    notifications.subscription(viewer, notifications.browser())
    assert (
        db.session.scalars(select(PushBinding).where(PushBinding.user_id == owner.id)).all() == []
    )
    assert not viewer.pseudonym.startswith("u")


@pytest.mark.both_databases
def test_s46_a_closed_session_carries_nothing_to_another_browser(client, owner, clock):
    report = private_report(owner)
    session = sign_in(client, owner)
    grants.make(session, "service_request", report.id, core_clock.now())
    clock.shift(IDLE)
    assert sessions.held(session, core_clock.now()) == []
    assert client.post("/tai-khoan/may-khac").status_code == 303


@pytest.mark.both_databases
def test_s46_another_person_signing_in_gets_nothing_of_who_was_there(
    client, owner, ask, give, code_for
):
    report = private_report(owner)
    session = sign_in(client, owner)
    grants.make(session, "service_request", report.id, core_clock.now())
    other = make_user()
    ask(other.phone)
    client.post("/tai-khoan/dang-nhap", data={"phone": other.phone})
    give(code_for(other.phone))
    assert client.get(f"/phan-anh/{report.code}").status_code == 404
