"""Tables in other encodings, with letterheads, formulas and merged cells."""

import codecs
import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from app.core.sheets import Limits, SheetError
from app.payments import columns, tables
from app.payments.statement_rows import FIELDS, read
from tests.factories import torn_books
from tests.factories.payments import xlsx

TEXT = "Ngày;Số tiền;Diễn giải\n19/11/2026;100.000;Tiền nước\n"


def _cells(content: bytes) -> list[list[str]]:
    return [cells for _number, cells in tables.rows(content)]


@pytest.mark.parametrize("content", [
    TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.encode("utf-16"),
    codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT.replace(";", ",").encode(),
    TEXT.replace(";", "\t").encode(), TEXT.replace("\n", "\r\n").encode(),
])  # fmt: skip
def test_it_reads_every_usual_encoding_and_separator(content):
    assert _cells(content)[1] == ["19/11/2026", "100.000", "Tiền nước"]


def test_it_reads_vietnamese_windows():
    content = "Ngày,Nội dung\n19/11/2026,Trả tiền".encode("cp1258", errors="ignore")
    assert _cells(content)[0][0] == "Ngày"


def test_it_rejects_binary_noise():
    with pytest.raises(SheetError):
        _cells(b"\x00\x01\x02" * 50)


def test_dates_and_whole_numbers_of_a_workbook_come_as_text():
    content = xlsx([["Ngày", "Tiền"], [date(2026, 11, 19), 100000.0], [datetime(2026, 1, 2), 5]])  # noqa: DTZ001
    assert _cells(content)[1:] == [["2026-11-19", "100000"], ["2026-01-02", "5"]]


def test_s35_a_formula_is_refused():
    with pytest.raises(SheetError, match="2"):
        _cells(xlsx([["Ngày", "Tiền"], ["19/11/2026", "=1+1"]]))


def test_merged_cells_in_a_letterhead_do_no_harm_but_below_the_head_they_are_refused():
    rows = [["NGÂN HÀNG", None], ["Ngày", "Số tiền"], ["19/11/2026", 5], ["20/11/2026", 6]]
    tables.refuse_merged(xlsx(rows, merge="A1:B1"), below=2)
    with pytest.raises(SheetError, match="3"):
        tables.refuse_merged(xlsx(rows, merge="A3:A4"), below=2)


@pytest.mark.parametrize("kind", torn_books.TORN)
def test_s23_a_workbook_that_is_torn_inside_is_refused(kind):
    with pytest.raises(SheetError):
        _cells(torn_books.TORN[kind])
    with pytest.raises(SheetError):
        tables.refuse_merged(torn_books.TORN[kind], below=1)


def test_s23_a_row_number_without_end_is_read_over():
    tables.refuse_merged(torn_books.merged_without_end(), below=1)


def test_s23_what_unpacks_to_far_too_much_is_refused_before_it_is_parsed():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)
    with pytest.raises(SheetError):
        _cells(out.getvalue())


def test_s23_too_many_rows_columns_or_bytes_are_refused():
    few = Limits(packed=10_000, rows=3, columns=2)
    for content in (b"a,b\n" * 60, b"a,b,c\n", b"x" * 10_001):
        with pytest.raises(SheetError):
            list(tables.rows(content, few))


def test_s23_external_entities_are_refused():
    book = io.BytesIO()
    Workbook().save(book)
    out = io.BytesIO()
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, evil if name == "xl/workbook.xml" else old.read(name))
    with pytest.raises(SheetError):
        _cells(out.getvalue())


def test_the_head_is_found_below_a_banks_letterhead():
    rows = [
        ["NGÂN HÀNG THỬ NGHIỆM", "", "", "", ""],
        ["Sao kê từ", "01/11/2026", "đến", "30/11/2026", ""],
        ["STT", "Ngày giao dịch", "Số bút toán", "Phát sinh có", "Nội dung"],
        ["1", "19/11/2026", "FT1", "100,000", "HD7K3M9QXF"],
    ]
    guess = columns.guess(FIELDS, list(enumerate(rows, start=1)))
    assert guess.head_row == 3
    assert guess.columns == {"date": 1, "id": 2, "credit": 3, "words": 4}
    movement = read(rows[3], guess.columns)
    assert (movement.amount, movement.bank_id) == (100000, "FT1")


def test_sums_at_the_end_are_left_out_and_money_out_is_no_money_in():
    where = {"date": 0, "credit": 1, "words": 2}
    assert read(["", "500.000", "Tổng cộng"], {"date": 0, "credit": 1, "words": 2}) is None
    assert read(["", "", "Số dư cuối kỳ"], where) is None
    assert read(["19/11/2026", "", "Rút tiền"], where).amount == 0
