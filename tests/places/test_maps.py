"""The drawing of maps: projection, grid, the lines between communes, tiles."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as some

from app.core.config import ConfigurationError
from app.places.imports.boundaries import import_boundaries
from app.places.maps import ground
from app.places.maps.grid import FINEST, LEVELS, Square, corners, level_for, number_at, square_at
from app.places.maps.view import CLOSEST, WIDEST, Box, View
from tests.factories.places import make_commune, square

LATS, LONGS = some.floats(8.0, 24.0), some.floats(102.0, 110.0)
ZOOMS = some.integers(WIDEST, CLOSEST)
HERE = View(18, 21.7, 104.9)


@given(LATS, LONGS, ZOOMS)
def test_the_middle_of_a_view_is_the_middle_of_its_drawing(lat, long, zoom):
    view = View(zoom, lat, long)
    assert view.place(lat, long) == (view.width / 2, view.height / 2)
    box = view.box
    assert view.place(box.north, box.west) == pytest.approx((0, 0), abs=0.2)
    assert view.place(box.south, box.east) == pytest.approx((view.width, view.height), abs=0.2)


@given(LATS, LONGS, ZOOMS)
def test_an_address_gives_the_view_again(lat, long, zoom):
    again = View.read(View(zoom, lat, long).address)
    assert again is not None and again.zoom == zoom
    assert (again.lat, again.long) == pytest.approx((lat, long), abs=1e-5)


@pytest.mark.parametrize(
    "typed",
    ["", "18", "18/1/2/3", "9/1/2", "99/21/104", "18/nan/104", "18/90/1", "a/b/c", "1" * 99],
)
def test_what_is_no_view_is_none(typed):
    assert View.read(typed) is None


def test_moving_there_and_back_leaves_the_view_where_it_was():
    moved = HERE.moved(0.5, -0.5)
    assert moved.lat > HERE.lat and moved.long > HERE.long
    back = moved.moved(-0.5, 0.5)
    assert (back.lat, back.long) == pytest.approx((HERE.lat, HERE.long))


@given(LATS, LONGS, some.floats(0.001, 3.0), some.floats(0.001, 3.0))
def test_a_fitting_view_shows_all_of_a_box_and_no_closer_one_does(lat, long, high, wide):
    box = Box(lat, long, lat + high, long + wide)
    view = View.fitting(box)
    seen = view.box
    assert seen.south <= box.south + 1e-6 and seen.north >= box.north - 1e-6
    assert seen.west <= box.west + 1e-6 and seen.east >= box.east - 1e-6
    nearer = view.closer(1)
    if nearer:
        assert not nearer._shows(box)


@given(LATS, LONGS, some.sampled_from(LEVELS))
def test_a_square_holds_its_points_and_its_range_holds_their_numbers(lat, long, level):
    here = square_at(lat, long, level)
    assert here.box.holds(lat, long)
    assert square_at(lat, long).within(level) == here
    first, last = here.range
    assert first <= number_at(lat, long) <= last
    assert Square.of(here.number, level) == here
    assert Square.read(here.name) == here


@given(LATS, LONGS, some.integers(1, 2**FINEST))
def test_a_number_outside_its_range_is_not_in_the_square(lat, long, away):
    here = square_at(lat, long, 13)
    first, last = here.range
    for number in (first - away, last + away):
        assert Square.of(max(number, 0)).within(13) != here or first <= number <= last


@pytest.mark.parametrize(
    "typed", ["", "13", "12345", "13-1", "3-1-1", "18-1-1", "13-9999999-1", "x-y-z"]
)
def test_what_is_no_square_is_none(typed):
    assert Square.read(typed) is None


@given(ZOOMS)
def test_squares_are_wide_enough_for_a_finger(zoom):
    view = View(zoom, 21.7, 104.9)
    level = level_for(view)
    width = view.scale * 360 / 2**level
    assert width >= 45 or level == LEVELS[0]
    first, last = corners(view.box, level)
    assert (last.row - first.row + 1) * (last.column - first.column + 1) < 1_000


def test_only_lines_that_two_communes_share_are_drawn():
    """Where a province ends there may be the land's border, or a coast: that is never drawn."""
    left, right = shapely.box(104, 21, 105, 22), shapely.box(105, 21, 106, 22)
    lines = ground.between([left, right], 0.001)
    assert [sorted(line) for _box, line in lines] == [[(105.0, 21.0), (105.0, 22.0)]]
    assert ground.between([left, shapely.box(107, 21, 108, 22)], 0.001) == ()


def test_the_ground_has_lines_names_and_no_tiles_unless_said(db):
    west, east = make_commune("Bên Tây"), make_commune("Bên Đông")
    import_boundaries([feature(west, 104.0), feature(east, 104.1)])
    db.session.flush()
    seen = ground.under(View.fitting(Box(21.95, 103.95, 22.05, 104.15)), ground.communes())
    assert seen.lines.count("M") == 1
    assert {name.text for name in seen.names} >= {west.title, east.title}
    assert seen.tiles == []


def feature(place, long):
    return {"properties": {"code": place.code}, "geometry": square(22.0, long)}


def test_boundaries_imported_later_are_drawn_at_once(db):
    west, east = make_commune("Bên Tây"), make_commune("Bên Đông")
    view = View.fitting(Box(21.95, 103.95, 22.05, 104.15))
    assert ground.under(view, ground.communes()).lines == ""
    import_boundaries([feature(west, 104.0), feature(east, 104.1)])
    db.session.flush()
    assert ground.under(view, ground.communes()).lines


def test_tiles_cover_the_drawing_and_lie_where_the_ground_does(app, monkeypatch):
    monkeypatch.setattr(ground, "settings", lambda: Tiled)
    tiles = list(ground._tiles(HERE))
    assert min(tile.x for tile in tiles) <= 0 and min(tile.y for tile in tiles) <= 0
    assert max(tile.x + tile.size for tile in tiles) >= HERE.width
    assert max(tile.y + tile.size for tile in tiles) >= HERE.height
    for tile in tiles:
        step, column, row = (int(part) for part in tile.url.rsplit("/", 3)[1:])
        north = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**step))))
        west = column / 2**step * 360 - 180
        assert HERE.place(north, west) == pytest.approx((tile.x, tile.y), abs=0.2)


class Tiled:
    tile_url = "https://tiles.thu.invalid/{z}/{x}/{y}"


@pytest.mark.parametrize(
    "address", ["https://t.invalid/{z}/{x}", "ftp://t.invalid/{z}/{x}/{y}", "{z}{x}{y}",
                "https://t.invalid; script-src *//{z}/{x}/{y}", "https://t.invalid/{z}/{x}/{y}/{key}"]
)  # fmt: skip
def test_what_is_no_address_of_tiles_starts_nothing(address):
    from types import SimpleNamespace

    from app.places import _refuse_tiles

    with pytest.raises(ConfigurationError):
        _refuse_tiles(SimpleNamespace(tile_url=address, is_production=False))


def test_pages_may_show_the_tiles_of_that_one_place(app):
    from app.core.security import CSP, Headers, _origin

    origin = _origin("https://{s}.tiles.thu.invalid/{z}/{x}/{y}.png?key=1")
    assert origin == "https://a.tiles.thu.invalid"
    policy = Headers(lambda *_: [], True, origin).headers["Content-Security-Policy"]
    assert f"img-src 'self' blob: data: {origin}; " in policy
    assert policy.replace(f" {origin}", "") == CSP
    assert Headers(lambda *_: [], True, "").headers["Content-Security-Policy"] == CSP
