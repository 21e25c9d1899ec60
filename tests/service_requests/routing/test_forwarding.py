"""A complaint is handed on with a slip: who may, what the sender reads, what stands on paper."""

import pytest

from app.core import clock
from app.service_requests import life
from app.service_requests.record import COMPLAINT, DENUNCIATION
from app.service_requests.routing import sealing
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

KEY = "a-key-of-a-form-long-enough"
WHO = "Chủ tịch UBND xã Thử"


@pytest.fixture
def sealed(offices):
    sender = make_user("Bà Người Gửi")
    report = make.service_request(
        "accepted", agency=offices.office, citizen=sender, contact_name="Bà Người Gửi"
    )
    sealing.seal(report, make.official_actor(offices.office), clock.now(), COMPLAINT)
    return report


def hand_on(visitor, report, **values):
    form = {"version": str(report.version), "idempotency_key": KEY, "addressee": WHO, **values}
    return visitor.post(f"/can-bo/phan-anh/{report.code}/chuyen-don", data=form)


def test_the_reception_office_hands_it_on_and_prints_the_slip(client, login_as, offices, sealed):
    slip = f"/can-bo/phan-anh/{sealed.code}/phieu-chuyen-don"
    reception = login_as(offices.receptionist)
    assert reception.get(slip).status_code == 404
    assert hand_on(reception, sealed, addressee="").status_code == 422
    answer = hand_on(reception, sealed, text="Khiếu nại lần đầu", paper_number="12/PC")
    assert answer.status_code == 303
    assert (sealed.status, sealed.resolution) == (life.CLOSED, life.EXPLAINED)
    page = reception.get(slip).text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    assert "PHIẾU CHUYỂN ĐƠN KHIẾU NẠI" in page
    for words in (WHO, "Khiếu nại lần đầu", "Số: 12/PC", "Bà Người Gửi", sealed.code):
        assert words in page
    assert slip in reception.get(f"/can-bo/phan-anh/{sealed.code}").text
    assert WHO in login_as(sealed.citizen).get(f"/phan-anh/{sealed.code}").text
    assert client.get(f"/phan-anh/{sealed.code}").status_code == 404
    for user in (offices.handler, offices.lead):
        assert login_as(user).get(slip).status_code == 404


def test_a_denunciation_says_that_it_is_secret(login_as, offices, sealed):
    sealed.sealed_kind = DENUNCIATION
    reception = login_as(offices.receptionist)
    hand_on(reception, sealed)
    page = reception.get(f"/can-bo/phan-anh/{sealed.code}/phieu-chuyen-don").text
    assert "PHIẾU CHUYỂN ĐƠN TỐ CÁO" in page
    assert "Luật Tố cáo" in page


def test_what_is_not_sealed_is_not_handed_on(login_as, offices):
    report = make.service_request("accepted", agency=offices.office)
    assert hand_on(login_as(offices.lead), report).status_code == 403
    assert "chuyen-don#act" not in login_as(offices.operator).get(
        f"/can-bo/phan-anh/{report.code}"
    ).text  # fmt: skip
