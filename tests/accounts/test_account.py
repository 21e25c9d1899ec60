"""The account page: what a person and a guest set for themselves."""

import json
from datetime import timedelta

import pytest

from app.accounts import queries
from app.core import events
from tests.factories.accounts import make_phone, make_user, sign_in
from tests.factories.places import make_commune, make_village


def test_a_guest_makes_the_text_large_with_one_tap(client):
    answer = client.post("/tai-khoan/tuy-chon", data={"text": "large", "next": "/khan-cap"})
    assert answer.location == "/khan-cap"
    assert 'data-text="large"' in client.get("/tai-khoan").get_data(as_text=True)


def test_a_person_changes_the_language_for_all_devices(app, client, db):
    user = make_user()
    sign_in(client, user)
    client.post("/tai-khoan/tuy-chon", data={"language": "en"})
    assert '<html lang="en"' in client.get("/tai-khoan").get_data(as_text=True)
    assert queries.user_by_id(user.id).language == "en"


@pytest.mark.parametrize("data", [{"language": "xx"}, {"text": "huge"}, {}])
def test_settings_that_do_not_exist_change_nothing(client, data):
    assert client.post("/tai-khoan/tuy-chon", data=data).status_code == 303
    assert '<html lang="vi">' in client.get("/tai-khoan").get_data(as_text=True)


def test_a_name_is_changed_and_shown_escaped(client):
    user = make_user()
    sign_in(client, user)
    client.post("/tai-khoan/ten", data={"name": "<b>Thử</b> 👍 & Co"})
    assert "&lt;b&gt;Thử&lt;/b&gt; 👍 &amp; Co" in client.get("/tai-khoan").get_data(as_text=True)


def test_a_guest_finds_where_they_live_by_an_unaccented_name(client, db):
    commune = make_commune("Cốc San")
    page = client.get("/tai-khoan/noi-o?q=coc+san").get_data(as_text=True)
    assert f'value="{commune.code}"' in page
    client.post("/tai-khoan/noi-o", data={"place": commune.code})
    assert commune.title in client.get("/tai-khoan").get_data(as_text=True)


def test_a_person_is_then_asked_for_the_village(client, db):
    user, commune = make_user(), make_commune()
    village = make_village(commune)
    sign_in(client, user)
    answer = client.post("/tai-khoan/noi-o", data={"place": commune.code, "next": "/tai-khoan"})
    assert f"commune={commune.code}" in answer.location
    assert village.title in client.get(answer.location).get_data(as_text=True)
    client.post("/tai-khoan/noi-o", data={"place": village.code})
    kept = queries.user_by_id(user.id)
    assert (kept.home_commune_id, kept.home_village_id) == (commune.id, village.id)


def test_where_somebody_lives_can_be_forgotten(client, db):
    user = make_user(home_commune_id=make_commune().id)
    sign_in(client, user)
    client.post("/tai-khoan/noi-o", data={"place": "none"})
    assert queries.user_by_id(user.id).home_commune_id is None


@pytest.mark.parametrize("code", ["", "no-such-place"])
def test_a_place_that_is_not_there_is_refused(client, code):
    answer = client.post("/tai-khoan/noi-o", data={"place": code, "q": "abc"})
    assert answer.status_code == 422
    assert 'value="abc"' in answer.get_data(as_text=True)


def test_quiet_hours_are_set(client):
    user = make_user()
    sign_in(client, user)
    client.post("/tai-khoan/gio-yen-lang", data={"quiet_from": "21:30", "quiet_to": "05:00"})
    kept = queries.user_by_id(user.id)
    assert (kept.quiet_from, kept.quiet_to) == (21 * 60 + 30, 5 * 60)


@pytest.mark.parametrize("typed", ["", "25:00", "abc", "12:60", "²²:00", "-1:00"])
def test_a_time_that_is_none_is_refused(client, typed):
    sign_in(client, make_user())
    data = {"quiet_from": typed, "quiet_to": "06:00"}
    assert client.post("/tai-khoan/gio-yen-lang", data=data).status_code == 422


# --- proof asked again


SENSITIVE = ["so-dien-thoai", "pin", "du-lieu", "xoa"]


@pytest.mark.parametrize("page", SENSITIVE)
def test_s07_who_is_there_is_asked_again_before_what_is_grave(client, clock, page):
    user = make_user()
    sign_in(client, user)
    clock.shift(timedelta(minutes=15))
    url = f"/tai-khoan/{page}"
    data = {"phone": make_phone(), "pin": "482913", "sure": "1"}
    for answer in (client.get(url), client.post(url, data=data)):
        assert answer.location == f"/tai-khoan/xac-nhan?next={url}"
    kept = queries.user_by_id(user.id)
    assert kept.pin_hash is None
    assert kept.is_active


def test_s07_a_texted_code_proves_it(client, clock, give, code_for):
    phone = make_user().phone
    sign_in(client, queries.user_by_phone(phone))
    clock.shift(timedelta(hours=1))
    client.post("/tai-khoan/xac-nhan/gui-ma", data={"next": "/tai-khoan/xoa"})
    assert give(code_for(phone)).location == "/tai-khoan/xoa"
    assert client.get("/tai-khoan/xoa").status_code == 200


def test_s07_somebody_elses_code_proves_nothing(app, client, clock, give, code_for):
    phone = make_user().phone
    sign_in(client, queries.user_by_phone(phone))
    client.post("/tai-khoan/xac-nhan/gui-ma")
    thief = app.test_client()
    session = sign_in(thief, make_user())
    session.proved_at = None
    with client.session_transaction() as cookie:
        token = cookie["asked"]
    with thief.session_transaction() as cookie:
        cookie["asked"] = token
    assert give(code_for(phone), thief).status_code == 403


# --- change of number


def test_a_number_is_changed_by_a_code_to_the_new_one(client, give, code_for, texted):
    user, new = make_user(), make_phone()
    old, heard = user.phone, []
    sign_in(client, user)
    client.post("/tai-khoan/so-dien-thoai", data={"phone": new})
    assert queries.user_by_phone(new) is None
    with events.phone_changed.connected_to(lambda person, now: heard.append(person.id)):
        give(code_for(new))
    assert queries.user_by_phone(new).id == user.id
    assert queries.user_by_phone(old) is None
    assert heard == [user.id]
    assert len(texted(old)) == 1
    assert new[-6:] not in texted(old)[0]


def test_a_number_of_another_account_is_refused(client, give, code_for):
    user, other = make_user(), make_user()
    phone = other.phone
    sign_in(client, user)
    client.post("/tai-khoan/so-dien-thoai", data={"phone": phone})
    assert give(code_for(phone)).status_code == 409
    assert queries.user_by_phone(phone).id == other.id


# --- data and erasure


def test_a_person_takes_a_copy_of_their_data(client):
    sign_in(client, make_user("Vũ Thử"))
    with events.person_exported.connected_to(lambda person: ("reports", [{"code": "A"}])):
        answer = client.post("/tai-khoan/du-lieu")
    assert "attachment" in answer.headers["Content-Disposition"]
    found = json.loads(answer.get_data(as_text=True))
    assert found["account"][0]["name"] == "Vũ Thử"
    assert found["reports"] == [{"code": "A"}]
    assert len(found["sessions"]) == 1


def test_erasing_needs_a_tick(client):
    user = make_user()
    sign_in(client, user)
    assert client.post("/tai-khoan/xoa").status_code == 422
    assert queries.user_by_id(user.id).is_active


def test_an_erased_person_is_signed_out_everywhere_and_may_come_anew(
    app, client, ask, give, code_for
):
    user = make_user()
    phone, other = user.phone, app.test_client()
    sign_in(client, user)
    sign_in(other, user)
    client.post("/tai-khoan/xoa", data={"sure": "1"})
    for visitor in (client, other):
        assert visitor.get("/tai-khoan/ten").status_code == 303
    new = app.test_client()
    ask(phone, new)
    assert give(code_for(phone), new).location == "/tai-khoan/moi"
