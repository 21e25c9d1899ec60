"""Role × address × owner over the desk's URLs: the answer's status, and nothing changed."""

import pytest

from app.service_requests.record import COMPLAINT
from app.service_requests.routing import sealing
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

ROLES = (
    "stranger",
    "owner",
    "citizen",
    "handler",
    "lead",
    "neighbour_handler",
    "overseer",
    "operator",
    "receptionist",
    "administrator",
)
ACTS = (
    "tiep-nhan",
    "bat-dau",
    "phan-cong",
    "chuyen",
    "tra-loi",
    "dong",
    "khong-tiep-nhan",
    "ghi-chu",
    "cong-khai",
    "niem-phong",
    "da-xem",
    "xem-so-dien-thoai",
    "hoi-nguoi-dan",
    "lam-tiep",
    "gia-han",
    "tra-lai",
    "dinh-chinh",
    "phoi-hop",
)
HANDLERS = {
    "ordinary": {"handler", "lead", "operator"},
    "about_officials": {"overseer", "operator"},
    "sealed": {"operator", "receptionist"},
}
NARROWER = {
    "phan-cong": {"lead", "operator"},
    "chuyen": {"operator"},
    "xem-so-dien-thoai": {"lead", "operator"},
    "tra-lai": {"handler", "lead", "overseer"},
    "phoi-hop": {"handler", "lead", "operator"},
}

NEVER = {
    ("tra-lai", "sealed"),
    ("phoi-hop", "sealed"),
    ("phoi-hop", "about_officials"),
}
"""What nobody does with reports of that kind."""


def report_of(kind: str, offices, owner):
    service = make.service(about_officials=kind == "about_officials")
    agency = offices.commune if kind == "about_officials" else offices.office
    report = make.service_request("accepted", agency=agency, citizen=owner, service=service)
    if kind == "sealed":
        sealing.seal(report, make.official_actor(agency), report.requested_datetime, COMPLAINT)
    return report


def visitor_for(role: str, client, login_as, offices, owner):
    if role == "stranger":
        return client
    users = {"owner": owner, "citizen": None}
    user = users[role] if role in users else getattr(offices, role)
    return login_as(user or make_user("Người Khác"))


@pytest.mark.parametrize("kind", HANDLERS)
@pytest.mark.parametrize("role", ROLES)
def test_s24_only_who_works_on_a_report_opens_it(client, login_as, offices, owner, role, kind):
    report = report_of(kind, offices, owner)
    visitor = visitor_for(role, client, login_as, offices, owner)
    answer = visitor.get(f"/can-bo/phan-anh/{report.code}")
    refused = 303 if role == "stranger" else 404  # to the sign-in, whatever is there
    assert answer.status_code == (200 if role in HANDLERS[kind] else refused)
    assert (
        role in HANDLERS[kind]
        or visitor.get("/can-bo/phan-anh/LC-2222-2222").status_code == refused
    )
    if role not in HANDLERS[kind]:
        assert "Đèn đường không sáng" not in answer.text


@pytest.mark.parametrize("kind", HANDLERS)
@pytest.mark.parametrize("role", ROLES)
def test_s24_only_who_may_act_acts(db, client, login_as, offices, owner, role, kind):
    """An empty form changes nothing: who may act is told what is missing, others are refused."""
    report = report_of(kind, offices, owner)
    visitor = visitor_for(role, client, login_as, offices, owner)
    code, version = report.code, report.version
    wrong = []
    for act in ACTS:
        status = visitor.post(f"/can-bo/phan-anh/{code}/{act}", data={}).status_code
        expected = expected_statuses(role, kind, act)
        wrong += [] if status in expected else [(act, status, expected)]
    assert wrong == []
    assert report.version == version


def expected_statuses(role: str, kind: str, act: str) -> set[int]:
    if role not in HANDLERS[kind]:
        return {401 if role == "stranger" else 404}
    if role not in NARROWER.get(act, HANDLERS[kind]):
        return {403}
    if (act, kind) in NEVER:
        return {403}
    return {409, 422}


@pytest.mark.parametrize("role", ROLES)
def test_s24_the_inbox_is_for_officials(client, login_as, offices, owner, role):
    visitor = visitor_for(role, client, login_as, offices, owner)
    answer = visitor.get("/can-bo")
    if role in ("stranger", "administrator"):  # to the sign-in; to the work that is theirs
        start = "/can-bo/quan-tri" if role == "administrator" else "/tai-khoan/dang-nhap"
        assert (answer.status_code, answer.location.split("?")[0]) == (303, start)
    else:
        assert answer.status_code == (403 if role in ("owner", "citizen") else 200)


def test_s25_unknown_fields_of_a_form_change_nothing(login_as, offices, owner):
    report = report_of("ordinary", offices, owner)
    before = (report.status, report.is_private, report.agency_id, report.citizen_id)
    data = {
        "version": str(report.version),
        "idempotency_key": "a-key-of-a-form-long-enough",
        "text": "Ghi chú",
        "status": "closed",
        "is_private": "1",
        "agency_id": "1",
        "citizen_id": "1",
    }
    answer = login_as(offices.handler).post(f"/can-bo/phan-anh/{report.code}/ghi-chu", data=data)
    assert answer.status_code == 303
    assert (report.status, report.is_private, report.agency_id, report.citizen_id) == before


@pytest.mark.parametrize("code", ["LC-0000-0000", "x", "a" * 300, "%00", "LC-7K3M-9QXF%20"])
def test_an_unknown_code_is_nothing_here(login_as, offices, code):
    # PostgreSQL cannot even be asked for a text with a NUL in it: there it is a 400.
    answer = login_as(offices.operator).get(f"/can-bo/phan-anh/{code}")
    assert answer.status_code in ((400, 404) if code == "%00" else (404,))
