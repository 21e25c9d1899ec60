"""Signing in through a real, certified OpenID provider, which runs beside the tests."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from app.accounts import erasing, permissions, queries
from app.accounts.models import Identity, Session
from app.accounts.provider import asking
from app.core import clock as core_clock
from app.core.db import db
from app.market.queries import identities
from tests.factories.accounts import make_official, make_user, sign_in
from tests.factories.market import make_shop
from tests.factories.providers import set_up
from tests.sinks import openid_provider
from tools.openid_provider import missing

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.time_runs,
    pytest.mark.sqlite_first,
    pytest.mark.skipif(
        bool(missing()), reason=f"the provider needs {missing()}, which is not here"
    ),
]
CITIZENS, OFFICIALS = "/tai-khoan/qua/cong-dan", "/tai-khoan/qua/can-bo"
BASE = "http://localhost"


@pytest.fixture(scope="module")
def ear():
    with openid_provider.told() as found:
        yield found


@pytest.fixture(scope="module")
def running(ear):
    with openid_provider.running(BASE, ear[0]) as found:
        yield found


@pytest.fixture
def provider(app, running, monkeypatch):
    asking.forget()
    running.take_clock()
    both = (running.of("cong-dan"), running.of("can-bo", name="Đăng nhập một lần"))
    set_up(app, monkeypatch, *both, base_url=BASE)
    yield running
    asking.forget()


def off(visitor, start=CITIZENS, **given):
    """Where the browser is sent off to."""
    answer = visitor.get(f"{start}?{urlencode(given)}" if given else start)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location


def local(url):
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def through(visitor, login="an", start=CITIZENS, person=None, **given):
    """Go through the provider's pages and come back; gives the app's answer."""
    person = person or openid_provider.Person()
    return visitor.get(local(person.sign_in(off(visitor, start, **given), login)))


def prove_phone(visitor, phone, code_for, give):
    answer = visitor.post("/tai-khoan/lan-dau", data={"phone": phone, "next": "/phan-anh"})
    assert answer.location == "/tai-khoan/ma"
    return give(code_for(phone), visitor)


def test_without_settings_nothing_of_it_is_there(client):
    sign_in(client, make_user())
    for path in (CITIZENS, OFFICIALS, f"{CITIZENS}/ve", "/tai-khoan/ket-noi", "/tai-khoan/lan-dau",
                 "/tai-khoan/ket-noi/cong-dan", "/tai-khoan/muc-xac-thuc"):  # fmt: skip
        assert client.get(path).status_code == 404
    for page in ("/tai-khoan", "/tai-khoan/thiet-bi", "/quyen-rieng-tu"):
        assert "ket-noi" not in client.get(page).get_data(as_text=True)
    visitor = client.application.test_client()
    for page in ("/tai-khoan/dang-nhap", "/can-bo/dang-nhap"):
        assert "/tai-khoan/qua/" not in visitor.get(page).get_data(as_text=True)


def connected(user, kind="cong-dan", login="an"):
    """Connect without walking: what the tests of what follows begin with."""
    from app.accounts.provider import joining
    from app.accounts.provider.claims import told

    provider = joining.provider_of(kind)
    now = core_clock.now()
    joining.connect(user, kind, told(provider, {"sub": login}), now)
    db.session.commit()


def is_in(visitor) -> bool:
    return visitor.get("/tai-khoan/ten").status_code == 200


def test_a_new_person_proves_a_phone_once_and_is_known_from_then_on(
    app, client, provider, code_for, give
):
    answer = through(client, "an", next="/phan-anh")
    assert answer.location.startswith("/tai-khoan/lan-dau")
    assert "0900 000 501" in client.get(answer.location).get_data(as_text=True)
    assert prove_phone(client, "+84900000501", code_for, give).location == "/tai-khoan/moi"
    assert "Nguyễn Văn Thử" in client.get("/tai-khoan/moi").get_data(as_text=True)
    made = client.post(
        "/tai-khoan/moi", data={"name": "Nguyễn Văn Thử", "aged_14": "y", "agreed": "y"}
    )
    assert made.location == "/phan-anh"
    user = queries.user_by_phone("+84900000501")
    other = app.test_client()
    assert through(other, "an", next="/phan-anh").location == "/phan-anh"
    assert is_in(other)
    assert db.session.query(Identity).one().user_id == user.id


def test_a_person_who_has_an_account_connects_it_by_proving_its_phone(
    app, client, provider, code_for, give
):
    user = make_user(phone="+84900000502")
    db.session.commit()
    through(client, "an")
    assert prove_phone(client, "+84900000502", code_for, give).location == "/phan-anh"
    other = app.test_client()
    through(other, "an")
    assert is_in(other)
    assert [row.user_id for row in db.session.query(Identity)] == [user.id]


def test_what_the_provider_says_of_a_phone_opens_no_account(app, client, provider):
    make_user(phone="+84900000501")
    db.session.commit()
    assert through(client, "an").location.startswith("/tai-khoan/lan-dau")
    assert not is_in(client)
    assert db.session.query(Identity).count() == 0


def test_one_phone_typed_at_the_ordinary_page_connects_nobody_who_waited_here(
    client, provider, code_for, give, ask
):
    phone = make_user().phone
    db.session.commit()
    through(client, "an")
    ask(phone)
    give(code_for(phone))
    assert is_in(client)
    assert db.session.query(Identity).count() == 0


def test_who_is_signed_in_connects_after_proof_of_both_and_disconnects(app, client, provider):
    user = make_user()
    sign_in(client, user)
    back = through(client, "an", "/tai-khoan/ket-noi/cong-dan")
    assert back.location == "/tai-khoan/ket-noi"
    assert "Định danh thử" in client.get("/tai-khoan/ket-noi").get_data(as_text=True)
    other = app.test_client()
    through(other, "an")
    assert is_in(other)
    assert client.post("/tai-khoan/ket-noi/cong-dan/bo").location == "/tai-khoan/ket-noi"
    assert not is_in(other)
    assert is_in(client)
    assert through(app.test_client(), "an").location.startswith("/tai-khoan/lan-dau")


def test_s07_an_old_proof_of_the_phone_is_asked_for_anew_before_connecting(client, provider, clock):
    sign_in(client, make_user())
    clock.shift(timedelta(hours=1))
    assert off(client, "/tai-khoan/ket-noi/cong-dan").startswith("/tai-khoan/xac-nhan")


def test_one_identity_is_one_account_and_one_account_one_identity(app, client, provider):
    connected(make_user())
    sign_in(client, make_user())
    through(client, "an", "/tai-khoan/ket-noi/cong-dan")
    assert db.session.query(Identity).count() == 1
    through(client, "binh", "/tai-khoan/ket-noi/cong-dan")
    assert db.session.query(Identity).count() == 2
    through(client, "chi", "/tai-khoan/ket-noi/cong-dan")
    assert db.session.query(Identity).count() == 2


def test_an_answer_with_another_state_is_refused(client, provider):
    url = openid_provider.Person().sign_in(off(client), "an")
    forged = local(url).replace("state=", "state=x")
    assert client.get(forged).location.startswith("/tai-khoan/dang-nhap")
    assert not is_in(client)


def test_an_answer_that_another_browser_brings_is_refused(app, client, provider):
    connected(make_user())
    url = openid_provider.Person().sign_in(off(client), "an")
    other = app.test_client()
    off(other)
    other.get(local(url))
    assert not is_in(other)
    client.get(local(url))
    assert is_in(client)


def test_an_answer_counts_once(app, client, provider):
    connected(make_user())
    url = local(openid_provider.Person().sign_in(off(client), "an"))
    client.get(url)
    client.post("/tai-khoan/dang-xuat")
    assert client.get(url).location.startswith("/tai-khoan/dang-nhap")
    assert not is_in(client)


@pytest.mark.parametrize("what", ["nonce", "verifier"])
def test_a_token_for_another_browser_s_nonce_or_verifier_is_refused(client, provider, what):
    connected(make_user())
    url = local(openid_provider.Person().sign_in(off(client), "an"))
    with client.session_transaction() as cookie:
        cookie["sent_off"] = {**cookie["sent_off"], what: "a" * 43}
    assert client.get(url).location.startswith("/tai-khoan/dang-nhap")
    assert not is_in(client)


def test_who_turns_back_at_the_provider_is_told_that_other_ways_go_on(client, provider):
    url = openid_provider.Person().turn_back(off(client))
    page = client.get(client.get(local(url)).location).get_data(as_text=True)
    assert "Định danh thử" in page
    assert 'name="phone"' in page


def test_the_provider_signs_somebody_out_and_their_session_ends(app, client, provider, ear):
    connected(make_user())
    person = openid_provider.Person()
    through(client, "an", person=person)
    other = app.test_client()
    through(other, "an")
    ear[1].clear()
    person.sign_out(provider.issuer)
    kind, token = ear[1][0]
    assert kind == "cong-dan"
    told = client.application.test_client().post
    assert told(f"{CITIZENS}/dang-xuat", data={"logout_token": token}).status_code == 200
    assert not is_in(client)
    assert is_in(other), "another session at the provider goes on"
    through(client, "an")
    told(f"{CITIZENS}/dang-xuat", data={"logout_token": token})
    assert is_in(client), "the same word heard again ends nothing more"


def test_nothing_else_ends_sessions(client, provider):
    connected(make_user())
    answer = through(client, "an")
    for wrong in ("", "x", "a.b.c", answer.location):
        told = client.post(f"{CITIZENS}/dang-xuat", data={"logout_token": wrong})
        assert told.status_code == 400
    assert is_in(client)


def test_signing_out_offers_to_sign_out_there_too(client, provider):
    connected(make_user())
    through(client, "an")
    answer = client.post("/tai-khoan/dang-xuat")
    assert answer.location == "/tai-khoan/da-dang-xuat/cong-dan"
    page = client.get(answer.location).get_data(as_text=True)
    assert f"{provider.issuer}/session/end?" in page
    assert not is_in(client)


def test_a_level_that_counts_for_both_factors_lets_an_official_in(client, provider):
    official = make_official(permissions.HANDLE)
    connected(official, "can-bo", "an")
    assert through(client, "an", OFFICIALS, next="/can-bo/toi").location == "/can-bo/toi"
    assert client.get("/can-bo/toi").status_code == 200
    session = db.session.query(Session).filter_by(user_id=official.id).one()
    assert (session.provider, session.level, session.is_official) == ("can-bo", 2, True)


def test_s08_a_lower_level_is_an_official_s_first_factor_alone(client, provider):
    import pyotp

    from tests.factories.accounts import TOTP_SECRET

    official = make_official(permissions.HANDLE)
    connected(official, "can-bo", "binh")
    assert through(client, "binh", OFFICIALS).location == "/can-bo/dang-nhap/ma"
    assert client.get("/can-bo/toi").status_code != 200
    code = pyotp.TOTP(TOTP_SECRET).at(int(core_clock.now().timestamp()))
    client.post("/can-bo/dang-nhap/ma", data={"code": code})
    assert client.get("/can-bo/toi").status_code == 200
    session = db.session.query(Session).filter(Session.second_factor_at.is_not(None)).one()
    assert session.provider == "can-bo"


def test_the_officials_provider_makes_an_official_of_nobody(client, provider):
    page = client.get(through(client, "an", OFFICIALS).location).get_data(as_text=True)
    assert "Đăng nhập một lần" in page
    assert not is_in(client)
    connected(make_user(), "can-bo", "chi")
    through(client, "chi", OFFICIALS)
    assert not is_in(client)
    without_rights = make_official()
    connected(without_rights, "can-bo", "an")
    through(client, "an", OFFICIALS)
    assert client.get("/can-bo/toi").status_code == 403


def test_an_official_who_comes_through_the_citizens_provider_has_no_rights(client, provider):
    connected(make_official(permissions.HANDLE))
    through(client, "an")
    assert client.get("/can-bo/toi").status_code == 403


def test_keys_that_were_changed_are_asked_for_anew(app, client, provider, clock):
    connected(make_user())
    through(client, "an")
    clock.shift(timedelta(seconds=11))
    provider.restart()
    other = app.test_client()
    through(other, "an")
    assert is_in(other)


def test_s29_a_provider_that_is_down_costs_one_sentence(client, provider):
    provider.stop()
    try:
        page = client.get(off(client)).get_data(as_text=True)
    finally:
        provider.start()
        provider.take_clock()
    assert "Định danh thử" in page
    assert 'name="phone"' in page


def test_a_clock_that_is_a_minute_off_is_no_matter_and_an_hour_is(app, client, provider, clock):
    connected(make_user())
    clock.shift(timedelta(seconds=-70))
    through(client, "an")
    assert is_in(client)
    clock.shift(timedelta(hours=-2))
    other = app.test_client()
    through(other, "an")
    assert not is_in(other)


def test_a_page_that_wants_a_level_leads_to_the_provider_and_back(client, provider):
    shop = make_shop()
    sign_in(client, shop.owner)
    connected(shop.owner)
    act, page = f"/cho-so/ban/{shop.slug}/danh-tinh", f"/cho-so/ban/{shop.slug}/phap-ly"
    sent = client.post(act)
    assert sent.location.startswith("/tai-khoan/muc-xac-thuc?level=1")
    assert "/tai-khoan/muc-xac-thuc/qua" in client.get(sent.location).get_data(as_text=True)
    back = through(client, "an", "/tai-khoan/muc-xac-thuc/qua", level="1", next=page)
    assert back.location == page
    client.post(act)
    row = identities.of(shop)
    assert row is not None
    assert (row.way, row.level) == ("electronic", 2)


def test_a_lower_level_than_is_needed_opens_nothing(client, provider):
    shop = make_shop()
    sign_in(client, shop.owner)
    connected(shop.owner, login="chi")
    page = f"/cho-so/ban/{shop.slug}/phap-ly"
    through(client, "chi", "/tai-khoan/muc-xac-thuc/qua", level="1", next=page)
    client.post(f"/cho-so/ban/{shop.slug}/danh-tinh")
    assert identities.of(shop) is None


def test_somebody_else_s_identity_raises_no_level(client, provider):
    connected(make_user())
    user = make_user()
    sign_in(client, user)
    through(client, "an", "/tai-khoan/muc-xac-thuc/qua", level="1")
    assert [each.level for each in db.session.query(Session).filter_by(user_id=user.id)] == [None]


def test_s39_erasing_forgets_the_connection_and_the_copy_names_it(client, provider):
    user = make_user()
    connected(user)
    through(client, "an")
    copy = erasing.export(user, core_clock.now())
    assert copy["connections"][0]["through"] == copy["sessions"][0]["through"] == "Định danh thử"
    assert "Qua Định danh thử" in client.get("/tai-khoan/thiet-bi").get_data(as_text=True)
    erasing.erase(user, core_clock.now())
    db.session.commit()
    assert db.session.query(Identity).count() == 0
    assert through(client.application.test_client(), "an").location.startswith("/tai-khoan/lan-dau")


def test_a_closed_account_stays_closed(client, provider):
    user = make_user()
    connected(user)
    user.disable(core_clock.now())
    db.session.commit()
    through(client, "an")
    assert not is_in(client)


def test_s30_what_comes_after_is_on_this_site_alone(client, provider):
    connected(make_user())
    assert through(client, "an", next="https://example.com/").location == "/"
    assert parse_qs(urlsplit(off(client.application.test_client())).query)["redirect_uri"] == [
        f"{BASE}{CITIZENS}/ve"
    ]
