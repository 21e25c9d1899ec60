"""The picture of the house is what the imports say."""

from tools import map as house


def test_the_map_is_true():
    drawn = house.drawn(house.floors(), house.arrows())
    assert house.PICTURE.read_text(encoding="utf-8") == drawn, "run: python -m tools.map"


def test_every_arrow_leads_down():
    row = {room: number for number, floor in enumerate(house.floors()) for room in floor}
    assert [link for link in house.arrows() if row[link[0]] >= row[link[1]]] == []
