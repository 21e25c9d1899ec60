"""A group's households, chosen a part of the village's list at a time, or among those found."""

import re

from sqlalchemy import select

from app.villages.notices import queries
from app.villages.notices.grouping import PART
from app.villages.notices.models import VillageGroup
from tests.factories import villages as make

BOXES = re.compile(r'name="ho" value="(\d+)"( *\s*checked)?')


def begin(desk, village, name: str = "Chi bộ") -> str:
    """Begin a group; give its page."""
    added = desk.post(f"/can-bo/thon/{village.code}/nhom", data={"ten": name})
    return added.headers["Location"]


def boxes(page: str) -> dict[int, bool]:
    """The boxes shown, and whether each is ticked."""
    return {int(number): bool(ticked) for number, ticked in BOXES.findall(page)}


def keep(desk, page: str, ticked: list, **more: str):
    """Press a button of the page as it stands, with these boxes ticked."""
    shown = list(boxes(desk.get(page).text))
    data = {"ten": "Chi bộ", "tim": "", "ho": [each.id for each in ticked], "hien": shown, **more}
    return desk.post(page, data=data).headers["Location"]


def members(db) -> set[int]:
    return set(queries.members(db.session.scalar(select(VillageGroup.id))))


def test_what_was_ticked_in_one_part_stands_when_the_next_is_kept(db, login_as, village, head):
    homes = [make.household(village, number) for number in range(1, 2 * PART + 6)]
    desk = login_as(head)
    page = begin(desk, village)
    assert list(boxes(desk.get(page).text)) == [each.id for each in homes[:PART]]
    second = keep(desk, page, [homes[0], homes[3]], ve=str(PART))
    assert list(boxes(desk.get(second).text)) == [each.id for each in homes[PART : 2 * PART]]
    third = keep(desk, second, [homes[PART]], ve=str(2 * PART))
    keep(desk, third, [homes[-1]])
    assert members(db) == {homes[0].id, homes[3].id, homes[PART].id, homes[-1].id}
    first = keep(desk, third, [], ve="dau")
    assert first == page
    assert [ticked for ticked in boxes(desk.get(page).text).values()][:4] == [1, 0, 0, 1]
    assert members(db) == {homes[0].id, homes[3].id, homes[PART].id}
    assert "3 trên 45 hộ" in desk.get(page).text


def test_a_search_keeps_what_is_ticked_and_shows_what_it_finds(db, login_as, village, head):
    homes = [make.household(village, number) for number in range(1, PART + 3)]
    desk = login_as(head)
    page = begin(desk, village)
    found = keep(desk, page, [homes[0]], tim=str(PART + 2))
    assert list(boxes(desk.get(found).text)) == [homes[-1].id]
    again = keep(desk, found, [homes[-1]], tim=str(PART + 2))
    assert again == found
    assert members(db) == {homes[0].id, homes[-1].id}
    own = keep(desk, found, [homes[-1]], tim=str(PART + 2), ve="nhom")
    assert boxes(desk.get(own).text) == {homes[0].id: True, homes[-1].id: True}
    keep(desk, own, [homes[0]])
    assert members(db) == {homes[0].id}


def test_an_empty_search_leads_back_to_the_list(login_as, village, head):
    homes = [make.household(village, number) for number in range(1, 4)]
    desk = login_as(head)
    page = begin(desk, village)
    nothing = keep(desk, page, [], tim="không ai")
    assert boxes(desk.get(nothing).text) == {}
    assert "Không có hộ nào" in desk.get(nothing).text
    assert keep(desk, nothing, [], tim="") == page
    assert len(boxes(desk.get(page).text)) == len(homes)


def test_without_a_name_nothing_is_kept_and_the_ticks_come_back(db, login_as, village, head):
    home = make.household(village, 1)
    desk = login_as(head)
    page = begin(desk, village)
    refused = desk.post(page, data={"ten": "", "tim": "", "ho": [home.id], "hien": [home.id]})
    assert refused.status_code == 422
    assert boxes(refused.text) == {home.id: True}
    assert members(db) == set()
