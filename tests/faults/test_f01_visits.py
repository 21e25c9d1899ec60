"""Visits from door to door under random cuts, and a server that dies: each is there once."""

from collections import Counter
from random import Random

import pytest
from sqlalchemy import select

from app.community.models import CommunityVisit
from app.core import clock
from app.places import queries as places
from tests.factories import community as make
from tests.factories.places import make_village
from tests.faults.phone import HelperPhone
from tests.faults.site import standing
from tests.faults.test_f01_queue import KINDS, ROUNDS, go_wrong
from tests.faults.where import fault_databases

DOORS = 20

pytestmark = pytest.mark.time_runs


@pytest.fixture
def phone(db, database, tmp_path, login_as):
    """The phone of a helper whose area has so many doors, and the server."""
    with standing(tmp_path, database.url) as site:
        team = make.team(make_village(places.by_code("90001"), code="99001"))
        area = make.area(team)
        for door in range(DOORS):
            make.person(team, area, f"Lò Thị Thử {door}")
        address = f"/to-cong-nghe/khu/{area.code}"
        cookie = login_as(make.member(team, area).user).get_cookie("phien")
        db.session.rollback()
        yield HelperPhone(site.proxy.port, address, cookie.value), site


@pytest.mark.details
@pytest.mark.loopback
@pytest.mark.slow
@pytest.mark.timeout(1800)
@fault_databases
def test_f01_visits_under_random_cuts_are_each_there_once(phone, db):
    helper, site = phone
    chance, happened = Random(20261130), Counter()
    for number in range(ROUNDS):
        helper.visit(f"Lần {number}", 1 + number % DOORS, clock.now())
        kind = KINDS[number] if number < len(KINDS) else chance.choice(KINDS)
        happened[kind] += 1
        go_wrong(site, helper, kind)
        site.revive()
    site.proxy.set(None)
    assert helper.flush()
    rows = db.session.scalars(select(CommunityVisit)).all()
    assert Counter(each.words for each in rows) == Counter(each.words for each in helper.items)
    print(f"{ROUNDS} rounds of visits, {site.kills} kills: {dict(happened)}")
