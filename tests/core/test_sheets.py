"""Reading a table that somebody sends."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from app.core import sheets
from app.core.sheets import Limits, SheetError
from tests.factories import torn_books

SHEET = "xl/worksheets/sheet1.xml"


def csv_file(folder: Path, content: str | bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def xlsx_file(folder: Path, rows: list[list[object]]) -> Path:
    path = folder / "table.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def changed(path: Path, name: str, content: bytes) -> Path:
    """Replace or add one file inside the workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    parts[name] = content
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in parts.items():
            archive.writestr(entry, data)
    path.write_bytes(memory.getvalue())
    return path


def refused(path: Path, limits: Limits = sheets.LIMITS) -> SheetError:
    with pytest.raises(SheetError) as error:
        list(sheets.read(path, limits))
    return error.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_it_reads_csv_with_any_usual_delimiter(tmp_path: Path, delimiter: str) -> None:
    lines = ["Mã xã,Tên thôn,Số hộ", "04387,Khe Thử,205", ",,", "04252,Thử Hai,"]
    content = "\ufeff" + "\r\n".join(lines).replace(",", delimiter)
    assert list(sheets.read(csv_file(tmp_path, content))) == [
        (2, {"ma-xa": "04387", "ten-thon": "Khe Thử", "so-ho": "205"}),
        (4, {"ma-xa": "04252", "ten-thon": "Thử Hai", "so-ho": ""}),
    ]


def test_it_reads_xlsx_with_whole_numbers(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["Tên thôn", "Số hộ", "Tên thôn"], ["Khe Thử", 205.0, "x"]])
    assert list(sheets.read(path)) == [(2, {"ten-thon": "Khe Thử", "so-ho": "205"})]


def test_it_refuses_what_is_no_table(tmp_path: Path) -> None:
    for content in (b"", b"\xff\xfe\x00\x01", b"\x89PNG\r\n\x1a\n\xd8", b'a,b\n"open'):
        assert refused(csv_file(tmp_path, content))


@pytest.mark.parametrize("kind", torn_books.TORN)
def test_s23_a_workbook_that_is_torn_inside_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "torn.xlsx"
    path.write_bytes(torn_books.TORN[kind])
    assert refused(path)


def test_it_refuses_a_damaged_workbook(tmp_path: Path) -> None:
    good = xlsx_file(tmp_path, [["a"], ["b"]])
    whole = good.read_bytes()
    assert refused(changed(good, SHEET, b"<worksheet><sheetData><row><c t='s'><v>99</v>"))
    good.write_bytes(whole)
    assert refused(changed(good, "xl/workbook.xml", b"<workbook/>"))
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("hello.txt", "no workbook")
    good.write_bytes(memory.getvalue())
    assert refused(good)
    good.write_bytes(whole[:-30])
    assert refused(good)


def test_s23_it_refuses_too_many_bytes_rows_columns_letters(tmp_path: Path) -> None:
    small = Limits(packed=10_000, rows=3, columns=2, cell=5)
    assert refused(csv_file(tmp_path, "a,b\n" + "x" * 10_000), small)
    assert refused(csv_file(tmp_path, "a\n1\n2\n3\n4"), small)
    assert refused(csv_file(tmp_path, "a,b,c\n1,2,3"), small)
    assert refused(csv_file(tmp_path, "a\nlonger"), small)
    assert refused(xlsx_file(tmp_path, [["a"], [1], [2], [3], [4]]), small)
    assert len(list(sheets.read(csv_file(tmp_path, "a,b\n1,2\n3,4\n5,6"), small))) == 3


def test_s23_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delattr(openpyxl, "load_workbook")
    path = xlsx_file(tmp_path, [["a"], [1]])
    changed(path, "xl/media/bomb.bin", b"\0" * 70_000_000)
    assert path.stat().st_size < 200_000
    assert refused(path)


def test_s23_too_many_files_inside_are_refused(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["a"], [1]])
    assert refused(path, Limits(files=3))


@pytest.mark.parametrize(
    "evil",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>',
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_s23_entities_are_refused(tmp_path: Path, evil: bytes, part: str) -> None:
    path = xlsx_file(tmp_path, [["ten"], ["x"]])
    with zipfile.ZipFile(path) as archive:
        head, _, body = archive.read(part).partition(b"?>")
    name = b"&a;" if b"%" not in evil else b"x"
    body = body.replace(b"<t>x</t>", b"<t>" + name + b"</t>").replace(b"<v>1</v>", b"<v>1</v>")
    assert refused(changed(path, part, head + b"?>" + evil + body))


def test_s23_formulas_are_not_run_and_stay_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["ten", "so"])
    book.active.append(["x", "=1+1"])
    path = tmp_path / "formula.xlsx"
    book.save(path)
    assert list(sheets.read(path)) == [(2, {"ten": "x", "so": ""})]


def test_it_believes_no_declared_size(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["ten"], ["x"], ["y"]])
    with zipfile.ZipFile(path) as archive:
        body = archive.read(SHEET).replace(b'ref="A1:A3"', b'ref="A1:XFD1048576"')
    assert len(list(sheets.read(changed(path, SHEET, body)))) == 2
