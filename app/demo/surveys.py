"""The demonstration's surveys: one that is open, one and a consultation that are over and told."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.accounts.actors import OFFICIAL, Actor
from app.accounts.models import Agency, User
from app.core import clock
from app.core.db import db
from app.surveys import answering, making
from app.surveys.answering import LATE
from app.surveys.making import Asked, Head
from app.surveys.models import CONSULTATION, SURVEY, Survey, SurveyPoint
from app.surveys.takers import Taker
from app.villages.households.models import Household

ROADS = (
    Asked("one", "Tuần qua bạn đi đường thôn, bản bằng gì nhiều nhất?",
          options=("Xe máy", "Đi bộ", "Xe đạp", "Ô tô"), is_needed=True),
    Asked("faces", "Bạn hài lòng với đường về nhà đến mức nào?"),
    Asked("several", "Theo bạn cần làm gì trước?",
          options=("Đổ bê tông", "Rãnh thoát nước", "Đèn đường", "Biển báo, gương cầu")),
    Asked("number", "Nhà bạn có mấy xe máy?"),
    Asked("words", "Đoạn nào khó đi nhất?"),
)  # fmt: skip
WASTE = (
    Asked("part", "Điều 1. Giờ thu gom",
          words="Rác được thu gom từ 17 giờ đến 19 giờ các ngày thứ Hai, thứ Tư và thứ Sáu. "
                "Mỗi hộ để rác ra trước cổng không sớm hơn 16 giờ 30."),
    Asked("part", "Điều 2. Phân loại",
          words="Mỗi hộ để riêng rác thực phẩm, rác tái chế và rác còn lại."),
    Asked("part", "Điều 3. Mức đóng góp",
          words="Mỗi hộ đóng 20.000 đồng một tháng; hộ nghèo, cận nghèo được miễn."),
)  # fmt: skip
POINTS = {
    (0, 3): ("Thứ Bảy nhiều rác chợ, nên thêm chiều thứ Bảy.", "taken_up",
             "Bổ sung chiều thứ Bảy tại khu vực chợ."),
    (0, 9): ("Giờ này chúng tôi còn ở nương.", "explained",
             "Hộ đi làm về muộn gửi rác tại điểm tập kết đầu ngõ, mở đến 21 giờ."),
    (1, 5): ("Cần phát túi hai màu thì mới làm được.", "taken_up",
             "Phát túi hai màu trong ba tháng đầu."),
    (2, 7): ("Nên thu theo nhân khẩu.", "explained",
             "Thu theo hộ để trưởng thôn không phải kê khai hằng tháng."),
}  # fmt: skip


def load(agencies: dict[str, Agency], people: dict[str, User], now: datetime) -> None:
    """Let the province ask about roads, and the ward about its rules on waste."""
    writer, editor = people["writer"], people["editor"]
    office = agencies["province"]
    opened = Head(SURVEY, "Đường thôn, bản: đi lại thế nào?",
                  "Câu trả lời giúp chọn đoạn sửa trước trong năm tới.",
                  ends_at=_days(now, 12))  # fmt: skip
    survey = _opened(opened, ROADS, office, writer, editor, now)
    survey.asked = 1_240
    for at in range(37):
        _answer(survey, at, _roads(at), now)

    past = now - timedelta(days=30)
    before = Head(SURVEY, "Phiên trực giải quyết thủ tục sáng thứ Bảy",
                  "Khảo sát để sắp lịch trực.", ends_at=_days(past, 12))  # fmt: skip
    asked = (
        Asked("one", "Bạn có cần phiên trực sáng thứ Bảy không?", options=("Có", "Không")),
        Asked("faces", "Lần gần nhất làm thủ tục, bạn hài lòng không?"),
    )
    survey = _opened(before, asked, office, writer, editor, past)
    survey.asked = 1_240
    for at in range(64):
        _answer(survey, at, {"q-1": (str(int(at % 4 == 0)),), "q-2": (str((0, 0, 1, 2)[at % 4]),)},
                past)  # fmt: skip
    _tell(survey, "Từ tháng sau trực sáng thứ Bảy tuần thứ nhất và thứ ba.", editor, past)
    _consult(office, writer, editor, past)


def _consult(office: Agency, writer: User, editor: User, past: datetime) -> None:
    head = Head(CONSULTATION, "Dự thảo quy ước thu gom rác của tổ dân phố",
                "Đọc từng phần rồi cho biết ý kiến. Mọi ý kiến được trả lời.",
                ends_at=_days(past, 14))  # fmt: skip
    survey = _opened(head, WASTE, office, writer, editor, past)
    village = db.session.scalars(select(Household).limit(1)).one().village
    survey.asked = 48
    for at in range(24):
        sent: dict[str, Any] = {}
        for part in range(3):
            words = POINTS.get((part, at), ("",))[0]
            against = at % 9 == 7 and part == 2
            sent[f"q-{part + 1}"] = ("2" if against else "1" if words else "0",)
            sent[f"q-{part + 1}-w"] = (words,)
        answering.answer(survey, Taker(f"demo:{at}", place=village), sent, past, None)
    _count(survey)
    by = _actor(editor)
    mine = select(SurveyPoint).where(SurveyPoint.survey_id == survey.id)
    for point in db.session.scalars(mine):
        how, words = next(each[1:] for each in POINTS.values() if each[0] == point.words)
        making.reply(point, how, words, by, past)
    making.publish_results(
        survey, "Quy ước được sửa theo các ý kiến tiếp thu và thông qua tại cuộc họp tổ dân phố.",
        by, past + timedelta(days=20),
    )  # fmt: skip


def _opened(
    head: Head, asked: tuple[Asked, ...], office: Agency, writer: User, editor: User, now: datetime
) -> Survey:
    made = making.begin(head, office, _actor(writer), now)
    for each in asked:
        making.add_question(made, each, _actor(writer), now)
    making.publish(made, _actor(editor), now)
    return made


def _roads(at: int) -> dict[str, tuple[str, ...]]:
    return {
        "q-1": (str((0, 0, 0, 1, 2)[at % 5]),),
        "q-2": (str((0, 1, 1, 2)[at % 4]),),
        "q-3": (str(at % 4), str((at + 1) % 4)),
        "q-4": (str(1 + at % 3),),
    }


def _answer(survey: Survey, at: int, sent: dict[str, tuple[str, ...]], now: datetime) -> None:
    answering.answer(survey, Taker(f"demo:{at}"), sent, now, None)


def _tell(survey: Survey, closing: str, editor: User, past: datetime) -> None:
    _count(survey)
    making.publish_results(survey, closing, _actor(editor), past + timedelta(days=15))


def _count(survey: Survey) -> None:
    assert survey.ends_at is not None
    making.count(survey, survey.ends_at + LATE)


def _days(now: datetime, days: int) -> datetime:
    day = clock.local(now) + timedelta(days=days)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def _actor(user: User) -> Actor:
    return Actor(OFFICIAL, user.id, user.rights[0].agency_id)
