"""All of a report on paper."""

from app.core import clock
from app.service_requests.answering import noting
from app.service_requests.models import RequestPhoto
from app.service_requests.record import COMPLAINT
from app.service_requests.routing import sealing
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.factories.media import photo


def test_a_dossier_has_words_photos_and_steps_as_they_happened_but_not_the_sender(
    login_as, offices
):
    report = make.service_request(
        "closed", agency=offices.office, description="Cầu treo gãy ván", contact_name="Bà Kín Tên",
        citizen=make_user("Người Gửi Thật"),
    )  # fmt: skip
    link = make.link_photo(report, photo(), RequestPhoto.REPORT)
    draft = make.link_photo(report, photo(), RequestPhoto.DRAFT)
    noting.note(report, make.official_actor(offices.office), clock.now(), "Đã xem tại chỗ")
    page = login_as(offices.handler).get(f"/can-bo/phan-anh/{report.code}/in").text
    for words in (report.code, "Cầu treo gãy ván", "Đã xem tại chỗ", f"{link.photo.code}-medium"):
        assert words in page
    for words in ("Bà Kín Tên", "Người Gửi Thật", draft.photo.code):
        assert words not in page
    done = page.split("Lịch sử xử lý")[1]
    assert done.index("Đã gửi") < done.index("Đã xem tại chỗ")


def test_a_sealed_reports_dossier_is_its_handlers_alone(login_as, offices):
    report = make.service_request("accepted", agency=offices.office)
    sealing.seal(report, make.official_actor(offices.office), clock.now(), COMPLAINT)
    address = f"/can-bo/phan-anh/{report.code}/in"
    assert login_as(offices.handler).get(address).status_code == 404
    assert login_as(offices.receptionist).get(address).status_code == 200
