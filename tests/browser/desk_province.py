"""A small office with reports in many states, for looking at the desk in a browser."""

from datetime import timedelta
from typing import Any, NamedTuple

from app.core import clock
from app.service_requests.answering import noting
from app.service_requests.following import rating
from app.service_requests.models import Reason, RequestPhoto
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.factories.media import photo
from tests.service_requests.offices import Offices, make_offices

WORDS = (
    "Nước cống tràn ở chợ, bốc mùi hôi cả khu phố",
    "Ổ gà đầu cầu, xe máy ngã hai lần trong tuần",
    "Đèn đường không sáng, ngõ 12",
    "Cây đổ chắn ngang đường vào trường học",
)


class Sample(NamedTuple):
    """A report's id and code, known without asking the database again."""

    id: int
    code: str


def furnish() -> tuple[Offices, dict[str, Sample]]:
    """Make offices, reasons and reports; give the reports by what they are for."""
    offices = make_offices()
    for name in ("Bí mật đời tư", "Ảnh hưởng người khác"):
        make.reason(Reason.NOT_PUBLIC, name)
    for name in ("Không thuộc thẩm quyền của tỉnh", "Thiếu thông tin để xác minh"):
        make.reason(Reason.NOT_ACCEPTED, name)
    fast = make.urgency_class("khan", "Khẩn", accept_minutes=240, answer_minutes=240)
    service = make.service("den-duong", urgent_class=fast, proof_required=True)
    made = {"waiting": _waiting(offices, service)}
    for number, words in enumerate(WORDS):
        report = make.service_request(
            "accepted",
            agency=offices.office,
            service=service,
            description=words,
            urgent=number == 0,
        )
        report.answer_by = clock.now() + timedelta(hours=20 * number - 2)
        report.promise.answer_by = report.answer_by
        report.assignee = offices.handler if number == 1 else None
        made.setdefault("accepted", report)
    made["closed"] = _closed(offices, service)
    return offices, {name: Sample(each.id, each.code) for name, each in made.items()}


def _waiting(offices: Offices, service: Any) -> Any:
    report = make.service_request(
        agency=offices.office,
        service=service,
        description="Đèn đường trước cổng trường không sáng đã năm hôm.\nTrẻ con đi học về tối.",
        citizen=make_user("Người Gửi Thử"),
        contact_phone="+84900000077",
        lat=21.7229,
        long=104.9113,
        accuracy_m=12,
    )
    for _ in range(3):
        make.link_photo(report, photo(with_files=True), RequestPhoto.REPORT)
    return report


def _closed(offices: Offices, service: Any) -> Any:
    report = make.service_request("closed", agency=offices.office, service=service)
    noting.note(
        report, make.official_actor(offices.office), clock.now(), "Đã nghiệm thu cùng tổ trưởng"
    )
    rating.rate(report, make.citizen_actor(report), clock.now(), "dissatisfied", "Vẫn chập chờn")
    return report
