"""A few directions: one about a report, one in general that was answered, one overdue."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.actors import OFFICIAL, Actor
from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.db import db
from app.demo.people import WARD
from app.demo.reports import Stage
from app.service_requests.directing import giving
from app.service_requests.models import ServiceRequest


def load(stage: Stage, agencies: dict[str, Agency]) -> None:
    """Let the head of the province give them to the ward's office."""
    head, office = Viewer(stage.people["head"]), agencies[f"kt-{WARD}"]
    said = (
        (9, 2, "Rà soát các điểm ngập trên địa bàn phường, báo cáo phương án xử lý."),
        (6, 14, "Cử người trực tiếp nhận phản ánh cả thứ Bảy trong mùa mưa."),
    )
    for ago, days, words in said:
        given_at = stage.now - timedelta(days=ago)
        due_on = (clock.local(given_at) + timedelta(days=days)).date()
        made = giving.give(head, office, words, due_on, given_at, stage.calendar)
        if days > ago:
            who = Actor(OFFICIAL, stage.people["handler"].id, office.id)
            answer = "Đã phân công trực thứ Bảy, lịch trực niêm yết tại bộ phận một cửa."
            giving.answer(made, who, answer, stage.now - timedelta(days=1))
    late = _late(stage, office)
    if late is not None:
        due_on = (clock.local(stage.now) + timedelta(days=3)).date()
        words = "Phản ánh đã quá hạn: kiểm tra hiện trường, trả lời người dân trong tuần."
        giving.give(head, office, words, due_on, stage.now, stage.calendar, late)


def _late(stage: Stage, office: Agency) -> ServiceRequest | None:
    """Give the office's report that is overdue for longest."""
    report = ServiceRequest
    mine = report.agency_id == office.id, report.is_open, report.is_listed
    late = select(report).where(*mine, report.answer_by < stage.now).order_by(report.answer_by)
    return db.session.scalars(late.limit(1)).first()
