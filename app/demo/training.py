"""The demonstration's classes: one that was held, one that people sign up for; hours of helpers."""

from datetime import date, datetime, time, timedelta

from app.accounts.actors import SYSTEM
from app.accounts.models import User
from app.community.models import CommunityMember, CommunityTeam, Training
from app.community.training import attending, hours, keeping, signing_up
from app.community.training.models import EVERYBODY
from app.community.visits import skills
from app.core import clock
from app.core.db import db

HALL = "Nhà văn hóa thôn"
TAUGHT = (
    "Gọi cấp cứu, gọi video và giữ tài khoản an toàn",
    "Nộp hồ sơ dịch vụ công trên điện thoại",
)
BRING = "Mang theo điện thoại đã sạc đầy và thẻ căn cước. Con cháu đi cùng được."
NAMES = ("Lò Thị Mẫu", "Vàng A Thử", "Tẩn Thị Ví Dụ", "Giàng Văn Mẫu", "Hoàng Thị Thử")
GREEN = "Mùa hè xanh: giúp bà con cài ứng dụng ở chợ phiên"


def load(
    team: CommunityTeam, members: list[CommunityMember], office: User, visitor: User, now: datetime
) -> None:
    """Play a class of last week to its end, and open one for next week."""
    lead = members[0]
    today = clock.local(now).date()
    _held(team, lead, today - timedelta(days=6), office)
    coming = _opened(team, lead, TAUGHT[1], today + timedelta(days=5), 5, now - timedelta(days=2))
    for name in NAMES[:3]:
        _helped(coming, name, lead, now)
    for each in (lead.user, visitor):
        if each is not None:
            who = signing_up.Person(each.name or NAMES[0], each.phone_index or each.code, each)
            signing_up.sign_up(coming, who, now)
    _helped(coming, NAMES[3], lead, now)
    said = hours.Said(members[-1], today - timedelta(days=2), 150, GREEN)
    hours.enter(said, SYSTEM, lead.user_id, now)
    db.session.flush()


def _held(team: CommunityTeam, lead: CommunityMember, day: date, office: User) -> None:
    begins = clock.at(day, time(19, 30))
    training = _opened(team, lead, TAUGHT[0], day, 20, begins - timedelta(days=8))
    for at, name in enumerate(NAMES):
        row = _helped(training, name, lead, begins - timedelta(days=3))
        if at != 1:
            attending.came(row, True, begins)
    over = begins + timedelta(hours=2)
    keeping.hold(training, SYSTEM, over)
    for row in hours.of_month(team, day):
        hours.approve(row, SYSTEM, office.id, over)


def _opened(
    team: CommunityTeam, lead: CommunityMember, title: str, day: date, places: int, since: datetime
) -> Training:
    begins = clock.at(day, time(19, 30))
    said = keeping.Said(
        title, BRING, HALL, "Tổ công nghệ số cộng đồng", EVERYBODY, begins,
        begins + timedelta(minutes=90), places, skills.taught()[1:3], frozenset({lead.id}),
    )  # fmt: skip
    made = keeping.announce(team.place, said, SYSTEM, since)
    keeping.open_up(made, SYSTEM, since)
    return made


def _helped(
    training: Training, name: str, by: CommunityMember, now: datetime
) -> signing_up.TrainingPlace:
    user = by.user
    assert user is not None
    return signing_up.sign_up(training, signing_up.for_another(name, user), now)
