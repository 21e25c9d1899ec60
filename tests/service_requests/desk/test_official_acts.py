"""What officials do with a report, over the web."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.service_requests import life
from app.service_requests.following import adding, rating
from app.service_requests.models import (
    Note,
    Reason,
    Reply,
    RequestPhoto,
    ServiceRequest,
    StatusChange,
)
from app.service_requests.record import COMPLAINT
from tests.factories import service_requests as make
from tests.factories.media import photo
from tests.media.pictures import jpeg

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
KEY = "a-key-of-a-form-long-enough"


@pytest.fixture
def report(offices):
    return make.service_request(agency=offices.office)


@pytest.fixture
def accepted(offices):
    return make.service_request("accepted", agency=offices.office)


def url(report, act: str = "") -> str:
    return f"/can-bo/phan-anh/{report.code}" + (f"/{act}" if act else "")


def form(report, **values) -> dict[str, object]:
    return {"version": str(report.version), "idempotency_key": KEY, **values}


def upload(content: bytes, name: str = "bang-chung.jpg") -> tuple[BytesIO, str]:
    return BytesIO(content), name


def steps(db, report) -> list[str]:
    found = select(StatusChange.verb).where(StatusChange.service_request_id == report.id)
    return list(db.session.scalars(found.order_by(StatusChange.id)))


# --- accepting and publicity


def test_accepting_as_public_shows_the_ticked_photos_alone(login_as, offices, report):
    shown = make.link_photo(report, photo(), RequestPhoto.REPORT)
    kept = make.link_photo(report, photo(), RequestPhoto.REPORT)
    answer = login_as(offices.handler).post(
        url(report, "tiep-nhan"),
        data=form(report, publicity="public", public_photo=shown.photo.code),
    )
    assert (answer.status_code, answer.location) == (303, url(report))
    assert (report.status, report.publicity) == ("accepted", "public")
    assert (shown.is_public, kept.is_public) == (True, False)
    assert report.accepted_at == report.promises[0].accepted_at == clock.now()


def test_accepting_an_edited_version_hides_the_original(login_as, client, offices, report):
    login_as(offices.handler).post(
        url(report, "tiep-nhan"),
        data=form(report, publicity="edited", public_description="Đèn tắt ở ngõ 12"),
    )
    assert report.public_text == "Đèn tắt ở ngõ 12"
    page = client.get(f"/phan-anh/{report.code}").text
    assert "Đèn tắt ở ngõ 12" in page
    assert "Đèn đường không sáng" not in page


def test_not_public_needs_a_listed_reason(login_as, offices, report):
    visitor, reason = login_as(offices.handler), make.reason(Reason.NOT_PUBLIC, "Bí mật đời tư")
    answer = visitor.post(url(report, "tiep-nhan"), data=form(report, publicity="hidden"))
    assert answer.status_code == 422
    assert report.status == "received"
    visitor.post(
        url(report, "tiep-nhan"), data=form(report, publicity="hidden", reason=reason.code)
    )
    assert (report.status, report.not_public_reason_id) == ("accepted", reason.id)


def test_a_reason_of_another_kind_or_no_longer_offered_is_refused(login_as, offices, report):
    visitor = login_as(offices.handler)
    other, old = make.reason(Reason.NOT_ACCEPTED), make.reason(Reason.NOT_PUBLIC)
    old.active = False
    for reason in (other, old):
        data = form(report, publicity="hidden", reason=reason.code)
        assert visitor.post(url(report, "tiep-nhan"), data=data).status_code == 422
    assert report.status == "received"


def test_a_private_report_is_accepted_without_asking_about_the_public(login_as, offices):
    private = make.service(private_by_default=True)
    report = make.service_request(agency=offices.office, service=private)
    visitor = login_as(offices.handler)
    assert "publicity" not in visitor.get(url(report)).text
    visitor.post(url(report, "tiep-nhan"), data=form(report, publicity="public"))
    assert (report.status, report.words_are_public) == ("accepted", False)


def test_publicity_is_changed_later(login_as, offices, accepted, client):
    visitor = login_as(offices.handler)
    data = form(accepted, publicity="hidden", reason=make.reason(Reason.NOT_PUBLIC).code)
    assert visitor.post(url(accepted, "cong-khai"), data=data).status_code == 303
    assert "Đèn đường không sáng" not in client.get(f"/phan-anh/{accepted.code}").text


# --- working on it


def test_work_begins_with_one_button(login_as, offices, accepted):
    login_as(offices.handler).post(url(accepted, "bat-dau"), data=form(accepted))
    assert accepted.status == "in_progress"


def test_the_lead_assigns_a_colleague_and_takes_it_back(login_as, offices, accepted):
    visitor = login_as(offices.lead)
    visitor.post(url(accepted, "phan-cong"), data=form(accepted, official=offices.colleague.code))
    assert accepted.assignee_id == offices.colleague.id
    visitor.post(
        url(accepted, "phan-cong"), data=form(accepted, official="", idempotency_key=KEY + "2")
    )
    assert accepted.assignee_id is None


def test_it_is_assigned_only_to_who_may_handle_it(login_as, offices, accepted):
    for user in (offices.neighbour_handler, offices.receptionist):
        answer = login_as(offices.lead).post(
            url(accepted, "phan-cong"), data=form(accepted, official=user.code)
        )
        assert answer.status_code == 422
    assert accepted.assignee_id is None


def test_a_handler_does_not_assign(login_as, offices, accepted):
    visitor = login_as(offices.handler)
    assert visitor.get(url(accepted, "phan-cong")).status_code == 403
    data = form(accepted, official=offices.colleague.code)
    assert visitor.post(url(accepted, "phan-cong"), data=data).status_code == 403


def test_the_operator_routes_and_the_clock_runs_on(login_as, offices, report):
    promised = report.answer_by
    data = form(report, agency=offices.neighbour.code)
    answer = login_as(offices.operator).post(url(report, "chuyen"), data=data)
    assert answer.location == url(report)
    assert (report.agency_id, report.answer_by) == (offices.neighbour.id, promised)
    assert login_as(offices.handler).get(url(report)).status_code == 404
    assert login_as(offices.neighbour_handler).get(url(report)).status_code == 200


def test_a_closed_agency_gets_nothing(login_as, offices, report):
    offices.neighbour.is_closed = True
    for code in (offices.neighbour.code, "khong-co", ""):
        data = form(report, agency=code)
        answer = login_as(offices.operator).post(url(report, "chuyen"), data=data)
        assert answer.status_code == 422
    assert report.agency_id == offices.office.id


def test_a_note_is_read_by_officials_and_never_by_citizens(login_as, client, offices, accepted):
    data = form(accepted, text="Nhờ tổ điện")
    login_as(offices.handler).post(url(accepted, "ghi-chu"), data=data)
    assert "Nhờ tổ điện" in login_as(offices.lead).get(url(accepted)).text
    assert "Nhờ tổ điện" not in client.get(f"/phan-anh/{accepted.code}").text


# --- answering


def test_a_reply_is_public_with_its_photos(db, login_as, client, offices, accepted, media_folder):
    data = form(accepted, text="Đang chờ bóng mới", photos=upload(jpeg()))
    answer = login_as(offices.handler).post(url(accepted, "tra-loi"), data=data)
    assert answer.status_code == 303
    link = db.session.scalars(select(RequestPhoto)).one()
    assert (link.role, link.is_public, link.photo.staged_token) == ("reply", True, None)
    assert link.status_change_id == accepted.changes[-1].id
    assert db.session.scalars(select(Reply)).one().text == "Đang chờ bóng mới"
    assert accepted.status == "accepted"
    assert "Đang chờ bóng mới" in client.get(f"/phan-anh/{accepted.code}").text


def test_closing_says_how_it_ended(login_as, client, offices, accepted):
    data = form(accepted, resolution="fixed", text="Đã thay bóng đèn")
    login_as(offices.handler).post(url(accepted, "dong"), data=data)
    assert (accepted.status, accepted.resolution) == ("closed", "fixed")
    assert accepted.answered_at == accepted.promises[0].answered_at == clock.now()
    assert "Đã thay bóng đèn" in client.get(f"/phan-anh/{accepted.code}").text


def test_a_promise_needs_a_day_that_is_to_come(login_as, offices, accepted):
    visitor, day = login_as(offices.handler), clock.local(clock.now()).date()
    for wrong in ("", "31/12/2026", "2026-02-30", str(day - timedelta(days=1))):
        data = form(accepted, resolution="scheduled", text="Sẽ thay đèn", scheduled_on=wrong)
        assert visitor.post(url(accepted, "dong"), data=data).status_code == 422, wrong
    data = form(
        accepted,
        resolution="scheduled",
        text="Sẽ thay đèn",
        scheduled_on=str(day + timedelta(days=9)),
    )
    visitor.post(url(accepted, "dong"), data=data)
    assert (accepted.resolution, accepted.scheduled_on) == ("scheduled", day + timedelta(days=9))


def test_a_promise_may_be_for_today(login_as, offices, accepted):
    today = clock.local(clock.now()).date()
    data = form(accepted, resolution="scheduled", text="Sẽ thay đèn", scheduled_on=str(today))
    assert login_as(offices.handler).post(url(accepted, "dong"), data=data).status_code == 303
    assert (accepted.resolution, accepted.scheduled_on) == ("scheduled", today)


def test_a_service_may_demand_proof(login_as, offices, media_folder):
    service = make.service(proof_required=True)
    report = make.service_request("accepted", agency=offices.office, service=service)
    visitor, data = login_as(offices.handler), {"resolution": "fixed", "text": "Đã sửa xong"}
    answer = visitor.post(url(report, "dong"), data=form(report, **data))
    assert answer.status_code == 422
    assert "Đã sửa xong" in answer.text
    assert "ảnh" in answer.text
    visitor.post(url(report, "dong"), data=form(report, **data, photos=upload(jpeg())))
    assert report.resolution == "fixed"


@pytest.mark.parametrize("act", ["dong", "tra-loi", "ghi-chu"])
def test_an_answer_needs_words(login_as, offices, accepted, act):
    data = form(accepted, resolution="fixed", text="   ")
    answer = login_as(offices.handler).post(url(accepted, act), data=data)
    assert answer.status_code == 422
    assert accepted.status == "accepted"


@pytest.mark.parametrize("act", ["dong", "tra-loi", "ghi-chu", "khong-tiep-nhan"])
def test_too_many_words_are_refused_and_kept(login_as, offices, accepted, act):
    reason = make.reason()
    data = form(accepted, resolution="fixed", reason=reason.code, text="dài " * 2_000)
    answer = login_as(offices.handler).post(url(accepted, act), data=data)
    assert answer.status_code == 422
    assert "dài dài dài" in answer.text
    assert accepted.status == "accepted"


def test_not_accepting_needs_a_listed_reason(login_as, client, offices, report):
    visitor, reason = login_as(offices.handler), make.reason(name="Việc của tỉnh khác")
    assert visitor.post(url(report, "khong-tiep-nhan"), data=form(report)).status_code == 422
    data = form(report, reason=reason.code, text="Xin gửi tỉnh bên")
    visitor.post(url(report, "khong-tiep-nhan"), data=data)
    assert (report.status, report.resolution) == ("closed", "not_accepted")
    assert report.reason_id == reason.id


# --- what the citizen says comes back


@pytest.mark.parametrize("verb", ["add", "rate", "thank"])
def test_what_the_citizen_says_is_marked_as_read(login_as, offices, verb):
    report = make.service_request("closed", agency=offices.office)
    now, sender = clock.now(), make.citizen_actor(report)
    {
        "add": lambda: adding.add(report, sender, now, "Vẫn nhấp nháy"),
        "rate": lambda: rating.rate(report, sender, now, "dissatisfied", "Chưa sáng hẳn"),
        "thank": lambda: rating.thank(report, sender, now),
    }[verb]()
    visitor = login_as(offices.handler)
    assert report.code in visitor.get("/can-bo?muc=co-phan-hoi").text
    visitor.post(url(report, "da-xem"), data=form(report))
    assert report.citizen_spoke_at is None
    assert report.code not in visitor.get("/can-bo?muc=co-phan-hoi").text


def test_a_rating_is_shown_without_who_rated(login_as, offices):
    sender = make.make_user("Người Chấm Điểm")
    report = make.service_request("closed", agency=offices.office, citizen=sender)
    rating.rate(report, make.citizen_actor(report), clock.now(), "dissatisfied", "Chưa sáng hẳn")
    page = login_as(offices.handler).get(url(report)).text
    assert "Chưa sáng hẳn" in page
    assert "Người Chấm Điểm" not in page


# --- sealing


def test_s24_sealing_takes_it_from_all_but_operator_and_reception(
    db, login_as, client, offices, accepted
):
    visitor = login_as(offices.handler)
    answer = visitor.post(url(accepted, "niem-phong"), data=form(accepted, kind=COMPLAINT))
    assert (answer.status_code, answer.location) == (303, "/can-bo")
    assert db.session.get(ServiceRequest, accepted.id) is not None
    assert client.get(f"/phan-anh/{accepted.code}").status_code == 404
    for user in (offices.handler, offices.lead, offices.commune_handler, offices.overseer):
        assert login_as(user).get(url(accepted)).status_code == 404
        assert accepted.code not in login_as(user).get("/can-bo").text
    for user in (offices.operator, offices.receptionist):
        assert login_as(user).get(url(accepted)).status_code == 200
        assert accepted.code in login_as(user).get("/can-bo?muc=niem-phong").text


def test_sealing_needs_its_kind(login_as, offices, accepted):
    answer = login_as(offices.handler).post(
        url(accepted, "niem-phong"), data=form(accepted, kind="other")
    )
    assert answer.status_code == 422
    assert accepted.sealed_kind is None


# --- once, and on what was seen


def test_the_same_form_sent_twice_counts_once(db, login_as, offices, accepted, media_folder):
    visitor, content = login_as(offices.handler), jpeg()
    sent = form(accepted, text="Đang chờ bóng mới")
    for _ in range(3):
        answer = visitor.post(url(accepted, "tra-loi"), data={**sent, "photos": upload(content)})
        assert answer.location == url(accepted)
    assert steps(db, accepted).count("reply") == 1
    assert db.session.scalar(select(func.count(RequestPhoto.id))) == 1


def test_other_words_under_the_key_of_a_sent_form_are_refused_and_kept(login_as, offices, accepted):
    visitor, sent = login_as(offices.handler), form(accepted, text="Một")
    visitor.post(url(accepted, "ghi-chu"), data=sent)
    answer = visitor.post(url(accepted, "ghi-chu"), data={**sent, "text": "Hai khác hẳn"})
    assert answer.status_code == 409
    assert "Hai khác hẳn" in answer.text
    assert KEY not in answer.text


@pytest.mark.both_databases
def test_f09_the_second_of_two_officials_is_told_and_keeps_the_text(
    db, login_as, offices, accepted
):
    first, second = login_as(offices.handler), login_as(offices.colleague)
    opened = form(accepted, resolution="fixed", text="Người thứ nhất thay bóng")
    late = form(
        accepted,
        resolution="explained",
        text="Người thứ hai viết dài về đèn",
        idempotency_key=KEY + "b",
    )
    assert first.post(url(accepted, "dong"), data=opened).status_code == 303
    answer = second.post(url(accepted, "dong"), data=late)
    assert answer.status_code == 409
    assert "Người thứ hai viết dài về đèn" in answer.text
    assert "Người thứ nhất thay bóng" in answer.text
    assert steps(db, accepted).count("close") == 1
    assert accepted.resolution == "fixed"


@pytest.mark.both_databases
def test_f09_the_text_goes_through_on_the_second_sending(db, login_as, offices, accepted):
    """The refused form carries the present version and the photos that were sent with it."""
    visitor = login_as(offices.handler)
    sent = form(accepted, text="Gửi lại lần nữa: đã thay bóng")
    login_as(offices.lead).post(
        url(accepted, "ghi-chu"), data=form(accepted, text="Xen vào", idempotency_key=KEY + "b")
    )
    assert visitor.post(url(accepted, "tra-loi"), data=sent).status_code == 409
    sent["version"] = str(accepted.version)
    assert visitor.post(url(accepted, "tra-loi"), data=sent).status_code == 303
    assert "Gửi lại lần nữa: đã thay bóng" in visitor.get(url(accepted)).text


@pytest.mark.both_databases
def test_f09_photos_of_the_refused_form_wait_for_it(db, login_as, offices, accepted, media_folder):
    sent = form(accepted, text="Có ảnh kèm")
    login_as(offices.lead).post(
        url(accepted, "ghi-chu"), data=form(accepted, text="Xen vào", idempotency_key=KEY + "b")
    )
    visitor = login_as(offices.handler)
    answer = visitor.post(url(accepted, "tra-loi"), data={**sent, "photos": upload(jpeg())})
    assert answer.status_code == 409
    assert 'name="remove_photo"' in answer.text
    sent["version"] = str(accepted.version)
    visitor.post(url(accepted, "tra-loi"), data=sent)
    assert db.session.scalar(select(func.count(RequestPhoto.id))) == 1


def test_what_is_no_photo_is_refused_by_name_and_the_words_kept(
    login_as, offices, accepted, media_folder
):
    data = form(accepted, text="Có ảnh kèm", photos=upload(b"<svg onload=alert(1)>"))
    answer = login_as(offices.handler).post(url(accepted, "tra-loi"), data=data)
    assert answer.status_code == 422
    assert "Có ảnh kèm" in answer.text
    assert steps_are_unchanged(accepted)


def steps_are_unchanged(report) -> bool:
    return report.status == "accepted" and report.changes[-1].verb == "accept"


@pytest.mark.parametrize("values", [{"version": "x"}, {"version": ""}, {"idempotency_key": "kurz"}])
def test_a_form_that_was_tampered_with_changes_nothing(login_as, offices, accepted, values):
    data = {**form(accepted, text="Có chữ"), **values}
    answer = login_as(offices.handler).post(url(accepted, "tra-loi"), data=data)
    assert answer.status_code in (409, 422)
    assert "Có chữ" in answer.text
    assert steps_are_unchanged(accepted)


def test_a_form_of_an_act_that_is_over_says_so(login_as, offices, accepted):
    answer = login_as(offices.handler).get(url(accepted, "tiep-nhan"))
    assert answer.status_code == 409


# --- htmx


def test_htmx_gets_the_report_anew_and_its_card(login_as, offices, report):
    answer = login_as(offices.handler).post(
        url(report, "tiep-nhan"), data=form(report, publicity="public"), headers=PARTIAL
    )
    assert answer.status_code == 200
    assert f'id="request-{report.id}"' in answer.text
    assert f'id="card-{report.id}"' in answer.text
    assert "<html" not in answer.text


def test_htmx_gets_the_refused_form_in_place(login_as, offices, report):
    answer = login_as(offices.handler).post(
        url(report, "khong-tiep-nhan"), data=form(report, text="Lý do riêng"), headers=PARTIAL
    )
    assert answer.status_code == 422
    assert "Lý do riêng" in answer.text
    assert "<html" not in answer.text


def test_htmx_is_sent_to_the_inbox_when_the_report_went_out_of_sight(login_as, offices, accepted):
    answer = login_as(offices.handler).post(
        url(accepted, "niem-phong"), data=form(accepted, kind=COMPLAINT), headers=PARTIAL
    )
    assert answer.headers["HX-Location"] == "/can-bo"


@pytest.mark.parametrize("status", life.STATUSES)
def test_every_act_that_is_offered_opens(login_as, offices, status):
    """No dead link: each act on the page answers with its form."""
    report = make.service_request(status, agency=offices.office)
    visitor = login_as(offices.operator)
    page = visitor.get(url(report)).text
    acts = {
        part.split("#act")[0].split('"')[0]
        for part in page.split(f'href="/can-bo/phan-anh/{report.code}/')[1:]
    }
    assert acts
    for act in acts:
        assert visitor.get(url(report, act)).status_code == 200, act


def test_notes_are_kept_apart_from_what_is_told(db, login_as, offices, accepted):
    login_as(offices.handler).post(url(accepted, "ghi-chu"), data=form(accepted, text="Chỉ nội bộ"))
    assert db.session.scalars(select(Note)).one().text == "Chỉ nội bộ"
    assert accepted.changes[-1].status_notes is None
