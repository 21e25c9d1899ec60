"""Administration of services, classes, reasons and routing."""

import pytest
from sqlalchemy import select

from app.accounts import permissions
from app.core.audit import AuditEntry
from app.places.models import COMMUNE, PROVINCE
from app.service_requests.catalogue.queries import (
    receiver_among,
    responsible_agency,
    rules_in,
)
from app.service_requests.models import Reason, RemovedRule, RoutingRule, Service, UrgencyClass
from tests.factories import places as units
from tests.factories import service_requests as make
from tests.factories.accounts import make_official

PAGES = (
    "",
    "/linh-vuc",
    "/linh-vuc/moi",
    "/muc-do",
    "/muc-do/moi",
    "/phan-luong",
    "/ly-do",
    "/ly-do/moi",
)


@pytest.fixture
def admin(login_as, offices):
    return login_as(offices.administrator)


def url(path: str) -> str:
    return f"/can-bo/quan-tri{path}"


def audited(db) -> list[tuple[str, dict | None, dict | None]]:
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(row.verb, row.before, row.after) for row in rows]


def service_form(**values) -> dict[str, str]:
    return {
        "name": "Đèn đường",
        "icon": "lamp",
        "position": "10",
        "active": "y",
        "urgent_class": "",
        "ask_days": "5",
        "near_metres": "100",
        "near_days": "30",
        "on_silence": Service.RUN_ON,
        **values,
    }


# --- who


@pytest.mark.parametrize("path", PAGES)
def test_s24_only_an_administrator_of_the_whole_opens_them(client, login_as, offices, path):
    branch = make_official(permissions.ADMINISTER, agency=offices.commune)
    assert login_as(offices.administrator).get(url(path)).status_code == 200
    assert login_as(branch).get(url(path)).status_code == (403 if path else 200)
    for role in ("handler", "lead", "operator", "receptionist", "overseer"):
        assert login_as(getattr(offices, role)).get(url(path)).status_code == 403, role
    assert client.get(url(path)).status_code == 303


def test_s24_nobody_else_changes_anything(db, login_as, offices):
    service, reason = make.service(), make.reason()
    rule = make.routing_rule(offices.office, service)
    paths = {
        "/linh-vuc/moi": service_form(code="moi", urgency_class=service.urgency_class.code),
        f"/linh-vuc/{service.service_code}": service_form(
            urgency_class=service.urgency_class.code, name="Khác"
        ),
        f"/muc-do/{service.urgency_class.code}": {"name": "Khác"},
        f"/ly-do/{reason.code}": {"name": "Khác", "position": "1"},
        "/phan-luong": {"service": "", "where": "", "agency": offices.office.code},
        f"/phan-luong/{rule.id}/bo": {},
    }
    branch = make_official(permissions.ADMINISTER, agency=offices.commune)
    for user in (branch, offices.operator, offices.lead):
        visitor = login_as(user)
        for path, data in paths.items():
            assert visitor.post(url(path), data=data).status_code == 403, path
    assert audited(db) == []


def test_a_branchs_administrator_is_not_offered_what_holds_for_all(login_as, offices):
    branch = make_official(permissions.ADMINISTER, agency=offices.commune)
    assert "linh-vuc" not in login_as(branch).get(url("")).text
    assert "linh-vuc" in login_as(offices.administrator).get(url("")).text


# --- services


def test_a_service_is_made_with_its_texts_in_both_languages(db, admin):
    normal, fast = make.urgency_class("normal"), make.urgency_class("fast")
    data = service_form(
        code="den-duong",
        name_en="Street lamps",
        group="Hạ tầng",
        keywords="den duong, bóng đèn",
        urgency_class="normal",
        urgent_class="fast",
        emergency_number="114",
        proof_required="y",
    )
    assert admin.post(url("/linh-vuc/moi"), data=data).location == url("/linh-vuc")
    service = db.session.scalars(select(Service)).one()
    assert {text.language: text.name for text in service.texts} == {
        "vi": "Đèn đường",
        "en": "Street lamps",
    }
    assert (service.urgency_class_id, service.urgent_class_id) == (normal.id, fast.id)
    assert (service.proof_required, service.private_by_default) == (True, False)
    verb, before, after = audited(db)[0]
    assert (verb, before, after["service_code"]) == ("service.create", None, "den-duong")


def test_a_service_is_changed_and_both_states_are_audited(db, admin):
    service = make.service("den-duong", name="Cũ")
    data = service_form(name="Mới", urgency_class=service.urgency_class.code, about_officials="y")
    data.pop("active")
    admin.post(url("/linh-vuc/den-duong"), data=data)
    assert (service.service_name, service.active, service.about_officials) == ("Mới", False, True)
    verb, before, after = audited(db)[0]
    assert verb == "service.change"
    assert (before["texts"]["vi"]["name"], after["texts"]["vi"]["name"]) == ("Cũ", "Mới")
    assert (before["active"], after["active"]) == (True, False)


def test_saving_what_is_the_same_writes_no_audit_row(db, admin):
    service = make.service("den-duong", position=10, group="", active=True)
    page = service_form(urgency_class=service.urgency_class.code)
    assert admin.post(url("/linh-vuc/den-duong"), data=page).status_code == 303
    assert audited(db) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("code", "Đèn đường"),
        ("code", ""),
        ("code", "taken"),
        ("icon", "khong-co"),
        ("position", "mười"),
        ("position", "-1"),
        ("urgency_class", "khong-co"),
        ("urgent_class", "khong-co"),
        ("emergency_number", "goi ngay"),
        ("ask_days", "0"),
        ("near_metres", "5001"),
        ("on_silence", "quên"),
    ],
)
def test_a_service_that_will_not_do_is_refused_with_all_that_was_typed(db, admin, field, value):
    make.service("taken", urgency_class=make.urgency_class("normal"))
    db.session.commit()
    data = (
        service_form(
            code="moi", urgency_class="normal", keywords="những từ đã gõ", **{field: value}
        )
        if field not in ("code", "urgency_class")
        else {
            **service_form(code="moi", urgency_class="normal", keywords="những từ đã gõ"),
            field: value,
        }
    )
    answer = admin.post(url("/linh-vuc/moi"), data=data)
    assert answer.status_code == 422
    assert "những từ đã gõ" in answer.text
    assert 'class="summary"' in answer.text
    assert "Not a valid" not in answer.text
    assert len(db.session.scalars(select(Service)).all()) == 1


def test_the_edit_page_shows_what_is_there(admin):
    make.service("den-duong", keywords="bóng đèn", emergency_number="114")
    page = admin.get(url("/linh-vuc/den-duong")).text
    assert "bóng đèn" in page
    assert 'value="114"' in page
    assert admin.get(url("/linh-vuc/khong-co")).status_code == 404


def test_taking_an_english_text_away_falls_back_to_vietnamese(db, admin):
    service = make.service("den-duong")
    common = service_form(urgency_class=service.urgency_class.code)
    admin.post(url("/linh-vuc/den-duong"), data={**common, "name_en": "Lamps"})
    assert len(service.texts) == 2
    admin.post(url("/linh-vuc/den-duong"), data={**common, "name_en": ""})
    assert [text.language for text in service.texts] == ["vi"]


# --- urgency classes


@pytest.mark.parametrize("typed", ["37,5", "37.5"])
def test_hours_are_typed_as_people_write_them(db, admin, typed):
    data = {
        "code": "thuong",
        "name": "Thường",
        "clock": "working",
        "accept_hours": "8",
        "answer_hours": typed,
        "extension_hours": "",
    }
    assert admin.post(url("/muc-do/moi"), data=data).location == url("/muc-do")
    made = db.session.scalars(select(UrgencyClass)).one()
    assert (made.accept_minutes, made.answer_minutes, made.extension_minutes) == (480, 2250, 0)
    page = admin.get(url("/muc-do")).text
    assert "8 giờ làm việc" in page
    assert "5 ngày làm việc" in page
    assert 'value="37,5"' in admin.get(url("/muc-do/thuong")).text


@pytest.mark.parametrize(
    ("accept", "answer"),
    [
        ("0", "8"),
        ("", "8"),
        ("tám", "8"),
        ("8", "4"),
        ("8", "1e9"),
        ("NaN", "8"),
        ("-1", "8"),
        ("0,5", "1.500"),
    ],
)
def test_hours_that_promise_nothing_or_the_impossible_are_refused(db, admin, accept, answer):
    made = make.urgency_class("thuong")
    data = {"name": "Gõ rồi", "clock": "working", "accept_hours": accept, "answer_hours": answer}
    got = admin.post(url("/muc-do/thuong"), data=data)
    assert got.status_code == 422
    assert "Gõ rồi" in got.text
    assert made.accept_minutes == 480


def test_changing_a_class_leaves_promises_as_they_were(db, admin, offices):
    made = make.urgency_class("thuong")
    report = make.service_request(agency=offices.office, service=make.service(urgency_class=made))
    promised = report.answer_by
    data = {"name": "Nhanh", "clock": "continuous", "accept_hours": "1", "answer_hours": "2"}
    admin.post(url("/muc-do/thuong"), data=data)
    assert (made.clock, made.answer_minutes) == ("continuous", 120)
    assert report.answer_by == promised


# --- reasons


def test_reasons_are_made_changed_and_no_longer_offered(db, admin):
    data = {
        "code": "trung",
        "kind": "not_accepted",
        "name": "Đã có người báo",
        "position": "5",
        "active": "y",
    }
    assert admin.post(url("/ly-do/moi"), data=data).location == url("/ly-do")
    reason = db.session.scalars(select(Reason)).one()
    admin.post(url("/ly-do/trung"), data={"name": "Đã được báo trước", "position": "6"})
    assert (reason.name, reason.position, reason.active) == ("Đã được báo trước", 6, False)
    assert [verb for verb, _, _ in audited(db)] == ["reason.create", "reason.change"]


def test_a_code_is_given_once(db, admin):
    taken = make.reason()
    data = {"code": taken.code, "kind": "not_public", "name": "Lý do mới gõ", "position": "1"}
    answer = admin.post(url("/ly-do/moi"), data=data)
    assert answer.status_code == 422
    assert "Lý do mới gõ" in answer.text


# --- routing


@pytest.fixture
def places(db):
    province = make.place(PROVINCE, "Thử", code="99")
    return make.place(COMMUNE, "Suối Thử", province), make.place(COMMUNE, "Suối Giả", province)


def test_a_rule_is_added_by_the_places_name_without_accents(db, admin, offices, places):
    service = make.service("den-duong")
    data = {"service": "den-duong", "where": "suoi thu", "agency": offices.office.code}
    assert admin.post(url("/phan-luong"), data=data).status_code == 303
    rule = db.session.scalars(select(RoutingRule)).one()
    found = (rule.service_id, rule.place_id, rule.agency_id)
    assert found == (service.id, places[0].id, offices.office.id)
    assert "Xã Suối Thử" in admin.get(url("/phan-luong")).text
    assert audited(db)[0][0] == "routing.add"


def test_a_name_of_several_places_asks_which(db, admin, offices, places):
    data = {"service": "", "where": "suoi", "agency": offices.office.code}
    answer = admin.post(url("/phan-luong"), data=data)
    assert answer.status_code == 422
    assert places[0].code in answer.text
    admin.post(url("/phan-luong"), data={**data, "place": places[1].code})
    assert db.session.scalars(select(RoutingRule)).one().place_id == places[1].id


def test_a_place_that_is_none_is_refused_with_what_was_typed(db, admin, offices, places):
    data = {"service": "", "where": "Không Có Đâu", "agency": offices.office.code}
    answer = admin.post(url("/phan-luong"), data=data)
    assert answer.status_code == 422
    assert "Không Có Đâu" in answer.text
    assert db.session.scalars(select(RoutingRule)).all() == []


def test_two_rules_for_the_same_are_refused(db, admin, offices):
    data = {"service": "", "where": "", "agency": offices.office.code}
    assert admin.post(url("/phan-luong"), data=data).status_code == 303
    other = {**data, "agency": offices.neighbour.code}
    assert admin.post(url("/phan-luong"), data=other).status_code == 422
    assert len(db.session.scalars(select(RoutingRule)).all()) == 1


def test_a_rule_is_removed_and_the_removal_audited(db, admin, offices):
    rule = make.routing_rule(offices.office)
    number = rule.id
    asked = admin.get(url(f"/phan-luong/{number}/bo"))
    assert asked.status_code == 200 and "Bỏ quy tắc này?" in asked.text
    admin.post(url(f"/phan-luong/{number}/bo"))
    assert db.session.scalars(select(RoutingRule)).all() == []
    verb, before, after = audited(db)[0]
    assert (verb, before["agency_id"], after) == ("routing.remove", offices.office.id, None)
    assert admin.post(url(f"/phan-luong/{number}/bo")).status_code == 404


def test_a_rule_that_was_removed_is_put_back_once(db, admin, offices):
    rule = make.routing_rule(offices.office)
    admin.post(url(f"/phan-luong/{rule.id}/bo"))
    gone = db.session.scalars(select(RemovedRule)).one()
    assert "Đặt lại" in admin.get(url("/phan-luong")).text
    back = url(f"/phan-luong/da-bo/{gone.id}/dat-lai")
    assert [admin.post(back).status_code for _ in range(2)] == [303, 303]
    assert db.session.scalars(select(RoutingRule.agency_id)).all() == [offices.office.id]
    assert [verb for verb, *_ in audited(db)] == ["routing.remove", "routing.add"]
    assert "Đặt lại" not in admin.get(url("/phan-luong")).text


def test_a_rule_is_not_put_back_over_another(db, admin, offices):
    rule = make.routing_rule(offices.office)
    admin.post(url(f"/phan-luong/{rule.id}/bo"))
    gone = db.session.scalars(select(RemovedRule)).one()
    make.routing_rule(offices.neighbour)
    db.session.commit()
    answer = admin.post(url(f"/phan-luong/da-bo/{gone.id}/dat-lai"))
    assert answer.status_code == 303
    assert db.session.scalars(select(RoutingRule.agency_id)).all() == [offices.neighbour.id]
    db.session.refresh(gone)
    assert gone.put_back_at is None


def test_the_matrix_says_what_routing_does_and_marks_gaps(db, admin, offices):
    top = units.make_province()
    one, two = (units.make_commune(name, top, "Xã") for name in ("Hoa Ban", "Hoa Mai"))
    lamp, official = make.service("den-duong"), make.service("thai-do", about_officials=True)
    village = units.make_village(one)
    make.routing_rule(offices.office, place=one)
    make.routing_rule(offices.neighbour, lamp, two)
    make.routing_rule(offices.neighbour, place=village)
    db.session.commit()
    services, communes = [lamp, official], [one, two]
    rules = rules_in([one.id, two.id, top.id])
    for service in services:
        for commune in communes:
            got = receiver_among(rules, service, [commune.id, top.id])
            assert got == responsible_agency(service, [commune, top])
    page = admin.get(url("/phan-luong/bang")).text
    assert page.count(">thiếu<") == 1 and "where=X%C3%A3+Hoa+Mai" in page
    only = admin.get(url("/phan-luong/bang?thieu=1")).text
    assert "Xã Hoa Mai" in only and "Xã Hoa Ban" not in only
    found = admin.get(url("/phan-luong/bang?tim=hoa+ban")).text
    assert "Xã Hoa Ban" in found and "Xã Hoa Mai" not in found
    form = admin.get(url("/phan-luong?service=thai-do&where=X%C3%A3+Hoa+Mai")).text
    assert 'value="Xã Hoa Mai"' in form and '<option selected value="thai-do">' in form


def test_trying_out_says_who_would_receive(admin, offices, places):
    service = make.service("den-duong")
    make.routing_rule(offices.office, place=places[0])
    where = {"linh_vuc": service.service_code, "noi": "suoi thu"}
    tried = admin.get(url("/phan-luong"), query_string=where).text
    assert 'class="banner ok"' in tried
    assert "Phòng Kinh tế xã Thử" in tried.split('class="banner ok"')[1].split("</div>")[0]
    where["noi"] = "suoi gia"
    nobody = admin.get(url("/phan-luong"), query_string=where).text
    assert 'class="banner soon"' in nobody


def test_the_list_of_rules_needs_at_most_12_statements(db, admin, offices, places, statements):
    for number in range(30):
        service = make.service()
        make.routing_rule(offices.office, service, places[number % 2])
    db.session.commit()
    with statements() as seen:
        admin.get(url("/phan-luong"))
    assert len(seen) <= 12, "\n".join(seen)
