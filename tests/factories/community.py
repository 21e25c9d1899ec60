"""Digital teams for tests: a village's team with areas, members, people on its list."""

from itertools import count
from typing import Any

from app.accounts.models import User
from app.community.people import keeping as people
from app.community.people.models import HELPED, CommunityPerson
from app.community.teams import keeping
from app.community.teams.models import CommunityArea, CommunityMember, CommunityTeam
from app.community.visits import skills, writing
from app.community.visits.models import CommunityVisit
from app.core import clock
from app.core.db import db
from app.places.models import Place
from tests.factories import villages
from tests.factories.accounts import make_user

_numbers = count(1)


def team(place: Place | None = None) -> CommunityTeam:
    """Found the team of a village, and the list of skills."""
    place = place or villages.place()
    made = keeping.found(place, villages.actor(make_user()), clock.now())
    skills.begin()
    return made


def area(of: CommunityTeam, name: str | None = None, first: int | None = None,
         last: int | None = None) -> CommunityArea:  # fmt: skip
    name = name or f"Ngõ {next(_numbers)}"
    return keeping.add_area(of, name, first, last, villages.actor(make_user()), clock.now())


def member(
    of: CommunityTeam, *areas: CommunityArea, leads: bool = False, user: User | None = None,
    name: str = "Đoàn Viên Thử",
) -> CommunityMember:  # fmt: skip
    """Let somebody be a member who looks after ``areas``."""
    by, now = villages.actor(make_user()), clock.now()
    made = keeping.invite(of, name, leads, by, now)
    keeping.join(user or make_user(), made.invitation, now)
    keeping.charge(made, leads, frozenset(each.id for each in areas), by, now)
    db.session.flush()
    return made


def person(
    of: CommunityTeam, where: CommunityArea | None = None, name: str = "Lò Thị Thử", **more: Any
) -> CommunityPerson:
    """Put somebody on the list."""
    made = people.born(of.id, people.take_positions(of.id, 1), clock.now())
    given = more.pop("number", None), name, more.pop("born", 1970)
    made.describe(*given, more.pop("address", ""), more.pop("phone", ""))
    made.area_id = where.id if where is not None else None
    db.session.flush()
    return made


def visit(
    by: CommunityMember, to: CommunityPerson, state: str = HELPED, *codes: str, **more: Any
) -> CommunityVisit:
    """Write a visit down; ``at`` is when it happened."""
    now = more.pop("at", None) or clock.now()
    taught = [each for each in skills.every() if each.code in codes]
    said = writing.Said(
        to.position, state, taught, more.pop("is_hard", False), more.pop("words", ""), now, now,
        more.pop("alone", {}),
    )  # fmt: skip
    where = to.area or by.team.areas[0]
    return writing.write(where, by, said, more.pop("received", None) or now).visit
