"""Lists and sums of villages and digital teams: 25 communes against one, told without a clock.

    python -m bench.villages [--communes 25] [--people 350]

A commune has seven villages, a village 116 households and 350 people, so that 25 communes have 172
and 60,000. The pages are those of one village and of its commune; what they ask of the database is
told as in ``bench.steps``, on SQLite and PostgreSQL.
"""

import argparse
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from app.accounts import permissions as may
from app.accounts.actors import SYSTEM
from app.accounts.models import User
from app.community.campaigns import keeping as campaigns
from app.community.people import keeping as lists
from app.community.teams.models import CommunityTeam
from app.core import clock
from app.core.db import db
from app.places.models import Place
from bench.sign_in import begun
from bench.steps import _blocks, _steps, _told
from bench.two_sizes import MOST, filled, on_each
from tests.community.test_large_lists import told
from tests.factories import community as make
from tests.factories import villages
from tests.factories.accounts import make_official
from tests.factories.places import make_commune, make_province

VILLAGES, HOMES = 7, 116
HOUSEHOLDS = """INSERT INTO household (code, version, village_id, number, people, person_key_id,
    head_sealed, address_sealed, created_at, changed_at)
    SELECT code || '-' || {other}, version, {other}, number, people, person_key_id, head_sealed,
    address_sealed, created_at, changed_at FROM household WHERE village_id = {own}"""
PEOPLE = """INSERT INTO community_person (code, version, team_id, area_id, position, number,
    person_key_id, name_sealed, born_sealed, address_sealed, phone_sealed, known_by, named_by,
    state, created_at)
    SELECT code || '-' || {other}, version, {other}, {area}, position, number, person_key_id,
    name_sealed, born_sealed, address_sealed, phone_sealed, known_by, named_by, state, created_at
    FROM community_person WHERE team_id = {own}"""


def province(communes: int, people: int) -> None:
    """Write a province with so many communes."""
    above, first = make_province(), None
    for number in range(communes):
        commune = make_commune(f"Xã Thử {number}", above)
        for village in range(VILLAGES):
            place = villages.place(commune, f"Thôn {number}-{village}")
            first = _filled(place, people, first)


def _filled(place: Place, people: int, first: tuple[int, int] | None) -> tuple[int, int]:
    """Give a village its lists: the first is written, the others have copies of its rows."""
    team = make.team(place)
    area = make.area(team, "Cả thôn", 1, HOMES)
    if first is None:
        for number in range(HOMES):
            villages.household(place, number + 1, f"Lò Thị Thử {number}", phones=[])
        lists.bear(team, [told(number, team.id) for number in range(people)], clock.now())
        return place.id, team.id
    db.session.flush()
    own_village, own_team = first
    db.session.execute(text(HOUSEHOLDS.format(own=own_village, other=place.id)))
    db.session.execute(text(PEOPLE.format(own=own_team, other=team.id, area=area.id)))
    team.positions = people
    return first


def pages(app: Flask) -> list[tuple[str, str, str]]:
    """What each page is called, its address, and the cookie of who asks for it."""
    with app.app_context():
        place = db.session.query(Place).filter_by(name="Thôn 0-0").one()
        team = db.session.query(CommunityTeam).filter_by(place_id=place.id).one()
        area, now = team.areas[0], clock.now()
        head, over = villages.head(place), villages.overseer(place)
        office = over.rights[0].agency
        top = make_official(may.OVERSEE_VILLAGES, agency=office)
        member = make.member(team, area, leads=True).user
        day = clock.local(now).date()
        said = campaigns.Said("Thử", "helped", "Tôi làm được.", day, day + timedelta(14), 25)
        campaign = campaigns.begin(place.parent, said, SYSTEM, now)
        db.session.commit()
        held = {each.id: begun(app, each) for each in (head, top, member)}
        found: list[tuple[str, str, User]] = [
            ("a village", f"/can-bo/thon/{place.code}", head),
            ("its households", f"/can-bo/thon/{place.code}/ho", head),
            ("looked through", f"/can-bo/thon/{place.code}/ho?q=thu+17", head),
            ("its people", f"/to-cong-nghe/{team.code}/danh-sach", member),
            ("looked through", f"/to-cong-nghe/{team.code}/danh-sach?q=thu+17", member),
            ("an area", f"/to-cong-nghe/khu/{area.code}", member),
            ("a commune's villages", "/can-bo/thon", top),
            ("its teams", "/can-bo/to-cong-nghe", top),
            ("a team", f"/can-bo/to-cong-nghe/{team.code}", top),
            ("its campaigns", "/can-bo/phong-trao", top),
            ("a campaign", f"/can-bo/phong-trao/{campaign.code}", top),
        ]
        return [(name, address, held[who.id]) for name, address, who in found]


def asked(app: Flask) -> list[tuple[str, int]]:
    """What the database had to do for each page."""
    with app.app_context():
        engine = db.engine
    reads = _steps if engine.dialect.name == "sqlite" else _blocks
    return [(name, _told(app, cookie, address, partial(reads, engine)))
            for name, address, cookie in pages(app)]  # fmt: skip


def measure(
    folder: Path, name: str, urls: tuple[str, str], counts: tuple[int, int], people: int
) -> bool:
    """Print what both sides' pages had to do; tell whether all cost as much."""
    few, many = (
        asked(filled(folder, f"{name}-{count}", url, partial(province, count, people)))
        for url, count in zip(urls, counts, strict=True)
    )
    for (page, less), (_, more) in zip(few, many, strict=True):
        print(f"{name:10} {page:22} {less:7,} {more:7,}  × {more / less:.2f}", flush=True)
    return all(more <= MOST * less for (_, less), (_, more) in zip(few, many, strict=True))


def main() -> int:
    """Measure and print; 1 when a page of the many costs more than allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communes", type=int, default=25)
    parser.add_argument("--people", type=int, default=350)
    options = parser.parse_args()
    counts = (1, options.communes)
    return on_each(lambda *where: measure(*where, counts, options.people))


if __name__ == "__main__":
    sys.exit(main())
