"""The report as its official sees it."""

import pytest

from app.service_requests import life
from app.service_requests.answering import noting
from app.service_requests.following import adding
from app.service_requests.models import Reason, RequestPhoto
from app.service_requests.routing import assigning
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.factories.media import photo


def url(report) -> str:
    return f"/can-bo/phan-anh/{report.code}"


@pytest.mark.parametrize("status", life.STATUSES)
def test_it_shows_a_report_in_every_status(login_as, offices, status):
    report = make.service_request(status, agency=offices.office)
    answer = login_as(offices.handler).get(url(report))
    assert answer.status_code == 200
    assert "Đèn đường không sáng" in answer.text


def test_it_shows_words_photos_place_and_promise(login_as, offices):
    report = make.service_request(
        agency=offices.office, lat=21.72, long=104.87, description="Cột điện nghiêng"
    )
    link = make.link_photo(report, photo(), RequestPhoto.REPORT)
    page = login_as(offices.handler).get(url(report)).text
    assert "Cột điện nghiêng" in page
    assert "geo:21.72,104.87" in page
    assert f"{link.photo.code}-thumb.webp" in page


def test_the_sender_is_hidden_from_who_handles_it(login_as, offices):
    sender = make_user("Người Gửi Bí Mật")
    report = make.service_request(
        agency=offices.office,
        citizen=sender,
        contact_name="Tên Người Gửi",
        contact_phone="+84900777055",
    )
    adding.add(report, make.citizen_actor(report), report.requested_datetime, "Thêm một câu")
    for user in (offices.handler, offices.lead):
        page = login_as(user).get(url(report)).text
        assert "Người Gửi Bí Mật" not in page
        assert "Tên Người Gửi" not in page
        assert "777055" not in "".join(page.split())
        assert "Thêm một câu" in page


def test_the_operator_reads_the_senders_name(login_as, offices):
    report = make.service_request(agency=offices.office, contact_name="Tên Người Gửi")
    assert "Tên Người Gửi" in login_as(offices.operator).get(url(report)).text


def test_internal_notes_and_steps_are_on_the_time_line(login_as, offices):
    report = make.service_request("accepted", agency=offices.office)
    actor = make.official_actor(offices.office, offices.colleague)
    noting.note(report, actor, report.requested_datetime, "Chờ vật tư")
    assigning.assign(report, actor, report.requested_datetime, offices.handler)
    page = login_as(offices.handler).get(url(report)).text
    assert "Chờ vật tư" in page
    assert "Cán Bộ Hai" in page


@pytest.mark.parametrize("status", life.STATUSES)
@pytest.mark.parametrize("who", ["handler", "operator"])
def test_the_page_needs_at_most_12_statements(login_as, offices, statements, status, who):
    report = make.service_request(status, agency=offices.office)
    actor = make.official_actor(offices.office, offices.colleague)
    for number in range(4):
        noting.note(report, actor, report.requested_datetime, f"Ghi chú {number}")
        make.link_photo(report, photo(), RequestPhoto.REPORT)
    visitor, address = login_as(getattr(offices, who)), url(report)
    with statements() as seen:
        visitor.get(address)
    assert len(seen) <= 12, "\n".join(seen)


@pytest.mark.parametrize(
    ("act", "status"),
    [*(("phan-cong", status) for status in ("received", "accepted", "in_progress")),
     ("chuyen", "accepted"), ("khong-tiep-nhan", "received"), ("niem-phong", "received"),
     *(("ghi-chu", status) for status in ("received", "accepted", "closed"))],
)  # fmt: skip
@pytest.mark.parametrize("who", ["operator", "lead"])
def test_the_page_with_an_act_open_needs_at_most_12_statements(
    login_as, offices, statements, act, status, who
):
    for _ in range(3):
        make.reason()
    report = make.service_request(status, agency=offices.office)
    visitor, address = login_as(getattr(offices, who)), f"{url(report)}/{act}"
    with statements() as seen:
        answer = visitor.get(address)
    assert answer.status_code in (200, 403, 404)
    assert len(seen) <= 12, "\n".join(seen)


def test_htmx_gets_the_report_alone(login_as, offices):
    report = make.service_request(agency=offices.office)
    answer = login_as(offices.handler).get(
        url(report), headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    assert answer.text.lstrip().startswith(f'<article class="stack" id="request-{report.id}"')


def test_another_agency_finds_nothing(login_as, offices):
    report = make.service_request(agency=offices.office)
    assert login_as(offices.neighbour_handler).get(url(report)).status_code == 404


@pytest.mark.parametrize(
    ("act", "button"),
    [
        ("niem-phong", "Niêm phong, chuyển Ban Tiếp công dân"),
        ("khong-tiep-nhan", "Không tiếp nhận"),
    ],
)
def test_a_grave_act_says_on_its_button_what_it_does(login_as, offices, act, button):
    make.reason(Reason.NOT_ACCEPTED)
    report = make.service_request("accepted", agency=offices.office)
    page = login_as(offices.handler).get(f"/can-bo/phan-anh/{report.code}/{act}").text
    sends = page.split("data-send>")[1].split("</button>")[0]
    assert sends.split("</svg>")[1] == button


def test_only_what_is_new_of_a_long_history_stands_open(login_as, offices):
    report = make.service_request("in_progress", agency=offices.office)
    page = login_as(offices.handler).get(url(report)).text
    history = page.partition("Lịch sử</h3>")[2]
    shown, _summary, folded = history.partition("<summary>")
    assert shown.count("<time") < folded.count("<time")
    assert "bước trước đó" in folded


def test_a_sealed_report_waits_for_the_reception_office(login_as, offices):
    report = make.service_request("received", agency=offices.reception)
    report.sealed_kind = "complaint"
    page = login_as(offices.receptionist).get(url(report)).text
    assert "Chờ Ban Tiếp công dân chuyển đơn hoặc trả lời" in page
