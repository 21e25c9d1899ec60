"""Villages from a sheet, checked row by row."""

import io

import pytest
import xlsxwriter
from sqlalchemy import func, select

from app.core.tables.errors import SheetError
from app.places import queries
from app.places.imports.villages import Report, import_villages, read
from app.places.models import VILLAGE, Place
from tests.factories import places as make
from tests.factories.payments import xlsx

HEADS = ("ma-xa", "xa", "ten-thon", "loai", "so-ho", "nhan-khau", "ma-thon")
pytestmark = pytest.mark.usefixtures("province")


def row(number: int, *cells: str) -> tuple[int, dict[str, str]]:
    padded = (*cells, *[""] * (len(HEADS) - len(cells)))
    return number, dict(zip(HEADS, padded, strict=True))


def brought(*rows: tuple[str, ...]) -> Report:
    return import_villages(row(n, *cells) for n, cells in enumerate(rows, start=2))


def villages(db) -> int:
    return db.session.scalar(select(func.count()).where(Place.kind == VILLAGE))


def test_a_village_of_a_former_commune_comes_under_the_present_one(db) -> None:
    report = brought(("", "Châu Quế Hạ", "Khe Bành", "thôn", "205", "949"))
    assert (report.added, report.faults) == (1, [])
    found = queries.villages_of(queries.by_code("04387"))
    assert [(v.title, v.households, v.residents) for v in found] == [("Thôn Khe Bành", 205, 949)]


def test_namesakes_of_a_merged_commune_keep_their_former_ward(db) -> None:
    brought(("", "Nguyễn Thái Học", "số 4", "Tổ dân phố"), ("", "Hồng Hà", "Tổ dân phố số 4", ""))
    names = sorted(v.full_name for v in queries.villages_of(queries.by_code("04252")))
    assert names == [
        "Tổ dân phố số 4, phường Hồng Hà",
        "Tổ dân phố số 4, phường Nguyễn Thái Học",
    ]
    assert (
        queries.search("to dan pho so 4 nguyen thai hoc", VILLAGE)[0].place.full_name == names[-1]
    )


def test_the_type_may_stand_in_the_name_or_apart(db) -> None:
    brought(
        ("04387", "", "Thôn Thử Một", ""),
        ("4387", "", "Thôn Thử Hai", "THÔN"),
        ("04387", "Châu Quế", "Bản Thử Ba", "thôn"),
    )
    found = queries.villages_of(queries.by_code("04387"))
    assert {v.title for v in found} == {"Thôn Thử Một", "Thôn Thử Hai", "Thôn Bản Thử Ba"}


def test_a_second_import_updates_and_adds_nothing(db) -> None:
    brought(("04387", "", "Thử Một", "thôn", "100"))
    ids = [v.id for v in queries.villages_of(queries.by_code("04387"))]
    report = brought(("04387", "", "Thử Một", "thôn", "1.205"))
    found = queries.villages_of(queries.by_code("04387"))
    assert (report.added, report.updated) == (0, 1)
    assert [(v.id, v.households) for v in found] == [(ids[0], 1205)]


@pytest.mark.parametrize(
    "cells",
    [
        ("", "", "Thử Một", "thôn"),
        ("99999", "", "Thử Một", "thôn"),
        ("", "Không Có", "Thử Một", "thôn"),
        ("04387", "Yên Bái", "Thử Một", "thôn"),
        ("04387", "", "", "thôn"),
        ("04387", "", "Thử Một", ""),
        ("04387", "", "Thử Một", "thôn", "nhiều"),
        ("04387", "", "Thử Một", "thôn", "-5"),
        ("04387", "", "Thử Một", "thôn", "5", "99999999"),
        ("04387", "", "x" * 101, "thôn"),
    ],
)
def test_a_row_at_fault_is_named_and_nothing_goes_in(db, cells: tuple[str, ...]) -> None:
    report = brought(("04387", "", "Thử Tốt", "thôn"), cells)
    assert [number for number, reason in report.faults if reason] == [3]
    assert (report.added, villages(db)) == (0, 0)


def test_a_divided_commune_is_named_with_its_parts(db) -> None:
    one, other = make.make_commune("Thử Đông"), make.make_commune("Thử Tây")
    make.make_former("Chia Đôi", one, other)
    [(_, reason)] = brought(("", "Chia Đôi", "Thử Một", "thôn")).faults
    assert "phường Thử Đông" in reason
    assert "phường Thử Tây" in reason


def test_several_former_communes_of_one_name_need_the_code(db) -> None:
    commune = make.make_commune("Thử Đông")
    for district in ("Huyện Một", "Huyện Hai"):
        make.make_former("Trùng Thử", commune, context=district)
    assert brought(("", "Trùng Thử", "Thử Một", "thôn")).faults
    assert not brought(("", "Xã Trùng Thử, Huyện Hai", "Thử Một", "thôn")).faults


def test_the_same_village_twice_is_a_fault_unless_it_has_its_own_code(db) -> None:
    twice = (("04387", "", "Khe Cạn", "thôn"), ("04387", "", "Khe Cán", "thôn"))
    assert [number for number, _ in brought(*twice).faults] == [3]
    first, second = twice
    apart = brought((*first, "", "", "1"), (*second, "", "", "2"))
    assert (apart.added, apart.faults) == (2, [])


def test_it_refuses_a_sheet_without_rows_or_names(db) -> None:
    with pytest.raises(SheetError):
        import_villages([])
    with pytest.raises(SheetError):
        import_villages([(2, {"xa": "Yên Bái"})])


@pytest.mark.one_database
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_is_read_by_its_heads_with_any_usual_delimiter(delimiter: str) -> None:
    lines = ["Mã xã,Tên thôn,Số hộ,Tên thôn", "04387,Khe Thử,205,x", ",,", "04252,Thử Hai,"]
    sheet = read(("\ufeff" + "\r\n".join(lines).replace(",", delimiter)).encode())
    assert sheet.rows == [
        (2, {"ma-xa": "04387", "ten-thon": "Khe Thử", "so-ho": "205"}),
        (4, {"ma-xa": "04252", "ten-thon": "Thử Hai", "so-ho": ""}),
    ]


@pytest.mark.one_database
def test_letterhead_sums_and_signatures_of_a_communes_sheet_are_set_aside() -> None:
    rows = [
        ["ỦY BAN NHÂN DÂN XÃ THỬ"], ["Mã xã", "Tên thôn", "Loại", "Số hộ"],
        ["04387", "Khe Thử", "thôn", 205.0], ["04387", "Thử Hai", "thôn", "=1+1"],
        ["", "Tổng cộng", "", 205], ["", "Người lập", "", "Chủ tịch"],
    ]  # fmt: skip
    sheet = read(xlsx(rows))
    assert [number for number, _text in sheet.aside] == [1, 5, 6]
    assert sheet.rows[0] == (
        3, {"ma-xa": "04387", "ten-thon": "Khe Thử", "loai": "thôn", "so-ho": "205"},
    )  # fmt: skip
    report = import_villages(sheet.rows)  # the formula was never worked out
    assert [number for number, _reason in report.faults] == [4]


@pytest.mark.one_database
def test_of_several_sheets_with_villages_none_is_guessed() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name in ("Xã A", "Xã B"):
            book.add_worksheet(name).write_row(0, 0, ["Mã xã", "Tên thôn"])
    for unclear in (out.getvalue(), b""):
        with pytest.raises(SheetError):
            read(unclear)
    assert read(out.getvalue(), "Xã B").rows == []
