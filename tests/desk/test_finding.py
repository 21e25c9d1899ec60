"""Finding reports on the desk: words, filters that are kept, and a caller's number."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import erasing
from app.accounts.limits import HOUR, Limit
from app.core import clock as moment
from app.core.audit import AuditEntry
from app.service_requests.desk import saved_filters
from app.service_requests.desk import search as desk_search
from app.service_requests.desk.views import finding
from app.service_requests.following import adding
from app.service_requests.models import SavedFilter
from app.service_requests.record import COMPLAINT
from app.service_requests.routing import handing_on, sealing
from tests.desk.test_inbox import codes_in, next_page
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

PHONE = "+84900000088"


def search(visitor, **values) -> list[str]:
    return codes_in(visitor.get("/can-bo", query_string=values).text)


def test_words_without_accents_find_what_is_not_public_too(login_as, offices):
    words = {"description": "Cầu treo Khe Bành gãy ván", "agency": offices.office}
    private = make.service_request(service=make.service(private_by_default=True), **words)
    done = make.service_request("closed", **words)
    make.service_request(agency=offices.neighbour, description="Cầu treo Khe Bành gãy ván")
    make.service_request(agency=offices.office)
    assert search(login_as(offices.handler), tim="khe banh gay") == [done.code, private.code]


def test_a_search_follows_the_report_to_another_agency_and_never_finds_what_is_sealed(
    login_as, offices
):
    report = make.service_request(agency=offices.office, description="Máng nước rò rỉ")
    handing_on.route(report, make.official_actor(offices.office), moment.now(), offices.neighbour)
    assert search(login_as(offices.handler), tim="mang nuoc") == []
    assert search(login_as(offices.neighbour_handler), tim="mang nuoc") == [report.code]
    sealing.seal(report, make.official_actor(offices.neighbour), moment.now(), COMPLAINT)
    assert search(login_as(offices.neighbour_handler), tim="mang nuoc") == []


def test_reports_about_officials_are_found_by_who_oversees_them_alone(login_as, offices):
    service = make.service(about_officials=True)
    report = make.service_request(
        agency=offices.commune, service=service, description="Thái độ quát tháo"
    )
    assert search(login_as(offices.overseer), tim="quat thao") == [report.code]
    assert search(login_as(offices.commune_handler), tim="quat thao") == []


def test_what_the_sender_added_is_found_until_they_are_erased(login_as, offices):
    sender = make_user("Người Gửi")
    report = make.service_request(agency=offices.office, citizen=sender)
    adding.add(report, make.citizen_actor(report), moment.now(), "Thêm: gần cột mốc Suối Xanh")
    assert search(login_as(offices.operator), tim="suoi xanh") == [report.code]
    erasing.erase(sender, moment.now())
    assert search(login_as(offices.operator), tim="suoi xanh") == []


@pytest.mark.parametrize("role", ["handler", "commune_handler", "operator"])
def test_pages_of_a_search_follow_one_another(login_as, offices, monkeypatch, role):
    monkeypatch.setattr(desk_search, "NEWEST", desk_search.NEWEST.at_most(3))
    made = [make.service_request(agency=offices.office).code for _ in range(7)]
    visitor, seen, address = login_as(getattr(offices, role)), [], "/can-bo?tim=den+duong"
    while address:
        page = visitor.get(address).text
        seen += codes_in(page)
        address = next_page(page)
    assert seen == made[::-1]


def test_filters_narrow_a_tab_and_a_search_alike(login_as, offices, clock):
    lamp, road = make.service("den"), make.service("duong")
    late = make.service_request("accepted", agency=offices.office, service=lamp)
    clock.shift(timedelta(days=30))
    mine = make.service_request("accepted", agency=offices.office, service=lamp)
    mine.assignee = offices.handler
    other = make.service_request("accepted", agency=offices.office, service=road)
    visitor = login_as(offices.handler)
    found = {
        (("linh_vuc", "den"),): [late, mine],
        (("linh_vuc", "khong-co"),): [],
        (("han", "qua-han"),): [late],
        (("han", "hom-nay"),): [],
        (("han", "x"),): [late, mine, other],
        (("nguoi", offices.handler.code),): [mine],
        (("nguoi", "chua-giao"), ("linh_vuc", "duong")): [other],
        (("khan", "1"),): [],
        (("tim", "den duong"), ("linh_vuc", "den")): [mine, late],
    }
    for asked, reports in found.items():
        assert search(visitor, **dict(asked)) == [each.code for each in reports], asked


def test_a_kept_filter_is_used_replaced_and_deleted_by_its_owner_alone(db, login_as, offices):
    visitor, data = login_as(offices.handler), {"ten": "Đèn quá hạn", "han": "qua-han"}
    answer = visitor.post("/can-bo/loc", data={**data, "muc": "cho-xu-ly"})
    assert answer.location == "/can-bo?muc=cho-xu-ly&han=qua-han"
    assert "Đèn quá hạn" in visitor.get("/can-bo").text
    visitor.post("/can-bo/loc", data={**data, "tim": "đèn", "x": "1"})
    kept = db.session.scalars(select(SavedFilter)).one()
    assert kept.query == "tim=%C4%91%C3%A8n&han=qua-han"
    other = login_as(offices.colleague)
    assert "Đèn quá hạn" not in other.get("/can-bo").text
    assert other.post(f"/can-bo/loc/{kept.code}/xoa").status_code == 404
    assert visitor.post(f"/can-bo/loc/{kept.code}/xoa").status_code == 303
    assert db.session.scalars(select(SavedFilter)).all() == []


def test_kept_filters_are_exported_and_erased_with_their_owner(db, offices):
    user = make_user("Cán Bộ Cũ")
    saved_filters.save(user.id, "Của tôi", "khan=1", moment.now())
    assert erasing.export(user, moment.now())["saved_filters"] == [
        {"name": "Của tôi", "filter": "khan=1"}
    ]
    erasing.erase(user, moment.now())
    assert db.session.scalars(select(SavedFilter)).all() == []


def test_a_filter_of_nothing_and_one_too_many_are_refused(login_as, offices):
    visitor = login_as(offices.handler)
    assert visitor.post("/can-bo/loc", data={"ten": "Trống"}).status_code == 422
    for number in range(SavedFilter.MOST):
        visitor.post("/can-bo/loc", data={"ten": str(number), "khan": "1"})
    page = visitor.post("/can-bo/loc", data={"ten": "Nữa", "khan": "1"})
    assert page.status_code == 422
    assert "mười hai" in page.text


def test_the_box_leads_to_a_code_to_words_or_to_the_page_of_a_number(login_as, offices):
    report, visitor = make.service_request(agency=offices.office), login_as(offices.lead)
    box = {
        report.code.lower(): f"/can-bo/phan-anh/{report.code}",
        "đèn đường": "/can-bo?tim=%C4%91%C3%A8n+%C4%91%C6%B0%E1%BB%9Dng",
        "": "/can-bo",
    }
    for typed, address in box.items():
        assert visitor.post("/can-bo/tim", data={"tim": typed}).location == address
    page = visitor.post("/can-bo/tim", data={"tim": "0900 000 088"})
    assert page.status_code == 200
    assert 'value="0900 000 088"' in page.text


def by_phone(visitor, phone: str = "0900 000 088", reason: str = "caller"):
    data = {"phone": phone, "reason": reason}
    return visitor.post("/can-bo/tim-theo-so-dien-thoai", data=data)


def test_s38_a_number_finds_its_reports_without_being_shown_and_the_look_is_logged(
    db, login_as, offices
):
    sender = make_user("Người Gửi", PHONE)
    left = make.service_request(agency=offices.office, contact_phone=PHONE, description="Một")
    sent = make.service_request(agency=offices.office, citizen=sender, description="Hai")
    away = make.service_request(agency=offices.neighbour, citizen=sender, description="Ba")
    page = by_phone(login_as(offices.lead))
    assert codes_in(page.text) == [sent.code, left.code]
    assert "000 088" not in page.text
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.verb == "service_request.find_by_phone")
    ).one()
    assert entry.actor == offices.lead.reference
    assert entry.after == {"reason": "caller", "found": [sent.code, left.code]}
    assert away.code in by_phone(login_as(offices.operator)).text


def test_a_number_needs_the_right_a_reason_and_patience(login_as, offices, monkeypatch):
    monkeypatch.setattr(finding, "PER_OFFICIAL", Limit("desk-phone-search", 2, HOUR))
    assert by_phone(login_as(offices.handler)).status_code == 403
    visitor = login_as(offices.lead)
    assert by_phone(visitor, reason="x").status_code == 422
    assert by_phone(visitor, phone="12").status_code == 422
    assert [by_phone(visitor).status_code for _ in range(3)] == [200, 200, 429]
