"""The demonstration's villages: two lists of invented households, a meeting with answers."""

from datetime import datetime, timedelta

from app.accounts import permissions as may
from app.accounts.actors import Actor
from app.accounts.models import Agency, Right, User
from app.core import clock
from app.core.db import db
from app.demo.people import WARD
from app.places import queries as places
from app.places.models import VILLAGE, Place
from app.villages.books import keeping as books
from app.villages.books.models import IN, OUT
from app.villages.households import binding, keeping
from app.villages.households.models import BY_CODE, Household
from app.villages.notices import answering, minutes, queries, sending
from app.villages.notices.models import (
    BY_APP,
    BY_HEAD,
    BY_LINK,
    GOING,
    MEETING,
    NOT_GOING,
    ONE_EACH,
    QUESTION,
    SENDS,
    VillageGroup,
    VillageGroupHousehold,
)
from app.villages.notices.sending import From, Said

VALLEY = "04387"
FAMILIES = ("Bàn", "Đặng", "Hoàng", "Lò", "Lý", "Nông", "Phùng", "Triệu", "Vàng", "Giàng")
MIDDLES = ("Thử", "Văn Thử", "Thị Thử", "Mẫu")
GIVEN = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười")
LANES = ("Đầu suối", "Cuối suối", "Sau nhà văn hóa", "Cạnh trường học", "Lưng đồi", "Ngõ 12")
WITHOUT_PHONE = 7
"""Every seventh household has none on the list."""


def load(agencies: dict[str, Agency], people: dict[str, User], now: datetime) -> None:
    """Give both villages their heads, lists and notices."""
    valley = _village(VALLEY, "thôn", "Khe Bành", agencies, 205)
    quarter = _village(WARD, "tổ dân phố", "số 4", agencies, 48)
    heads = {
        valley.id: _head(people["village-head-2"], valley, agencies, now),
        quarter.id: _head(people["village-head"], quarter, agencies, now),
    }
    homes = {
        place.id: _households(place, first, now) for place, first in ((valley, 100), (quarter, 400))
    }
    _belongs(people["citizen"], homes[quarter.id][0], now)
    _belongs(people["citizen-2"], homes[valley.id][11], now)
    _union(valley, homes[valley.id], now)
    _meeting_ahead(quarter, heads[quarter.id], now)
    _meeting_past(valley, heads[valley.id], now)
    _meeting_ahead(valley, heads[valley.id], now)
    _question(valley, heads[valley.id], now)
    _book(valley, heads[valley.id], now)


def _village(
    code: str, unit: str, name: str, agencies: dict[str, Agency], households: int
) -> Place:
    commune = places.by_code(code)
    assert commune is not None, code
    made = Place(
        kind=VILLAGE, code=f"{code}-{'khe-banh' if unit == 'thôn' else 'to-so-4'}", parent=commune,
        valid_from=commune.valid_from, households=households,
    )  # fmt: skip
    made.rename(unit.capitalize(), name, above=commune.full_name)
    db.session.add(made)
    db.session.flush()
    agencies[f"thon-{made.code}"] = Agency.found(
        f"thon-{made.code}", "village", f"{made.title}, {commune.label}",
        parent=agencies[f"ubnd-{code}"], place_id=made.id, short_name=made.title,
    )  # fmt: skip
    return made


def _head(user: User, village: Place, agencies: dict[str, Agency], now: datetime) -> Actor:
    agency = agencies[f"thon-{village.code}"]
    right = Right(user=user, permission=may.HEAD_VILLAGE, agency=agency, granted_at=now)
    db.session.add(right)
    db.session.flush()
    return Actor("official", user.id, agency.id)


def _households(village: Place, first: int, now: datetime) -> list[Household]:
    """Write the list down; its numbers, which nobody has, are those behind ``first``."""
    made = []
    for number in range(1, (village.households or 0) + 1):
        household = keeping.born(village.id, now)
        family, given = FAMILIES[number % 10], GIVEN[number // 3 % 10]
        name = f"{family} {MIDDLES[number % 4]} {given}"
        household.describe(number, name, 2 + number % 6, LANES[number % 6], "")
        if number % WITHOUT_PHONE:
            household.be_called([f"+84900000{first + number:03d}"])
        household.changed_at = now
        made.append(household)
    db.session.flush()
    return made


def _belongs(user: User, household: Household, now: datetime) -> None:
    if user.phone:
        household.be_called([user.phone])
    binding.join(household, user, BY_CODE, now)
    user.home_village_id = household.village_id


def _union(village: Place, homes: list[Household], now: datetime) -> None:
    union = VillageGroup(village=village, name="Chi hội Phụ nữ", created_at=now)
    db.session.add(union)
    db.session.flush()
    for each in homes[::3]:
        db.session.add(VillageGroupHousehold(group_id=union.id, household_id=each.id))


def _meeting_ahead(village: Place, head: Actor, now: datetime) -> None:
    day = clock.local(now) + timedelta(days=3)
    said = Said(
        MEETING, "Họp bàn làm đường bê tông", "Mỗi nhà một người. Bàn mức đóng góp, ban giám sát.",
        "Nhà văn hóa", day.replace(hour=19, minute=30, second=0, microsecond=0), ONE_EACH,
    )  # fmt: skip
    notice = sending.send(village, said, From(head), now - timedelta(hours=5))
    _answers(notice.code, now, come=False)


def _meeting_past(village: Place, head: Actor, now: datetime) -> None:
    day = clock.local(now) - timedelta(days=20)
    at = day.replace(hour=19, minute=30, second=0, microsecond=0)
    said = Said(MEETING, "Họp thôn thường kỳ", "", "Nhà văn hóa", at, ONE_EACH)
    notice = sending.send(village, said, From(head), at - timedelta(days=3))
    _answers(notice.code, at, come=True)
    words = (
        "Đã bàn: dọn cỏ ven đường, chuẩn bị cây giống.\nQuyết định: ra quân sáng thứ Bảy tuần tới."
    )
    minutes.write(notice, words, [], head, at + timedelta(hours=2))
    minutes.approve(notice, notice.version, head, at + timedelta(hours=3))


def _answers(code: str, now: datetime, *, come: bool) -> None:
    notice = queries.by_code(code)
    assert notice is not None
    for number, reach in enumerate(queries.all_reaches(notice), start=1):
        if number % 4 == 1:
            answer = (GOING, NOT_GOING, GOING, SENDS)[number // 4 % 4]
            by = (BY_LINK, BY_APP, BY_HEAD)[number % 3]
            answering.say(reach, answer, "Người Nhà Thử" if answer == SENDS else "", by,
                          now - timedelta(minutes=30))  # fmt: skip
        elif number % 3 == 0:
            reach.tell(now - timedelta(hours=1))
        if come and number % 2:
            reach.came_at = now


def _question(village: Place, head: Actor, now: datetime) -> None:
    said = Said(
        QUESTION, "Bà con muốn họp thôn vào buổi nào?", "", "", now + timedelta(days=4), "all",
        choices=("Tối thứ Bảy", "Chiều Chủ nhật", "Tối ngày rằm"),
    )  # fmt: skip
    notice = sending.send(village, said, From(head), now - timedelta(days=1))
    for number, reach in enumerate(queries.all_reaches(notice)):
        if number % 5 == 0:
            votes = [int(number // 5 % 3 == at) for at in range(3)]
            answering.vote(reach, votes, BY_LINK, now - timedelta(hours=2))


def _book(village: Place, head: Actor, now: datetime) -> None:
    words = "Họp thôn thống nhất, mỗi hộ góp theo nhân khẩu; ban giám sát ba người."
    work = books.begin(village, "Đường bê tông xóm trên", words, 60_000_000, head, now)
    today = clock.local(now).date()
    for days, way, amount, said in (
        (9, IN, 18_500_000, "Các hộ góp đợt 1"),
        (6, OUT, 7_200_000, "Mua xi măng, cát"),
        (2, IN, 4_000_000, "Ủng hộ"),
    ):
        line = books.Said(way, amount, today - timedelta(days=days), said)
        books.write(work, line, None, head, now)
