"""What an operator types."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.places.models import VILLAGE, Place
from tests.factories import places as make


@pytest.fixture
def run(app, db):
    """Run a command as an operator would."""

    def invoke(*args: object):
        db.session.commit()
        result = app.test_cli_runner().invoke(args=["places", *map(str, args)])
        db.session.rollback()  # as the end of the process does
        return result

    return invoke


def counted(db, *conditions) -> int:
    return db.session.scalar(select(func.count()).select_from(Place).where(*conditions))


def sheet(folder: Path, *lines: str) -> Path:
    path = folder / "thon.csv"
    path.write_text("\n".join(("ma_xa,xa,ten_thon,loai", *lines)), encoding="utf-8")
    return path


def test_places_import_is_safe_to_run_twice(db, run) -> None:
    for _ in range(2):
        done = run("import")
        assert done.exit_code == 0, done.output
        assert "100 present and 321 former units" in done.output
        assert counted(db) == 421


def test_places_import_takes_villages_too(db, run, tmp_path: Path) -> None:
    done = run("import", "--villages", sheet(tmp_path, "04387,,Khe Thử,thôn"))
    assert done.exit_code == 0, done.output
    assert counted(db, Place.kind == VILLAGE) == 1


def test_a_row_at_fault_undoes_the_whole_import(db, run, tmp_path: Path) -> None:
    path = sheet(tmp_path, "04387,,Khe Thử,thôn", "99999,,Khe Xa,thôn")
    done = run("import", "--villages", path)
    assert done.exit_code == 1
    assert "thon.csv:3: " in done.output
    assert counted(db) == 0


def test_a_file_that_is_no_sheet_is_refused(db, run, tmp_path: Path) -> None:
    path = tmp_path / "thon.csv"
    path.write_bytes(b"\xff\xfe\x00")
    done = run("import", "--villages", path)
    assert done.exit_code == 1
    assert "thon.csv: " in done.output
    assert counted(db) == 0


def test_boundaries_are_imported(db, run, tmp_path: Path) -> None:
    make.make_commune(code="90001", lat=22.0, long=104.0)
    path = tmp_path / "x.geojson"
    features = [
        {"properties": {"code": code}, "geometry": make.square(22, 104)}
        for code in ("90001", "90009")
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    done = run("import-boundaries", path)
    assert done.exit_code == 0, done.output
    assert "1 boundaries" in done.output
    assert "90009" in done.output


def test_a_bad_boundary_is_named(db, run, tmp_path: Path) -> None:
    make.make_commune(code="90001")
    path = tmp_path / "x.geojson"
    feature = {"properties": {"code": "90001"}, "geometry": None}
    path.write_text(json.dumps({"features": [feature]}))
    done = run("import-boundaries", path)
    assert done.exit_code == 1
    assert "90001: " in done.output
    path.write_text("no json")
    assert run("import-boundaries", path).exit_code == 1
