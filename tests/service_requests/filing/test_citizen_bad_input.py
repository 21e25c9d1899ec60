"""Odd, wrong and hostile input: a clear sentence, nothing typed lost, never a 500."""

import unicodedata

import pytest
from sqlalchemy import func, select

from app.service_requests.models import ServiceRequest
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.service_requests import citizen


@pytest.fixture
def basics(app):
    make.service("street-light", "Đèn đường")
    places.enclose(places.make_commune("Bình Thử", code="90001"), 21.7, 104.87)
    return {"service": "street-light", "place": "90001"}


def _only(db) -> ServiceRequest:
    return db.session.scalars(select(ServiceRequest)).unique().one()


def test_ten_thousand_characters_are_refused_with_their_number_and_stay(client, basics):
    long = "ổ gà " * 2_000
    answer = citizen.send(client, basics | citizen.opened(client), description=long)
    assert answer.status_code == 422
    assert "9.999" in citizen.words(answer)
    assert long.strip() in answer.text


def test_a_megabyte_of_words_is_a_sentence_and_no_500(client, basics):
    answer = citizen.send(client, basics | citizen.opened(client), description="x" * 2_000_000)
    assert answer.status_code in (413, 422)


def test_emoji_are_kept(client, db, basics):
    said = "Đèn tắt 😡👨‍👩‍👧 tối quá 🇻🇳"
    citizen.code_of(citizen.send(client, basics | citizen.opened(client), description=said))
    assert _only(db).description == said


def test_decomposed_letters_become_composed(client, db, basics):
    said = unicodedata.normalize("NFD", "Đường Lê Lợi ngập nước")
    citizen.code_of(citizen.send(client, basics | citizen.opened(client), description=said))
    assert _only(db).description == unicodedata.normalize("NFC", said)


def test_control_characters_vanish(client, db, basics):
    form = basics | citizen.opened(client)
    citizen.code_of(citizen.send(client, form, description="Đèn\0 tắt\x1b[31m\u202e!"))
    assert _only(db).description == "Đèn tắt[31m!"


@pytest.mark.parametrize("said", ["   ", "\n\t\n", "\u200b\u200b", "\u202e"])
def test_blank_words_are_no_words(client, basics, said):
    answer = citizen.send(client, basics | citizen.opened(client), description=said)
    assert answer.status_code == 422
    assert 'href="#photos"' in answer.text


@pytest.mark.parametrize("service", ["", "không-có", "1", "'; DROP TABLE service;--", "a" * 5_000])
def test_a_service_that_is_none_is_asked_for(client, basics, service):
    form = basics | citizen.opened(client)
    answer = citizen.send(client, form | {"service": service}, description="Đèn tắt")
    assert answer.status_code == 422
    assert 'href="#service"' in answer.text
    assert "Đèn tắt" in answer.text


def test_a_service_that_was_taken_away_is_asked_for(client, basics):
    make.service("old", "Cũ", active=False)
    form = basics | citizen.opened(client) | {"service": "old"}
    assert citizen.send(client, form, description="Đèn tắt").status_code == 422


@pytest.mark.parametrize("phone", ["113", "12345", "+1 202 555 0100", "không", "0" * 300])
def test_a_number_that_is_none_gives_a_sentence(client, basics, phone):
    form = basics | citizen.opened(client)
    answer = citizen.send(client, form, description="Đèn tắt", contact_phone=phone)
    assert answer.status_code == 422
    assert 'href="#contact_phone"' in answer.text


def test_fields_that_nobody_offers_change_nothing(client, db, basics):
    extra = {"status": "closed", "citizen_id": "1", "is_listed": "0", "agency_id": "1", "id": "77"}
    form = basics | citizen.opened(client)
    citizen.code_of(citizen.send(client, form, description="Đèn tắt", **extra))
    report = _only(db)
    assert (report.status, report.citizen_id, report.is_listed) == ("received", None, True)


@pytest.mark.parametrize("key", ["", "ngắn", "x" * 500])
def test_a_form_without_its_key_comes_back_filled_in_with_a_new_one(client, basics, key):
    answer = citizen.send(client, basics | {"idempotency_key": key}, description="Đèn tắt")
    assert answer.status_code == 422
    assert "Đèn tắt" in answer.text
    again = citizen.send(client, basics | citizen.hidden(answer.text), description="Đèn tắt")
    citizen.code_of(again)


def test_a_stale_form_comes_back_filled_in_photos_too(client, csrf, db, basics, media_folder):
    form = basics | citizen.opened(client) | {"csrf_token": "cũ"}
    stale = citizen.send(client, form, citizen.photo(), description="Đèn tắt")
    assert stale.status_code == 400
    assert "Đèn tắt" in stale.text
    assert stale.text.count("data-staged") == 1
    fresh = basics | citizen.hidden(stale.text)
    citizen.code_of(citizen.send(client, fresh, description="Đèn tắt"))
    assert db.session.scalar(select(func.count(ServiceRequest.id))) == 1


def test_s15_a_session_that_ended_meanwhile_holds_the_report_and_keeps_it(
    app, login_as, db, basics
):
    visitor = login_as(make_user())
    form = basics | citizen.opened(visitor)
    visitor.delete_cookie(app.config["SESSION_COOKIE_NAME"])
    held = citizen.send(visitor, form, description="Đèn tắt")
    assert held.status_code == 422
    assert "Đèn tắt" in held.text
    assert db.session.scalar(select(func.count(ServiceRequest.id))) == 0
    again = basics | citizen.hidden(held.text)
    citizen.code_of(citizen.send(visitor, again, description="Đèn tắt"))
    assert _only(db).citizen_id is None


def test_s15_another_person_signed_in_on_the_phone_holds_the_report(login_as, db, basics):
    first, second = login_as(make_user()), login_as(make_user())
    form = basics | citizen.opened(first)
    held = citizen.send(second, form, description="Đèn tắt")
    assert held.status_code == 422
    assert db.session.scalar(select(func.count(ServiceRequest.id))) == 0


def test_a_photo_field_full_of_words_is_no_photo(client, basics):
    form = basics | citizen.opened(client) | {"photos": "ảnh đây"}
    assert citizen.send(client, form).status_code == 422


@pytest.mark.parametrize("address", ["?service=%ff%fe", "?service=" + "a" * 5_000, "?x[]=1&x[]=2"])
def test_odd_addresses_open_an_empty_form(client, basics, address):
    assert client.get(citizen.FORM + address).status_code == 200


def test_a_null_byte_in_an_address_is_no_500(client, basics):
    for address in ("/phan-anh/moi?service=%00", "/phan-anh/%00", "/tim?q=%00", "/phan-anh?q=%00"):
        assert client.get(address).status_code in (200, 400, 404)
