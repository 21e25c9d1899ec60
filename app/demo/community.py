"""The demonstration's digital teams: lists from the villages' households, an evening's visits."""

from datetime import datetime, timedelta

from app.accounts.actors import SYSTEM
from app.accounts.models import User
from app.community.campaigns import keeping as campaigns
from app.community.people import keeping as lists
from app.community.people import queries as people
from app.community.people.models import AWAY, GONE, HELPED, LATER, NO_PHONE, REFUSED
from app.community.reports import sending as reports
from app.community.teams import keeping
from app.community.teams.models import CommunityMember, CommunityTeam
from app.community.visits import skills, writing
from app.core import clock
from app.core.db import db
from app.demo import training
from app.demo.people import WARD
from app.demo.villages import VALLEY
from app.places import queries as places
from app.places.models import Place

STATES = (HELPED, HELPED, LATER, HELPED, AWAY, HELPED, NO_PHONE, HELPED, GONE, REFUSED)
HARD = "Máy cũ, bộ nhớ đầy nên không cài được ứng dụng."
NAMES = ("Đoàn Viên Thử", "Chi Hội Trưởng Thử", "Giáo Viên Thử")


def load(people_of: dict[str, User], now: datetime) -> None:
    """Found both villages' teams and their communes', and play two evenings of visits."""
    skills.begin()
    valley = _team(f"{VALLEY}-khe-banh", ((1, 70), (71, 140), (141, 205)), now)
    quarter = _team(f"{WARD}-to-so-4", ((1, 24), (25, 48)), now)
    helping = _members(valley, people_of["village-head-2"], people_of["citizen-2"], now)
    members = _members(quarter, people_of["village-head"], people_of["citizen"], now)
    _evening(quarter, members, now - timedelta(days=1, hours=2), slice(14))
    _evening(quarter, members, now - timedelta(hours=3), slice(14, 24))
    reports.send(quarter, "Bà con ra đồng, hẹn tối đến tiếp.", HARD, SYSTEM.reference, now)
    commune = places.by_code(WARD)
    assert commune is not None
    keeping.found(commune, SYSTEM, now)
    _campaign(commune, people_of["citizen"], now)
    training.load(valley, helping, people_of["village-office"], people_of["citizen-2"], now)


def _campaign(commune: Place, signs: User, now: datetime) -> None:
    """A campaign half-way: what it counts are the evenings' visits."""
    day = clock.local(now).date()
    said = campaigns.Said(
        "30 ngày bình dân học vụ số", "helped", "Tôi cam kết tự làm được một việc trên điện thoại.",
        day - timedelta(days=14), day + timedelta(days=15), 25,
    )  # fmt: skip
    made = campaigns.begin(commune, said, SYSTEM, now - timedelta(days=14))
    campaigns.sign(made, signs, made.targets[0].place, day)


def _team(code: str, areas: tuple[tuple[int, int], ...], now: datetime) -> CommunityTeam:
    village = places.by_code(code)
    assert village is not None, code
    team = keeping.found(village, SYSTEM, now - timedelta(days=30))
    for number, (first, last) in enumerate(areas, start=1):
        keeping.add_area(team, f"Cụm {number}", first, last, SYSTEM, now)
    lists.bring_heads(team, SYSTEM.reference, now - timedelta(days=29))
    return team


def _members(team: CommunityTeam, lead: User, member: User, now: datetime) -> list[CommunityMember]:
    """Let the head lead and a neighbour look after the first area; one more is invited."""
    made = []
    for user, leads, name in zip((lead, member, None), (True, False, False), NAMES, strict=True):
        invited = keeping.invite(team, name, leads, SYSTEM, now - timedelta(days=28))
        if user is not None:
            keeping.join(user, invited.invitation, now - timedelta(days=27))
            keeping.charge(invited, leads, frozenset({team.areas[0].id}), SYSTEM, now)
            made.append(invited)
    db.session.flush()
    return made


def _evening(
    team: CommunityTeam, members: list[CommunityMember], begins: datetime, doors: slice
) -> None:
    area, taught = team.areas[0], skills.taught()
    rows = people.of_area(area.id, None).rows[doors]
    for number, person in enumerate(rows):
        state = STATES[number % len(STATES)]
        at = begins + timedelta(minutes=9 * number)
        what = taught[: 1 + number % 3] if state == HELPED else []
        is_hard = state == LATER
        alone = {each.code: (5, 3, 5)[number % 3] for each in what}
        words = HARD if is_hard else ""
        said = writing.Said(person.position, state, what, is_hard, words, at, at, alone)
        writing.write(area, members[number % 2], said, at)
