"""The report form: what it takes, and what comes back filled in."""

import re

import pytest
from sqlalchemy import func, select

from app.core import preferences
from app.media.models import Photo
from app.service_requests.models import RequestPhoto, ServiceRequest
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.media import pictures
from tests.media.uploads import upload
from tests.service_requests import citizen


@pytest.fixture
def lamp(app):
    return make.service("street-light", "Đèn đường")


@pytest.fixture
def commune(app):
    return places.enclose(places.make_commune("Bình Thử", code="90001"), 21.7, 104.87)


@pytest.fixture
def basics(lamp, commune):
    return {"service": "street-light", "place": "90001"}


def _reports(db):
    return db.session.scalars(select(ServiceRequest)).unique().all()


def test_it_takes_a_report_with_a_photo_and_no_letter_typed(client, db, basics, media_folder):
    code = citizen.code_of(citizen.send(client, basics | citizen.opened(client), citizen.photo()))
    report = db.session.scalar(select(ServiceRequest))
    assert (report.code, report.description, report.place.code) == (code, None, "90001")
    assert db.session.scalar(select(func.count(RequestPhoto.id))) == 1


def test_it_takes_a_report_in_words_alone(client, db, basics):
    form = basics | citizen.opened(client)
    citizen.code_of(citizen.send(client, form, description="Đèn tắt ba hôm nay"))
    assert _reports(db)[0].description == "Đèn tắt ba hôm nay"


def eight_services():
    return [make.service(f"s{at}", f"Việc {at}", position=at) for at in range(8)]


def test_services_keep_their_places_whatever_is_reported_most(client, db):
    services = eight_services()
    for _ in range(2):
        make.service_request(service=services[7])
    first, rest = client.get(citizen.FORM).text.split("<details", 1)
    assert re.findall(r'value="(s\d)"', first) == ["s0", "s1", "s2", "s3", "s4", "s5"]
    assert re.findall(r'value="(s\d)"', rest) == ["s6", "s7"]


def test_what_one_reported_last_stands_behind_the_first_ones_too(login_as, db):
    services = eight_services()
    user = make_user()
    make.service_request(service=services[7], citizen=user)
    visitor = login_as(user)
    first, rest = visitor.get(citizen.FORM).text.split("<details", 1)
    assert re.findall(r'value="(s\d)"', first) == ["s0", "s1", "s2", "s3", "s4", "s5", "s7"]
    assert re.findall(r'value="(s\d)"', rest) == ["s6"]
    assert "Như lần trước: Việc 7" in visitor.get("/").text


def test_a_service_may_be_chosen_in_the_address(client, basics):
    page = client.get("/phan-anh/moi?service=street-light").text
    assert 'value="street-light" checked' in page


def test_a_dangerous_matter_shows_whom_to_call_before_the_form(client):
    make.service("power", "Điện", emergency_number="114")
    page = client.get("/phan-anh/moi?service=power").text
    assert page.index('href="tel:114"') < page.index("<fieldset")
    assert 'data-when-service="power"' in client.get(citizen.FORM).text


def test_urgent_is_offered_only_where_the_service_allows_it(client, lamp):
    assert 'name="urgent"' not in client.get(citizen.FORM).text
    make.service("road", "Đường", urgent_class=make.urgency_class(name="Khẩn"))
    assert '<div data-when-service="road">' in client.get(citizen.FORM).text


def test_urgent_counts_only_where_the_service_allows_it(client, db, basics):
    form = basics | citizen.opened(client)
    citizen.code_of(citizen.send(client, form, description="Tối quá", urgent="1"))
    assert _reports(db)[0].is_urgent is False


@pytest.mark.both_databases
def test_it_asks_for_everything_that_is_missing_at_once(client, app):
    answer = citizen.send(client, citizen.opened(client))
    assert answer.status_code == 422
    for field_id in ("service", "place", "photos"):
        assert f'href="#{field_id}"' in answer.text


def test_refused_words_come_back_as_they_were(client, basics):
    typed = {
        "description": "Cột điện nghiêng <ngay> cổng trường & chợ",
        "contact_name": "Người Dùng Thử Một",
        "contact_phone": "không có số",
        "urgent": "1",
    }
    answer = citizen.send(client, basics | citizen.opened(client), **typed)
    assert answer.status_code == 422
    assert "Cột điện nghiêng &lt;ngay&gt; cổng trường &amp; chợ" in answer.text
    assert 'value="Người Dùng Thử Một"' in answer.text
    assert 'value="không có số"' in answer.text
    assert 'value="street-light" checked' in answer.text
    assert 'value="90001" checked' in answer.text


def test_photos_of_a_refused_form_are_kept_and_sent_with_the_next_try(
    client, db, basics, media_folder
):
    form = citizen.opened(client) | {"service": "street-light"}
    refused = citizen.send(client, form, citizen.photo(1), citizen.photo(2))
    assert refused.text.count("data-staged") == 2
    citizen.code_of(citizen.send(client, form, place="90001"))
    assert db.session.scalar(select(func.count(RequestPhoto.id))) == 2


def test_a_kept_photo_may_be_left_out(client, db, basics, media_folder):
    form = citizen.opened(client) | {"service": "street-light"}
    citizen.send(client, form, citizen.photo(1), citizen.photo(2))
    first = db.session.scalars(select(Photo).order_by(Photo.id)).first().code
    citizen.code_of(citizen.send(client, form, place="90001", remove_photo=first))
    assert db.session.scalar(select(func.count(RequestPhoto.id))) == 1


def test_another_form_does_not_get_the_photos(client, db, basics, media_folder):
    citizen.send(client, citizen.opened(client), citizen.photo(1))
    answer = citizen.send(client, citizen.opened(client) | basics)
    assert answer.status_code == 422
    assert "data-staged" not in answer.text


def test_it_is_sent_for_somebody_else_who_agrees(client, db, basics):
    form = basics | citizen.opened(client)
    other = {"other_name": "Bà Thử Hai", "other_phone": "0900 000 012"}
    refused = citizen.send(client, form, description="Mái dột", **other)
    assert refused.status_code == 422
    assert 'value="0900 000 012"' in refused.text
    citizen.code_of(citizen.send(client, form, description="Mái dột", other_agrees="1", **other))
    report = _reports(db)[0]
    assert report.for_other
    assert (report.contact_name, report.contact_phone) == ("Bà Thử Hai", "+84900000012")


def test_a_guest_may_say_how_to_be_reached_and_need_not(client, db, basics):
    form = basics | citizen.opened(client)
    citizen.code_of(citizen.send(client, form, description="Rác", contact_phone="+84 900.000.013"))
    assert _reports(db)[0].contact_phone == "+84900000013"


def test_a_person_who_is_signed_in_is_asked_for_no_contact(login_as, db, basics):
    user = make_user()
    visitor = login_as(user)
    form = basics | citizen.opened(visitor)
    assert 'name="contact_phone"' not in visitor.get(citizen.FORM).text
    citizen.code_of(citizen.send(visitor, form, description="Đèn tắt"))
    assert _reports(db)[0].citizen_id == user.id


def test_where_the_person_lives_is_offered_and_not_ticked(client, commune):
    village = places.make_village(commune, "Thử Một", code="90001-1")
    chosen = preferences.Preferences(commune_id=commune.id, village_id=village.id)
    client.set_cookie(preferences.COOKIE, chosen.encoded())
    page = client.get(citizen.FORM).text
    assert 'value="90001"><span>Phường Bình Thử' in page
    assert "thôn Thử Một, phường Bình Thử" in page
    assert "checked" not in page


def test_a_village_is_chosen_after_its_commune(client, db, basics, commune):
    places.make_village(commune, "Thử Một", code="90001-1")
    form = basics | citizen.opened(client)
    refused = citizen.send(client, form)
    assert 'value="90001-1"' in refused.text
    citizen.code_of(citizen.send(client, form, description="Đèn tắt", village="90001-1"))
    report = _reports(db)[0]
    assert (report.village.code, report.place.code) == ("90001-1", "90001")


def test_a_private_matter_keeps_no_coordinates(client, db, commune):
    make.service("attitude", "Thái độ phục vụ", private_by_default=True)
    form = citizen.opened(client) | {"service": "attitude", "place": "90001"}
    point = {"lat": "21.7", "long": "104.87", "accuracy": "10"}
    citizen.code_of(citizen.send(client, form, description="Hách dịch", **point))
    report = _reports(db)[0]
    assert (report.lat, report.long, report.accuracy_m) == (None, None, None)
    assert not report.is_listed


# --- photos as they come


@pytest.mark.parametrize("number", [5, 7])
def test_more_than_four_photos_keep_the_first_four(client, db, basics, media_folder, number):
    form = basics | citizen.opened(client)
    answer = citizen.send(client, form, *(citizen.photo(each) for each in range(number)))
    assert answer.status_code == 422
    assert answer.text.count("data-staged") == 4
    citizen.code_of(citizen.send(client, form))


def test_s19_text_that_calls_itself_a_photo_is_refused_and_the_words_stay(
    client, basics, media_folder
):
    fake = upload("Đây không phải là ảnh".encode())
    form = basics | citizen.opened(client)
    answer = citizen.send(client, form, fake, citizen.photo(), description="Đèn tắt")
    assert answer.status_code == 422
    assert "Đèn tắt" in answer.text
    assert answer.text.count("data-staged") == 1
    assert "Ảnh 1" in citizen.words(answer) or "Photo 1" in citizen.words(answer)


def test_a_photo_of_40_mb_is_refused_with_a_sentence_and_the_words_stay(
    client, basics, media_folder
):
    large = upload(pictures.jpeg() + b"\0" * 40_000_000)
    answer = citizen.send(client, basics | citizen.opened(client), large, description="Đèn tắt")
    assert answer.status_code == 422
    assert "20 MB" in citizen.words(answer)
    assert "Đèn tắt" in answer.text


def test_a_heic_photo_is_taken(client, db, basics, media_folder):
    heic = upload(pictures.encoded(pictures.four_corners(), "HEIC"), "IMG_1.HEIC")
    citizen.code_of(citizen.send(client, basics | citizen.opened(client), heic))
