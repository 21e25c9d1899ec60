"""Boundaries of communes from GeoJSON."""

import json
from pathlib import Path

import pytest

from app.core.errors import DomainError
from app.places import points
from app.places.imports import boundaries
from app.places.imports.boundaries import import_boundaries, read_features
from tests.factories import places as make


def feature(code: str, geometry: object) -> dict:
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


def test_it_stores_boundaries_and_reports_the_rest(db) -> None:
    one = make.make_commune(code="90001", lat=22.0, long=104.0)
    make.make_commune(code="90002", lat=22.0, long=104.1)
    make.make_former("Cũ Kỹ", one, code="90003")
    report = import_boundaries(
        [feature("90001", make.square(22, 104)), feature("90003", make.square(22, 105)), {}]
    )
    db.session.commit()
    assert (report.stored, report.unmatched, report.missing) == (1, ["90003", ""], ["90002"])
    assert (one.west, one.south, one.east, one.north) == (103.95, 21.95, 104.05, 22.05)
    assert points.at_point(22.01, 104.01).certain


def test_a_second_import_replaces_the_first(db) -> None:
    one = make.make_commune(code="90001", lat=22.0, long=104.0)
    for half in (0.05, 0.02):
        report = import_boundaries([feature("90001", make.square(22, 104, half))])
        db.session.commit()
    assert (report.stored, one.north) == (1, 22.02)
    assert (one.lat, one.long) == (22.0, 104.0)


def test_a_centre_outside_its_boundary_is_moved_inside(db) -> None:
    one = make.make_commune(code="90001", lat=23.0, long=104.0)
    import_boundaries([feature("90001", make.square(22, 104))])
    assert 21.95 < one.lat < 22.05


def test_one_bad_polygon_stops_them_all(db) -> None:
    one = make.make_commune(code="90001")
    make.make_commune(code="90002")
    crossed = [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]]
    report = import_boundaries(
        [
            feature("90001", make.square(22, 104)),
            feature("90002", {"type": "Polygon", "coordinates": crossed}),
        ]
    )
    assert [code for code, _ in report.faults] == ["90002"]
    assert (report.stored, one.south) == (0, None)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"features": 5}', '{"features": [5]}', "[" * 100_000]
)
def test_it_refuses_what_is_no_collection(app, tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(content)
    with pytest.raises(DomainError):
        read_features(path)


def test_s23_it_refuses_a_file_that_is_too_large(app, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(boundaries, "MOST_BYTES", 10)
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps({"features": []}))
    with pytest.raises(DomainError):
        read_features(path)


REAL = Path(__file__).parents[3] / "shared" / "data" / "places" / "lao-cai-communes.geojson"


@pytest.mark.skipif(not REAL.exists(), reason="the sample boundaries are not on this machine")
def test_real_boundaries_give_one_certain_commune(db, province) -> None:
    report = import_boundaries(read_features(REAL))
    db.session.commit()
    assert (report.stored, report.unmatched, report.missing, report.faults) == (99, [], [], [])
    answer = points.at_point(21.705, 104.87, accuracy=30)
    assert (answer.places[0].code, answer.certain) == ("04252", True)
    assert not points.at_point(21.03, 105.85).inside
