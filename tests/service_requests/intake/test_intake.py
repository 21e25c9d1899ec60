"""Taking a report in for somebody else: by phone, at the counter, on paper."""

import re

import pytest
from sqlalchemy import select

from app.accounts import permissions, phones
from app.accounts.models import Grant, SmsMessage
from app.core import clock as core_clock
from app.core.audit import AuditEntry
from app.service_requests.models import ServiceRequest
from app.service_requests.rights import SUBJECT
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official
from tests.service_requests import citizen

FORM = "/can-bo/tiep-nhan-ho"
LINK = re.compile(r"/phan-anh/nhan/[\w-]+")


@pytest.fixture
def office(db):
    return make_agency("UBND phường Thử", "committee")


@pytest.fixture
def official(login_as, office):
    return login_as(make_official(permissions.INTAKE, agency=office, name="Cán Bộ Một Cửa"))


def filled(visitor, **more: str) -> dict[str, str]:
    """The form as an official fills it in after a call."""
    service, commune = make.service(), places.make_commune()
    return citizen.hidden(visitor.get(FORM).text) | {
        "channel": "phone",
        "service": service.service_code,
        "place": commune.code,
        "description": "Ông gọi báo đèn ngõ 12 tắt ba đêm",
        **more,
    }


def sent(visitor, fields: dict[str, str], *photos):
    data = citizen.MultiDict(fields)
    for each in photos:
        data.add("photos", each)
    return visitor.post(FORM, **citizen.multipart(data))


def the_report(db) -> ServiceRequest:
    return db.session.scalars(select(ServiceRequest)).unique().one()


def test_a_call_becomes_a_report_with_a_slip_whose_link_is_the_callers(
    db, app, clock, official, office
):
    fields = filled(official, contact_name="Người Gọi Thử", contact_phone="0900 000 071")
    answer = sent(official, fields, citizen.photo())
    report = the_report(db)
    assert answer.location == f"{FORM}/{report.code}/phieu"
    assert (report.source, report.requested_datetime) == ("phone", core_clock.now())
    assert (report.citizen_id, report.contact_name) == (None, "Người Gọi Thử")
    step = report.changes[0]
    assert (step.verb, step.actor_kind, step.agency_id) == ("receive", "official", office.id)

    slip = official.get(answer.location).text
    assert report.code in slip
    assert "UBND phường Thử" in slip
    assert "Người Gọi Thử" not in slip
    assert "0900" not in slip
    assert '<svg class="qr"' in slip

    # The official does not hold the report as its sender; whoever opens the link does.
    assert official.get(f"/phan-anh/{report.code}/bien-nhan").status_code == 404
    grant = db.session.scalars(select(Grant)).one()
    assert (grant.subject_kind, grant.subject_id) == (SUBJECT, report.id)
    assert grant.phone_index == phones.index("+84900000071")
    assert "Qua điện thoại" in app.test_client().get(f"/phan-anh/{report.code}").text

    # Sent twice it is one report; the act is on record without the person.
    assert sent(official, fields, citizen.photo()).location == answer.location
    entry = db.session.scalars(select(AuditEntry)).one()
    assert entry.verb == "report.intake"
    assert entry.after == {"code": report.code, "channel": "phone", "agency": office.id}


REFUSED = {
    "no channel": ({"channel": ""}, "channel"),
    "an unknown channel": ({"channel": "web"}, "channel"),
    "no service": ({"service": ""}, "service"),
    "no place": ({"place": ""}, "place"),
    "nothing said": ({"description": ""}, "photos"),
    "no phone number": ({"contact_phone": "12"}, "contact_phone"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_missing_is_said_and_what_was_typed_stays(db, official, name):
    change, field = REFUSED[name]
    fields = filled(official, contact_name="Người Gọi Thử") | change
    answer = sent(official, fields)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert 'value="Người Gọi Thử"' in answer.text
    assert db.session.scalars(select(ServiceRequest)).all() == []


@pytest.mark.parametrize(("times", "texted"), [(1, 1), (4, 3)])
def test_the_code_is_texted_where_it_is_wanted_and_a_phone_is_not_flooded(
    db, official, times, texted
):
    for _ in range(times):
        fields = filled(official, contact_phone="0900000072", texts="1")
        assert sent(official, fields).status_code == 303
    sent_texts = db.session.scalars(select(SmsMessage)).all()
    assert len(sent_texts) == texted
    assert re.search(
        r"da nhan phan anh LC-.{9}\. Co quan se tra loi ban truoc \d\dh\d\d ngay \d\d/\d\d\.$",
        sent_texts[0].words,
    ), "who answers by when: no order to the reader, and no 09.12 that reads as a day"


@pytest.mark.one_database
def test_without_the_wish_or_a_number_nothing_is_texted(db, official):
    sent(official, filled(official, contact_phone="0900000073"))
    assert db.session.scalars(select(SmsMessage)).all() == []


def test_s24_only_who_has_the_right_takes_in_and_prints_its_own_slips(
    db, client, login_as, official, office
):
    where = sent(official, filled(official)).location
    elsewhere = login_as(make_official(permissions.INTAKE, agency=make_agency()))
    handler = login_as(make_official(permissions.HANDLE, agency=office))
    assert elsewhere.get(where).status_code == 404
    for visitor, status in ((handler, 403), (client, 303)):
        assert visitor.get(FORM).status_code == status
    assert handler.post(FORM, data={}).status_code == 403
    assert handler.get(where).status_code in (403, 404)
    own = make.received()
    assert official.get(f"{FORM}/{own.code}/phieu").status_code == 404


# --- has it been reported already?


@pytest.fixture
def lamp(db):
    return make.service("street-light", "Đèn đường", near_metres=100, near_days=30)


def near_by(visitor, service, **where: str) -> str:
    found = visitor.get(f"{FORM}/da-co", query_string={"service": service.service_code, **where})
    return found.get_json()["html"]


def test_whoever_takes_a_call_sees_what_the_commune_reported(official, lamp):
    commune = places.make_commune()
    there = make.service_request("accepted", service=lamp, place=commune)
    elsewhere = make.service_request("accepted", service=lamp, place=places.make_commune())
    waiting = make.service_request(service=lamp, place=commune)
    html = near_by(official, lamp, place=commune.code)
    assert there.code in html
    assert elsewhere.code not in html
    assert waiting.code not in html
    assert "Tôi cũng gặp" not in html
    assert "/theo-doi" not in html


def test_the_callers_village_comes_first(official, lamp):
    commune = places.make_commune()
    village = places.make_village(commune)
    in_village = make.service_request("accepted", service=lamp, place=commune)
    in_village.village = village
    newest = make.service_request("accepted", service=lamp, place=commune)
    html = near_by(official, lamp, place=commune.code, village=village.code)
    assert html.index(in_village.code) < html.index(newest.code)


def test_of_private_matters_nothing_is_listed(official, lamp):
    commune = places.make_commune()
    report = make.service_request("accepted", service=lamp, place=commune)
    report.is_listed = False
    assert "LC-" not in near_by(official, lamp, place=commune.code)


def test_without_a_script_the_officials_form_asks_once_and_then_takes_in(db, official, lamp):
    commune = places.make_commune()
    there = make.service_request(
        "accepted", service=lamp, place=commune, description="Đèn ngõ 12 tắt"
    )
    fields = filled(official) | {"service": lamp.service_code, "place": commune.code}
    asked = sent(official, fields)
    assert (asked.status_code, there.code in asked.text) == (200, True)
    assert "Ông gọi báo đèn ngõ 12 tắt ba đêm" in asked.text
    assert "Vẫn tiếp nhận" in asked.text
    assert db.session.query(ServiceRequest).count() == 1
    taken = sent(official, fields | {"similar": "1"})
    assert taken.status_code == 303
    assert db.session.query(ServiceRequest).count() == 2


@pytest.mark.both_databases
def test_the_offices_own_commune_is_offered_at_once(db, login_as, office):
    office.place = places.make_commune()
    clerk = make_official(permissions.INTAKE, agency=office)
    assert f'value="{office.place.code}"' in login_as(clerk).get(FORM).text
