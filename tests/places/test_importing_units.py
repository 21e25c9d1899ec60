"""The province's units, present and former, out of our own file."""

import sys
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.places import queries
from app.places.geometry import metres
from app.places.imports import dataset
from app.places.imports.units import CODES_BEGAN, REFORM, import_units
from app.places.models import COMMUNE, PROVINCE, Place, PlaceSuccession
from tools import administrative_units


def count(db, *conditions) -> int:
    return db.session.scalar(select(func.count()).select_from(Place).where(*conditions))


def test_it_imports_99_communes_and_all_former_units(db, province) -> None:
    assert (province.current, province.former, province.successions) == (100, 321, 321)
    assert count(db, Place.kind == COMMUNE, Place.valid_to.is_(None)) == 99
    assert count(db, Place.kind == COMMUNE, Place.valid_to == REFORM) == 319
    former = db.session.scalars(
        select(Place).where(Place.kind == PROVINCE, Place.valid_to == REFORM)
    )
    assert {one.title for one in former} == {"Tỉnh Yên Bái", "Tỉnh Lào Cai"}


def test_a_second_import_changes_nothing(db, province, lao_cai) -> None:
    before = dict(
        db.session.execute(select(Place.code, Place.id).where(Place.valid_to.is_(None))).all()
    )
    assert import_units(lao_cai) == province
    db.session.commit()
    after = dict(
        db.session.execute(select(Place.code, Place.id).where(Place.valid_to.is_(None))).all()
    )
    assert after == before
    assert db.session.scalar(select(func.count()).select_from(PlaceSuccession)) == 321


@pytest.mark.parametrize(
    ("former", "district", "code", "title"),
    [
        ("Phường Nguyễn Thái Học", "thành phố Yên Bái", "04252", "Phường Yên Bái"),
        ("Phường Hồng Hà", "thành phố Yên Bái", "04252", "Phường Yên Bái"),
        ("Xã Minh Bảo", "thành phố Yên Bái", "04273", "Phường Nam Cường"),
        ("Thị trấn Mậu A", "huyện Văn Yên", "04375", "Xã Mậu A"),
        ("Xã Châu Quế Hạ", "huyện Văn Yên", "04387", "Xã Châu Quế"),
    ],
)
def test_the_old_names_know_the_new_communes(
    db, province, former: str, district: str, code: str, title: str
) -> None:
    old = db.session.scalar(select(Place).where(Place.full_name == f"{former}, {district}"))
    assert (old.valid_from, old.valid_to) == (CODES_BEGAN, REFORM)
    assert [(one.code, one.title) for one in queries.current(old)] == [(code, title)]


def test_one_code_may_be_two_units(db, province) -> None:
    units = db.session.scalars(
        select(Place).where(Place.code == "04387", Place.kind == COMMUNE).order_by(Place.valid_from)
    )
    assert [one.title for one in units] == ["Xã Châu Quế Hạ", "Xã Châu Quế"]


def test_every_commune_has_a_centre_in_reach_of_what_it_was(db, province, lao_cai) -> None:
    wrong = next(unit for unit in lao_cai.current.communes if unit.code == "04714")
    mended = queries.by_code("04714")
    assert metres(wrong.lat, wrong.long, mended.lat, mended.long) > 20_000
    assert count(db, Place.lat.is_(None)) == 0


def test_a_renamed_unit_is_brought_up_to_date(db, province, lao_cai) -> None:
    first, *others = lao_cai.current.communes
    changed = replace(first, name="Thử Đổi Tên")
    current = replace(lao_cai.current, communes=(changed, *others))
    import_units(replace(lao_cai, current=current))
    db.session.commit()
    assert queries.by_code(first.code).name_folded == "thu doi ten"


def test_another_province_has_divided_communes() -> None:
    ninh_binh = dataset.read("37")
    assert len(ninh_binh.current.communes) == 129
    communes = [unit for old in ninh_binh.former for unit in old.communes]
    assert any(len(unit.successors) > 1 for unit in communes)
    assert all(unit.successors for unit in communes)


def test_names_that_were_gone_before_the_reform_are_known(db) -> None:
    ninh_binh = dataset.read("37")
    import_units(ninh_binh)
    for typed in ("thị trấn Me", "me"):
        match = queries.search(typed, COMMUNE)[0]
        assert (match.place.title, match.was.title) == ("Xã Gia Viễn", "Thị trấn Thịnh Vượng")


@pytest.mark.parametrize("code", ["48", "31"])
def test_island_districts_without_communes_stand_for_themselves(code: str) -> None:
    former = [unit for old in dataset.read(code).former for unit in old.communes]
    assert all(unit.code and unit.name and unit.unit_type for unit in former)
    assert all(unit.successors for unit in former)


def test_it_refuses_a_code_that_is_no_province(app, db) -> None:
    with pytest.raises(dataset.UnknownProvince):
        dataset.read("99")


def test_the_products_own_file_is_what_the_source_has() -> None:
    """Made anew it is the same: nothing was lost on the way, and nothing was added by hand."""
    made = list(administrative_units.all_provinces())
    assert len(made) == 34
    assert [dataset.read(each.current.unit.code) for each in made] == made


def test_the_source_itself_is_no_part_of_the_product(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, administrative_units.PACKAGE, None)
    assert dataset.read("15").current.unit.name == "Lào Cai"
