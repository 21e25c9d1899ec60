"""Where a report is: what the phone measured, what the citizen chose, and what the server says."""

import pytest
from sqlalchemy import select

from app.service_requests.models import ServiceRequest
from tests.factories import places
from tests.factories import service_requests as make
from tests.service_requests import citizen

INSIDE = {"lat": "21.7", "long": "104.87", "accuracy": "12"}
LAOS = {"lat": "19.88", "long": "102.13", "accuracy": "12"}
NOWHERE = {"lat": "0", "long": "0", "accuracy": "12"}


@pytest.fixture
def form(client):
    """The form filled in but for the place."""
    make.service("street-light", "Đèn đường")
    return {"service": "street-light", "description": "Đèn tắt"} | citizen.opened(client)


@pytest.fixture
def bounded():
    """Two communes side by side, with boundaries."""
    west = places.enclose(places.make_commune("Bình Tây", code="90001"), 21.7, 104.87)
    east = places.enclose(places.make_commune("Bình Đông", code="90002"), 21.7, 104.97)
    return west, east


@pytest.fixture
def unbounded():
    """Three communes of which only the centres are known."""
    return [
        places.make_commune(f"Bình {n}", code=f"9000{n}", lat=21.7 + n / 50, long=104.87)
        for n in range(1, 4)
    ]


def _report(db):
    return db.session.scalar(select(ServiceRequest))


def _ticked(page: str) -> list[str]:
    return [
        part.split('"')[0]
        for part in page.split('name="place" value="')[1:]
        if part.split(">")[0].endswith("checked")
    ]


def test_an_exact_point_in_one_commune_needs_no_further_tap(client, db, form, bounded):
    citizen.code_of(citizen.send(client, form, **INSIDE))
    report = _report(db)
    assert (report.place.code, report.lat, report.accuracy_m) == ("90001", 21.7, 12)


def test_a_point_over_100_metres_has_to_be_confirmed(client, db, form, bounded):
    point = INSIDE | {"accuracy": "101"}
    refused = citizen.send(client, form, **point)
    assert refused.status_code == 422
    assert 'name="place" value="90001"' in refused.text
    assert _ticked(refused.text) == []
    citizen.code_of(citizen.send(client, form, place="90001", **point))
    assert _report(db).accuracy_m == 101


def test_without_boundaries_the_nearest_three_are_offered_and_none_is_chosen(
    client, db, form, unbounded
):
    refused = citizen.send(client, form, **INSIDE)
    assert refused.status_code == 422
    assert all(f'value="9000{n}"' in refused.text for n in (1, 2, 3))
    assert _ticked(refused.text) == []
    assert 'name="lat" value="21.7"' in refused.text
    citizen.code_of(citizen.send(client, form, place="90002", **INSIDE))
    assert _report(db).lat == 21.7


def test_a_point_that_contradicts_the_choice_is_dropped(client, db, form, bounded):
    citizen.code_of(citizen.send(client, form, place="90002", **INSIDE))
    report = _report(db)
    assert (report.place.code, report.lat, report.long) == ("90002", None, None)


@pytest.mark.parametrize("point", [LAOS, NOWHERE])
def test_a_point_elsewhere_gives_a_sentence_and_keeps_the_words(client, form, bounded, point):
    refused = citizen.send(client, form, **point)
    assert refused.status_code == 422
    assert "tỉnh" in citizen.words(refused)
    assert "Đèn tắt" in refused.text


@pytest.mark.parametrize("point", [LAOS, NOWHERE, {"lat": "1e999", "long": "x"}])
def test_a_commune_that_was_chosen_counts_wherever_the_phone_thinks_it_is(
    client, db, form, bounded, point
):
    citizen.code_of(citizen.send(client, form, place="90001", **point))
    assert (_report(db).place.code, _report(db).lat) == ("90001", None)


@pytest.mark.parametrize(
    "point",
    [
        {"lat": "một", "long": "hai"},
        {"lat": "nan", "long": "inf"},
        {"lat": "9" * 400, "long": "1"},
        {"lat": "21.7", "long": "104.87", "accuracy": "-5"},
        {"lat": "21,7", "long": "104,87"},
    ],
)
def test_coordinates_of_the_wrong_type_give_a_sentence(client, form, bounded, point):
    refused = citizen.send(client, form, **point)
    assert refused.status_code == 422
    assert 'href="#place"' in refused.text


def test_a_place_that_no_longer_exists_offers_what_it_is_now(client, db, form, bounded):
    places.make_former("Thử Cũ", bounded[1], code="80001")
    refused = citizen.send(client, form, place="80001")
    assert refused.status_code == 422
    assert "Xã Thử Cũ" in citizen.words(refused)
    assert _ticked(refused.text) == ["90002"]
    citizen.code_of(citizen.send(client, form, place="90002"))


def test_a_place_that_was_divided_leaves_the_choice_to_the_citizen(client, form, bounded):
    places.make_former("Thử Chia", *bounded, code="80002")
    refused = citizen.send(client, form, place="80002")
    assert all(f'value="9000{n}"' in refused.text for n in (1, 2))
    assert _ticked(refused.text) == []


@pytest.mark.parametrize("code", ["99999", "x" * 500, "' OR 1=1 --", "15"])
def test_an_unknown_place_is_asked_for_again(client, form, bounded, code):
    places.make_province()
    refused = citizen.send(client, form, place=code)
    assert refused.status_code == 422
    assert "Đèn tắt" in refused.text


@pytest.mark.parametrize("typed", ["binh dong", "Bình Đông", "BÌNH ĐÔNG", "thử cũ", "thu cu"])
def test_it_searches_without_a_script_and_keeps_everything(client, form, bounded, typed):
    places.make_former("Thử Cũ", bounded[1], code="80001")
    found = citizen.send(client, form, citizen.photo(), tim=typed, **{"tim-xa": "1"})
    assert found.status_code == 200
    assert 'name="place" value="90002"' in found.text
    assert "Đèn tắt" in found.text
    assert found.text.count("data-staged") == 1
    assert 'role="alert"' not in found.text.replace('role="alert" data-missing', "")
    assert _ticked(found.text) == ["90002"], "the only one that can be meant"


def test_of_several_found_none_is_ticked(client, form, bounded):
    found = citizen.send(client, form, tim="binh", **{"tim-xa": "1"})
    assert 'name="place" value="90002"' in found.text
    assert _ticked(found.text) == []


def test_a_search_that_finds_nothing_says_so_and_keeps_everything(client, form, bounded):
    found = citizen.send(client, form, tim="Atlantis", **{"tim-xa": "1"})
    assert found.status_code in (200, 422)
    assert "Đèn tắt" in found.text
    assert 'value="Atlantis"' in found.text


def test_a_village_of_another_commune_is_not_taken(client, db, form, bounded):
    places.make_village(bounded[1], "Thử Một", code="90002-1")
    citizen.code_of(citizen.send(client, form, place="90001", village="90002-1"))
    assert _report(db).village is None
