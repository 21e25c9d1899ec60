"""The picture of the house is what the imports say."""

import pytest

from tests.architecture import sources
from tools import map as house


@pytest.fixture(scope="module")
def arrows():
    return house.arrows()


def test_the_map_is_true(arrows):
    drawn = house.drawn(house.floors(), arrows)
    assert house.PICTURE.read_text(encoding="utf-8") == drawn, "run: python -m tools.map"


@pytest.mark.parametrize("folder", ["", "service_requests"])
def test_every_room_and_every_feature_of_reports_is_told_of(folder):
    told = (sources.ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    found = (path.parent.name for path in (sources.ROOT / "app" / folder).glob("*/__init__.py"))
    assert [name for name in sorted(found) if f"`{name}`" not in told] == []


def test_every_arrow_leads_down(arrows):
    row = {room: number for number, floor in enumerate(house.floors()) for room in floor}
    assert [link for link in arrows if row[link[0]] >= row[link[1]]] == []
