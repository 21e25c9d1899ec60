"""Articles, alerts and feeds. An article reaches its status by the real verbs."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from app.accounts.actors import OFFICIAL, Actor
from app.accounts.models import Agency, User
from app.core import clock
from app.core.db import db
from app.news.actions import alerting, preparing, publishing
from app.news.models import (
    Alert,
    AlertContent,
    AlertTemplate,
    Article,
    ArticlePhoto,
    Content,
    FeedSource,
)
from app.news.models import article_life as life
from app.places.models import Place
from tests.factories.accounts import make_agency, make_user
from tests.factories.media import photo
from tests.factories.places import make_commune

_numbers = count(1)


def actor_of(agency: Agency, user: User | None = None) -> Actor:
    """An official of ``agency``."""
    return Actor(OFFICIAL, (user or make_user("Biên Tập Viên Thử")).id, agency.id)


def content(**given: Any) -> Content:
    """Words of an article."""
    number = next(_numbers)
    values = {
        "title": f"Lịch tiêm phòng cho trẻ em, đợt {number}",
        "summary": "Trạm y tế tiêm miễn phí trong ba ngày.",
        "body": "Bà con đưa trẻ đến **trạm y tế** từ 07:30.\n\n- Mang sổ tiêm\n- Đeo khẩu trang",
        "section": "y-te",
    }
    return Content(**{**values, **given})


def article(
    status: str = life.PUBLISHED,
    *,
    agency: Agency | None = None,
    author: User | None = None,
    places: tuple[Place, ...] = (),
    at: datetime | None = None,
    **words: Any,
) -> Article:
    """An article in ``status``; ``at`` is when it was published."""
    agency, now = agency or make_agency(), at or clock.now()
    by = actor_of(agency, author)
    made = Article.begin(agency, "y-te", by, now)
    made.save(content(**words), made.version, by, now)
    made.concern(places)
    if status != life.DRAFT:
        made.submit(by, now)
    by = actor_of(agency)
    if status == life.SCHEDULED:
        publishing.schedule(made, now + timedelta(hours=2), by, now)
    if status in life.PUBLIC:
        publishing.publish(made, by, now)
    if status == life.WITHDRAWN:
        publishing.withdraw(made, "Lịch đã thay đổi.", by, now)
    db.session.flush()
    return made


def picture(of: Article, **words: str) -> ArticlePhoto:
    """A picture of an article."""
    made = photo()
    values = {"caption": "Trạm y tế", "description": "Hàng ghế chờ trước trạm y tế", **words}
    link = ArticlePhoto(photo=made, photo_id=made.id, **values)
    of.photos.append(link)
    db.session.flush()
    return link


def alert_content(*places: Place, **given: Any) -> AlertContent:
    """What an alert says."""
    now = given.pop("now", None) or clock.now()
    values: dict[str, Any] = {
        "kind": "flood",
        "level": 3,
        "headline": "Lũ trên sông đang lên",
        "description": "Mực nước vượt báo động II.",
        "instruction": "Không lội qua ngầm, tràn.",
        "starts_at": now,
        "ends_at": now + timedelta(hours=12),
        "contact_name": "Trực ban",
        "contact_phone": "0900 000 009",
        "places": places or (make_commune(),),
    }
    return AlertContent(**{**values, **given})


def alert(
    *places: Place, agency: Agency | None = None, is_test: bool = False, **given: Any
) -> Alert:
    """An alert that is on, sent by an officer of ``agency``."""
    agency = agency or make_agency()
    words = alert_content(*places, **given)
    return alerting.send(words, agency, actor_of(agency), clock.now(), is_test=is_test)


def templates() -> list[AlertTemplate]:
    """The prepared alerts of a new deployment."""
    preparing.load_defaults()
    db.session.flush()
    return list(db.session.query(AlertTemplate))


def feed(agency: Agency | None = None, **given: Any) -> FeedSource:
    """A feed of an agency, due now."""
    values = {
        "name": "Trang tin thử",
        "url": f"https://tin.example.vn/rss-{next(_numbers)}.xml",
        "kind": "agency",
        "section": "thong-bao",
        "next_at": clock.now(),
    }
    made = FeedSource(agency=agency or make_agency(), **{**values, **given})
    db.session.add(made)
    db.session.flush()
    return made
