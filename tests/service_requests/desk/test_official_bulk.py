"""Several reports of one cause at once: each by its own verb, right and version."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.notifications.models import Notification
from app.service_requests.answering import noting
from app.service_requests.models import Reason, Reply, RequestPhoto
from app.service_requests.record import COMPLAINT
from app.service_requests.routing import sealing
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.media.pictures import jpeg

KEY = "a-key-of-a-form-long-enough"


def ticks(*reports) -> list[str]:
    return [f"{each.code}.{each.version}" for each in reports]


def send(visitor, act: str, reports, **values):
    chosen = reports if isinstance(reports[0], str) else ticks(*reports)
    data = {"idempotency_key": KEY, "chon": chosen, **values}
    return visitor.post(f"/can-bo/nhieu-phan-anh/{act}", data=data, follow_redirects=True)


def waiting(offices, count: int, **given):
    return [make.service_request(agency=offices.office, **given) for _ in range(count)]


def test_eight_are_accepted_and_two_are_refused_with_the_reason(login_as, offices):
    sender = make_user("Người Gửi")
    good = waiting(offices, 8, citizen=sender)
    stale, foreign = waiting(offices, 1)[0], make.service_request(agency=offices.neighbour)
    chosen = ticks(*good, stale, foreign)
    noting.note(stale, make.official_actor(offices.office), clock.now(), "Người khác vừa ghi")
    page = send(login_as(offices.handler), "tiep-nhan", chosen, publicity="public")
    assert page.status_code == 200
    assert "8 đã xong, 2 chưa được" in page.text
    assert "đã thay đổi" in page.text
    assert {each.status for each in good} == {"accepted"}
    assert (stale.status, foreign.status) == ("received", "received")
    assert foreign.title not in page.text.split("Đã xong")[0].replace(stale.title, "", 1)


def test_each_sender_is_told_as_by_the_single_verb(db, login_as, offices):
    sender = make_user("Người Gửi")
    send(login_as(offices.handler), "tiep-nhan", waiting(offices, 2, citizen=sender),
         publicity="public")  # fmt: skip
    told = select(func.count()).where(
        Notification.user_id == sender.id, Notification.kind == "accepted"
    )
    assert db.session.scalar(told) == 2


def test_a_second_click_does_nothing_more(db, login_as, offices):
    reports = [make.service_request("accepted", agency=offices.office) for _ in range(3)]
    visitor, chosen = login_as(offices.handler), ticks(*reports)
    answers = [
        send(
            visitor,
            "dong",
            chosen,
            resolution="explained",
            text="Trạm điện cắt ngõ 12 để thay dây, 14 giờ có lại đèn đường.",
        )
        for _ in range(2)
    ]
    assert ["3 phản ánh đã xong" in each.text for each in answers] == [True, True]
    assert db.session.scalar(select(func.count()).select_from(Reply)) == 3


def test_a_mistake_in_the_form_is_said_once_and_keeps_what_was_typed(login_as, offices):
    reports = [make.service_request("accepted", agency=offices.office) for _ in range(2)]
    page = send(login_as(offices.handler), "dong", reports, text="Đã thay cầu dao tổng.")
    assert page.status_code == 422
    assert "Đã thay cầu dao tổng." in page.text
    assert page.text.count("summary") == 1
    assert {each.status for each in reports} == {"accepted"}


def test_one_photo_proves_all_where_the_service_demands_it(db, login_as, offices):
    service = make.service(proof_required=True)
    given = {"agency": offices.office, "service": service}
    reports = [make.service_request("accepted", **given) for _ in range(2)]
    visitor, values = login_as(offices.handler), {"resolution": "fixed", "text": "Đã thay bóng."}
    assert send(visitor, "dong", reports, **values).status_code == 422
    values["photos"] = (BytesIO(jpeg()), "bang-chung.jpg")
    assert "2 phản ánh đã xong" in send(visitor, "dong", reports, **values).text
    owners = select(RequestPhoto.service_request_id).where(RequestPhoto.role == "reply")
    assert set(db.session.scalars(owners)) == {each.id for each in reports}
    assert db.session.scalar(select(func.count(RequestPhoto.attachment_id.distinct()))) == 2


def test_rights_are_asked_for_each_report(login_as, offices):
    mine, theirs = waiting(offices, 1)[0], make.service_request(agency=offices.neighbour)
    page = send(login_as(offices.handler), "phan-cong", [mine], official=offices.colleague.code)
    assert page.status_code == 409
    page = send(login_as(offices.lead), "phan-cong", [mine, theirs],
                official=offices.colleague.code)  # fmt: skip
    assert "1 đã xong, 1 chưa được" in page.text
    assert (mine.assignee_id, theirs.assignee_id) == (offices.colleague.id, None)


def test_before_anything_is_done_the_page_says_which_and_why_not(login_as, offices):
    open_one = waiting(offices, 1)[0]
    accepted = make.service_request("accepted", agency=offices.office, description="Nhận rồi")
    sealed = make.service_request(agency=offices.office, description="Việc niêm phong")
    sealing.seal(sealed, make.official_actor(offices.office), clock.now(), COMPLAINT)
    make.reason(Reason.NOT_PUBLIC, "Bí mật đời tư")
    chosen = ticks(open_one, accepted, sealed)
    page = login_as(offices.handler).get(
        "/can-bo/nhieu-phan-anh/tiep-nhan", query_string={"chon": chosen}
    )
    assert page.text.count('name="chon"') == 1
    assert "2 phản ánh giữ nguyên" in page.text
    assert "Nhận rồi" in page.text
    assert "Việc niêm phong" not in page.text
    assert "Bí mật đời tư" in page.text


@pytest.mark.own_day
def test_colleagues_are_offered_with_what_they_have(login_as, offices, clock):
    for _ in range(2):
        make.service_request("accepted", agency=offices.office).assignee = offices.colleague
    report = waiting(offices, 1)[0]
    clock.move_to(report.answer_by.replace(year=2027))
    late = waiting(offices, 1)[0]
    page = login_as(offices.lead).get(
        "/can-bo/nhieu-phan-anh/phan-cong", query_string={"chon": ticks(late)}
    )
    assert "Cán Bộ Hai: 2 việc, 2 quá hạn" in page.text
    assert "Cán Bộ Một: 0 việc<" in page.text


@pytest.mark.parametrize("chosen", [[], ["x"], ["LC-1111-2222."], ["a" * 99 + ".1"]])
def test_nothing_ticked_leads_back_to_the_list(login_as, offices, chosen):
    answer = login_as(offices.handler).get(
        "/can-bo/nhieu-phan-anh/dong", query_string={"chon": chosen}
    )
    assert answer.location == "/can-bo"


def test_an_act_that_is_not_done_in_bulk_is_not_there(login_as, offices):
    assert login_as(offices.handler).get("/can-bo/nhieu-phan-anh/xoa?chon=x.1").status_code == 404


def test_an_official_takes_what_nobody_has(login_as, offices):
    report = waiting(offices, 1)[0]
    address, data = f"/can-bo/phan-anh/{report.code}/nhan-xu-ly", {"idempotency_key": KEY}
    visitor = login_as(offices.handler)
    assert "Nhận xử lý" in visitor.get(f"/can-bo/phan-anh/{report.code}").text
    assert visitor.post(address, data={**data, "version": report.version}).status_code == 303
    assert report.assignee_id == offices.handler.id
    assert "nhan-xu-ly" not in visitor.get(f"/can-bo/phan-anh/{report.code}").text
    second = login_as(offices.colleague)
    answer = second.post(address, data={**data, "version": report.version})
    assert answer.status_code == 409
    assert "Đã có đồng nghiệp nhận" in answer.text
    assert report.assignee_id == offices.handler.id


def test_only_who_could_be_given_a_report_takes_it(login_as, offices):
    report = waiting(offices, 1)[0]
    address = f"/can-bo/phan-anh/{report.code}/nhan-xu-ly"
    statuses = {
        role: login_as(getattr(offices, role)).post(address, data={}).status_code
        for role in ("commune_handler", "neighbour_handler", "operator", "overseer")
    }
    expected = {"commune_handler": 422, "neighbour_handler": 404, "operator": 403, "overseer": 404}
    assert statuses == expected


@pytest.mark.both_databases
def test_several_are_taken_at_once(login_as, offices):
    reports = waiting(offices, 2)
    reports[1].assignee = offices.colleague
    page = send(login_as(offices.handler), "nhan-xu-ly", reports)
    assert "1 đã xong, 1 chưa được" in page.text
    assert [each.assignee_id for each in reports] == [offices.handler.id, offices.colleague.id]


def test_an_answer_that_says_nothing_is_sent_only_when_that_is_meant(login_as, offices):
    reports = [make.service_request("accepted", agency=offices.office) for _ in range(2)]
    visitor, values = login_as(offices.handler), {"resolution": "explained", "text": "Đã xử lý."}
    page = send(visitor, "dong", reports, **values)
    assert page.status_code == 422
    assert 'name="anyway" value="1"' in page.text
    assert "2 phản ánh đã xong" in send(visitor, "dong", reports, **values, anyway="1").text


def test_where_an_office_signs_off_answers_wait_for_its_lead(login_as, offices):
    offices.office.sign_off = True
    report = make.service_request("accepted", agency=offices.office)
    values = {"resolution": "explained", "text": "Trạm điện cắt ngõ 12 đến 14 giờ hôm nay."}
    page = send(login_as(offices.handler), "dong", [report], **values)
    assert page.status_code == 200
    assert (report.status, report.approval_asked_at is None) == ("accepted", False)
    assert "Chờ duyệt: 1" in login_as(offices.lead).get("/can-bo/lanh-dao").text
