"""Answers kept ready: written by leads, filled in from the report, offered where they fit."""

import pytest
from sqlalchemy import select

from app.core.audit import AuditEntry
from app.service_requests.answering import placeholders
from app.service_requests.models import AnswerTemplate
from tests.factories import service_requests as make

BASE = "/can-bo/mau-tra-loi"


def typed(offices, **values) -> dict[str, str]:
    given = {"title": "Đã thay bóng", "body": "{lời chào}. Đã thay bóng ở {xã}.", "active": "y"}
    agency = offices.office.code
    return given | {"purpose": "fixed", "agency": agency, "service": "", "position": "10"} | values


def only(db) -> AnswerTemplate:
    return db.session.scalars(select(AnswerTemplate)).one()


@pytest.mark.one_database
def test_a_lead_writes_changes_and_retires_one_and_each_change_is_audited(db, login_as, offices):
    lead = login_as(offices.lead)
    assert lead.post(f"{BASE}/moi", data=typed(offices)).status_code == 303
    made = only(db)
    assert (made.agency_id, made.purpose, made.position) == (offices.office.id, "fixed", 10)
    assert "Đã thay bóng" in lead.get(BASE).text
    lead.post(f"{BASE}/{made.code}", data=typed(offices, title="Thay bóng", active=""))
    assert (only(db).title, only(db).active) == ("Thay bóng", False)
    verbs = db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)).all()
    assert list(verbs)[-2:] == ["template.create", "template.change"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("body", "said"),
    [("Ở {xa} ngày {ngay nhan}", ""), ("{tên người gửi}", "{tên người gửi}"), ("Ở {xã", "{")],
)
def test_an_unknown_placeholder_is_refused(login_as, offices, db, body, said):
    answer = login_as(offices.lead).post(f"{BASE}/moi", data=typed(offices, body=body))
    assert answer.status_code == (422 if said else 303)
    assert said in answer.text
    assert db.session.query(AnswerTemplate).count() == (0 if said else 1)


@pytest.mark.one_database
def test_it_is_tried_out_on_a_real_report_and_nothing_is_kept(login_as, offices, db):
    report = make.service_request("accepted", agency=offices.office)
    data = typed(offices, body="{mã}: {lĩnh vực}, {xã}; {ngày hẹn}", report="")
    answer = login_as(offices.lead).post(f"{BASE}/moi", data={**data, "xem-thu": "1"})
    expected = f"{report.code}: đèn đường, {report.place.label}; [ngày hẹn]"
    assert expected in answer.text
    assert db.session.query(AnswerTemplate).count() == 0


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("role", "own", "for_all"),
    [
        ("handler", 403, 403),
        ("lead", 200, 403),
        ("neighbour_handler", 403, 403),
        ("operator", 403, 403),
        ("administrator", 200, 200),
    ],
)
def test_s24_only_who_leads_or_administers_an_agency_changes_its_templates(
    login_as, offices, role, own, for_all
):
    visitor = login_as(getattr(offices, role))
    made = [make.answer_template(offices.office), make.answer_template(None)]
    codes = [each.code for each in made]
    assert [visitor.get(f"{BASE}/{code}").status_code for code in codes] == [own, for_all]


@pytest.mark.one_database
def test_a_lead_cannot_write_for_another_agency_or_for_all(login_as, offices, db):
    lead = login_as(offices.lead)
    for agency in ("", offices.neighbour.code):
        assert lead.post(f"{BASE}/moi", data=typed(offices, agency=agency)).status_code == 422
    assert db.session.query(AnswerTemplate).count() == 0


@pytest.mark.one_database
def test_the_desk_offers_what_fits_in_order(login_as, offices):
    report = make.service_request("accepted", agency=offices.office)
    kept = {"position": 5, "title": "Của xã", "agency": offices.commune}
    for values in (
        {"position": 9, "title": "Của phòng"},
        kept,
        {"title": "Của nơi khác", "agency": offices.neighbour},
        {"title": "Của lĩnh vực khác", "service_id": make.service().id},
        {"title": "Đã thôi dùng", "active": False},
    ):
        make.answer_template(values.pop("agency", offices.office), **values)
    page = login_as(offices.handler).get(f"/can-bo/phan-anh/{report.code}").text
    assert page.index("Của xã") < page.index("Của phòng")
    for absent in ("Của nơi khác", "Của lĩnh vực khác", "Đã thôi dùng"):
        assert absent not in page


@pytest.mark.one_database
def test_a_tap_fills_the_form_with_words_and_result(login_as, offices):
    report = make.service_request("accepted", agency=offices.office)
    made = make.answer_template(offices.office, body="Đã thay bóng ở {xã}.", purpose="fixed")
    visitor, place, code = login_as(offices.handler), report.place.label, made.code
    page = visitor.get(f"/can-bo/phan-anh/{report.code}/dong?mau={code}").text
    assert f"Đã thay bóng ở {place}." in page
    assert 'value="fixed" checked' in page
    other = make.answer_template(offices.neighbour, body="Lời của nơi khác").code
    page = visitor.get(f"/can-bo/phan-anh/{report.code}/dong?mau={other}").text
    assert "Lời của nơi khác" not in page


@pytest.mark.one_database
@pytest.mark.own_day
def test_every_placeholder_has_something_to_say(offices):
    report = make.service_request(
        "closed", agency=offices.office, resolution="scheduled", address="Ngõ 12"
    )
    report.village = make.place("village", "Bản Thử", report.place)
    offices.office.phone = "0216 000 000"
    filled = placeholders.fill(" ".join(f"{{{name}}}" for name in placeholders.NAMES), report)
    assert placeholders.left_open(filled) == []
    assert "Kính gửi ông/bà" in filled
    assert "19/11/2026" in filled
