"""A month of invented news and a few alerts, as a province would publish them.

Nobody in it exists, no event happened; the numbers to call are nobody's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage

from app.accounts.actors import OFFICIAL, Actor
from app.accounts.models import Agency, User
from app.accounts.viewer import Viewer
from app.core import codes
from app.core.db import db
from app.demo import pictures
from app.demo.read import read
from app.media import actions as media
from app.news.actions import alerting, preparing, publishing
from app.news.models import Alert, AlertContent, Article, ArticlePhoto, Content
from app.news.rescue import calling
from app.news.rescue.calling import SosForm
from app.notifications.broadcast_models import DONE
from app.places import queries as places
from app.places.models import Place

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


CALL_EVERY = timedelta(minutes=7)
CALLS: tuple[dict[str, Any], ...] = (
    {
        "needs": ("trapped", "carry"),
        "phone": "0900 000 811",
        "words": "Nhà mái tôn xanh, cạnh đình",
    },
    {"needs": ("food",), "phone": "0900 000 812", "words": "Cuối ngõ, nước vào sân"},
)
"""Two invented houses under the flood."""


@dataclass(frozen=True)
class Story:
    """An article: ``days_ago`` and ``hour_shift`` say when; ``correction`` was added later.

    ``picture`` is a kind of ``pictures``, and ``shows`` says what is on it.
    """

    days_ago: int
    section: str
    title: str
    summary: str
    body: str
    places: Sequence[str] = ()
    hour_shift: int = 0
    correction: str = ""
    picture: str = ""
    shows: str = ""


@dataclass(frozen=True)
class Desk:
    """Who writes and who publishes, for which agency."""

    agency: Agency
    writer: User
    publisher: User


def load(agencies: dict[str, Agency], people: dict[str, User], now: datetime) -> int:
    """Publish the month's news, leave some waiting, send the alerts; give how many articles."""
    desk = Desk(agencies["province"], people["writer"], people["editor"])
    stories = [Story(**row) for row in read("news")["stories"]]
    for story in reversed(stories):  # the oldest first, as they came
        _publish(desk, story, now)
    _waiting(desk, now)
    preparing.load_defaults()
    _alerts(agencies["province"], people["duty-officer"], people["citizen"], now)
    db.session.flush()
    return len(stories)


def _publish(desk: Desk, story: Story, now: datetime) -> Article:
    at = now - story.days_ago * DAY - story.hour_shift * HOUR
    article = _written(desk, story.title, story.summary, story.body, story.section, at)
    article.concern(_places(story.places))
    if story.picture:
        file = FileStorage(BytesIO(pictures.draw(story.picture)), filename="photo.jpg")
        photos = media.take([file], codes.random_token(), at)
        media.attach(photos)
        article.photos = [ArticlePhoto(photo=each, description=story.shows) for each in photos]
    by = _actor(desk.agency, desk.publisher)
    publishing.publish(article, by, at)
    if story.correction:
        words = Content(story.title, story.summary, story.body, story.section)
        publishing.correct(article, words, story.correction, article.version, by, at + 3 * HOUR)
    return article


def _written(
    desk: Desk, title: str, summary: str, body: str, section: str, at: datetime
) -> Article:
    by = _actor(desk.agency, desk.writer)
    article = Article.begin(desk.agency, section, by, at)
    article.save(Content(title, summary, body, section), article.version, by, at)
    article.submit(by, at)
    return article


def _waiting(desk: Desk, now: datetime) -> None:
    """One in review, one scheduled, one withdrawn: so that every list shows something."""
    by = _actor(desk.agency, desk.publisher)
    _written(
        desk,
        "Mở lớp học chữ cho người lớn tuổi ở các thôn vùng cao",
        "Lớp học buổi tối, không thu tiền, có người dạy bằng tiếng mẹ đẻ.",
        "Bà con muốn học ghi tên với trưởng thôn trước ngày 10/12.",
        "giao-duc",
        now,
    )
    later = _written(
        desk,
        "Lịch khám sức khỏe miễn phí cho người cao tuổi tháng 12",
        "Khám tại trạm y tế xã, mang theo căn cước, mở sẵn bảo hiểm y tế trên VNeID nếu có.",
        "Thời gian: **07:30 - 11:00** các ngày 5/12 và 6/12.",
        "y-te",
        now,
    )
    publishing.schedule(later, now + 2 * DAY, by, now)
    gone = _written(desk, "Thời gian nhận hồ sơ hỗ trợ giống cây trồng vụ xuân",
                    "Thông tin đã được thay thế.", "Nhận hồ sơ đến hết ngày 20/11.",
                    "nong-nghiep", now - 6 * DAY)  # fmt: skip
    publishing.publish(gone, by, now - 6 * DAY)
    reason = "Thời hạn đã thay đổi. Mời bà con xem tin mới về hỗ trợ giống cây trồng."
    publishing.withdraw(gone, reason, by, now - 5 * DAY)


def _alerts(agency: Agency, officer: User, citizen: User, now: datetime) -> None:
    by = _actor(agency, officer)
    past = _content("landslide", 4, "Nguy cơ sạt lở đất trên các tuyến đèo", ("04387",),
                    now - 12 * DAY, now - 11 * DAY)  # fmt: skip
    over = alerting.send(past, agency, by, now - 12 * DAY)
    over.clear("Trời đã tạnh, đường đã thông. Bà con đi lại bình thường.", by, now - 11 * DAY)
    flood = _content("flood", 2, "Nước sông lên chậm, đề phòng ngập vùng thấp", ("04252", "04375"),
                     now, now + 20 * HOUR)  # fmt: skip
    on: Alert = alerting.send(flood, agency, by, now - 2 * HOUR)
    text = "Mực nước lúc này thấp hơn báo động I là 0,4 m, lên chậm."
    on.update(text, on.ends_at, on.level, by, now)
    for number, each in enumerate(CALLS):
        key = f"demo-call-for-rescue-{number}"
        here, north = on.places[0].place, number * 0.002
        lat, long = (f"{here.lat + north}", f"{here.long}") if here.lat else ("", "")
        form = SosForm(key=key, place=here.code, people="3", lat=lat, long=long, **each)
        calling.call(form, on, Viewer(citizen), now - (number + 1) * CALL_EVERY)
    for sent in alerting.broadcasts_of(over):
        sent.state, sent.ended_at = DONE, over.starts_at


def _content(
    kind: str, level: int, headline: str, codes: tuple[str, ...], begins: datetime, ends: datetime
) -> AlertContent:
    instruction = {
        "flood": "Không lội qua ngầm, tràn, suối. Kê cao đồ đạc, đưa vật nuôi lên chỗ cao. "
        "Theo dõi tin tiếp theo.",
        "landslide": "Không đi qua đèo khi trời mưa. Thấy vết nứt, cây nghiêng: rời đi ngay.",
    }[kind]
    return AlertContent(
        kind=kind,
        level=level,
        headline=headline,
        description="Mưa vừa, mưa to trong 24 giờ qua, lượng mưa 60-110 mm.",
        instruction=instruction,
        starts_at=begins,
        ends_at=ends,
        contact_name="Trực ban phòng chống thiên tai",
        contact_phone="0900 000 020",
        places=_places(codes),
    )


def _places(codes: Sequence[str]) -> list[Place]:
    found = (places.by_code(code) for code in codes)
    return [place for place in found if place is not None]


def _actor(agency: Agency, user: User) -> Actor:
    return Actor(OFFICIAL, user.id, agency.id)
