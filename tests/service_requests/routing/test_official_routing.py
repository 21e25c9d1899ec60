"""Who gets a report: the most specific service first, then the deepest place."""

import pytest

from app.core.clock import now
from app.places.models import COMMUNE, PROVINCE, VILLAGE
from app.service_requests.catalogue.queries import responsible_agency
from tests.factories import service_requests as make
from tests.factories.accounts import viewer_of


@pytest.fixture
def path(db):
    province = make.place(PROVINCE)
    commune = make.place(COMMUNE, parent=province)
    village = make.place(VILLAGE, parent=commune)
    return village, commune, province


def test_the_deepest_place_beats_a_wider_one(offices, path):
    service = make.service()
    make.routing_rule(offices.province)
    make.routing_rule(offices.commune, place=path[2])
    make.routing_rule(offices.office, place=path[1])
    assert responsible_agency(service, path) == offices.office
    assert responsible_agency(service, path[2:]) == offices.commune
    assert responsible_agency(service, [make.place()]) == offices.province


def test_a_rule_for_the_service_beats_a_deeper_place(offices, path):
    service = make.service()
    make.routing_rule(offices.office, place=path[0])
    make.routing_rule(offices.neighbour, service=service, place=path[2])
    assert responsible_agency(service, path) == offices.neighbour
    assert responsible_agency(make.service(), path) == offices.office


def test_without_a_rule_it_waits_for_the_operator(offices, path):
    make.routing_rule(offices.office, service=make.service())
    report = make.received(place=path[1])
    assert report.agency is None


def test_a_closed_agency_gets_nothing(offices, path):
    make.routing_rule(offices.office, place=path[1])
    make.routing_rule(offices.commune, place=path[2])
    offices.office.is_closed = True
    assert responsible_agency(make.service(), path) == offices.commune


def test_s27_what_is_about_officials_goes_one_level_up_and_is_invisible_below(
    db, login_as, offices, path
):
    make.routing_rule(offices.office, place=path[1])
    attitude = make.service(about_officials=True)
    report = make.received(service=attitude, place=path[1])
    assert report.agency == offices.commune
    address = f"/can-bo/phan-anh/{report.code}"
    below = (offices.handler, offices.lead, offices.commune_handler)
    for user in below:
        assert login_as(user).get(address).status_code == 404
        assert report.code not in login_as(user).get("/can-bo").text
    for user in (offices.overseer, offices.operator):
        assert login_as(user).get(address).status_code == 200
        assert report.code in login_as(user).get("/can-bo?muc=cho-xu-ly").text
    assert viewer_of(below[0]).can("handle", offices.office)


def test_a_rule_for_such_a_service_is_taken_as_it_is(offices, path):
    attitude = make.service(about_officials=True)
    make.routing_rule(offices.office, place=path[1])
    make.routing_rule(offices.reception, service=attitude)
    assert responsible_agency(attitude, path) == offices.reception


def test_a_private_service_keeps_no_coordinates(offices, path):
    private = make.service(private_by_default=True)
    report = make.received(service=private, place=path[0], lat=21.7, long=104.9)
    assert (report.lat, report.long) == (None, None)
    assert (report.village, report.place) == (path[0], path[1])
    assert not report.is_listed


def test_whoever_hands_it_on_is_offered_the_three_likeliest(login_as, offices):
    report = make.service_request(agency=offices.office)
    offices.neighbour.place = report.place
    make.routing_rule(offices.centre, service=report.service)
    make.service_request(agency=offices.commune, service=report.service)
    make.service_request(agency=offices.province, service=report.service)
    page = login_as(offices.operator).get(f"/can-bo/phan-anh/{report.code}/chuyen").text
    offered = [part.split('"')[0] for part in page.split('name="agency" value="')[1:]]
    assert offered == [offices.centre.code, offices.neighbour.code, offices.province.code]
    assert "<select" not in page


def test_any_agency_is_handed_to_by_a_part_of_its_name(db, login_as, offices):
    report = make.service_request(agency=offices.office)
    visitor, address = login_as(offices.operator), f"/can-bo/phan-anh/{report.code}/chuyen"

    def hand_to(typed: str):
        data = {"version": report.version, "o_moi_co_quan": typed, "idempotency_key": "k" * 30}
        return visitor.post(address, data=data)

    several = hand_to("phong kinh te")
    assert several.status_code == 422
    assert offices.neighbour.code in several.text
    assert 'value="phong kinh te"' in several.text
    assert hand_to("không có").status_code == 422
    assert hand_to("kinh te xa khac").status_code == 303
    db.session.refresh(report)
    assert report.agency_id == offices.neighbour.id


def test_colleagues_who_are_offered_by_name_are_those_who_may_have_it(db, login_as, offices):
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    address = "/can-bo/loc/goi-y/dong_nghiep?o_dong_nghiep=can+bo"
    names = login_as(offices.handler).get(address, headers=part).text
    assert "Cán Bộ Một" in names
    assert "Cán Bộ Xã" in names
    assert "Cán Bộ Khác" not in names
    offices.commune_handler.disabled_at = now()
    db.session.commit()
    assert "Cán Bộ Xã" not in login_as(offices.handler).get(address, headers=part).text
