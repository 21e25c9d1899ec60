"""A village of 1,000 households and 3,000 people: what its pages weigh, and what a phone keeps.

A part of it is made, and its pages counted as often as the whole has them.
"""

import gzip
import re

from app.community.people import keeping
from app.community.people.keeping import Said
from app.community.teams import keeping as teams
from app.core import clock
from app.core.db import db
from tests.budgets import HTML_AND_CSS, compressed
from tests.factories import community as make
from tests.factories import villages

PEOPLE, HOMES = 3_000, 1_000
SHARE = 10
KEPT = 400_000
"""Bytes of a phone's store that one whole list may take."""
SEALED, TAG = 4 / 3, 16
"""What is sealed stands in the page as base64, and is that much longer."""
NEXT = re.compile(r'href="(/to-cong-nghe/khu/[^"/]+/\d+)"')
NAMES = ("Lò Thị Thanh Thử", "Hoàng Văn Mẫu", "Giàng A Ví Dụ", "Nguyễn Thị Hồng Thí Nghiệm")


def kept_sealed(page: str) -> int:
    """What `sealed.js` keeps of a page: its frame as it is, the page in it gzipped and sealed."""
    main = page[page.index("<main") : page.index("</main>")]
    frame = len(page.encode()) - len(main.encode())
    return frame + int(SEALED * (len(gzip.compress(page.encode(), 6)) + TAG))


def parts(visitor, address: str) -> list[str]:
    """All parts of a list, one after another."""
    found = [visitor.get(address).text]
    while (further := NEXT.search(found[-1])) is not None:
        found.append(visitor.get(further[1]).text)
    return found


def told(number: int, team_id: int) -> Said:
    """Somebody on a list, three to a household, all with a telephone."""
    home = 1 + number // 3
    name = f"{NAMES[number % 4]} {number % 97}"
    address, phone = f"Ngõ {home % 40}, tổ {home % 7}", f"+8490{1_000_000 + number * 317}"
    return Said.of(team_id, home, name, 1940 + number * 7 % 65, address, phone)


def test_a_list_of_three_thousand_people_fits_on_a_cheap_phone(login_as):
    team = make.team()
    area = make.area(team, "Cả thôn", 1, HOMES)
    member, people = make.member(team, area).user, PEOPLE // SHARE
    keeping.bear(team, [told(number, team.id) for number in range(people)], clock.now())
    teams.open_phones(team, next(iter(teams.REASONS)), member, clock.now())
    db.session.commit()
    pages = parts(login_as(member), f"/to-cong-nghe/khu/{area.code}")
    assert sum(page.count('class="n"') for page in pages) == people
    assert "+8490" in pages[0]
    assert max(map(compressed, pages)) < HTML_AND_CSS
    assert sum(map(kept_sealed, pages)) * SHARE < KEPT


def test_a_heads_round_of_a_thousand_households_fits_too(login_as):
    village = villages.place()
    head, homes = villages.head(village), HOMES // SHARE
    for number in range(homes):
        villages.household(village, number + 1, NAMES[number % 4], address=f"Ngõ {number % 40}",
                           phones=[f"+8490{1_000_000 + number * 317}"])  # fmt: skip
    villages.open_phones(village, head)
    notice = villages.notice(village, head)
    db.session.commit()
    page = login_as(head).get(f"/can-bo/thon/tin/{notice.code}/di-bao").text
    assert page.count("tel:+8490") == homes
    assert len(page.encode()) * SHARE < KEPT
