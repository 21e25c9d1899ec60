"""Reading a table that somebody sends: CSV in any usual encoding, XLSX, XLS, HTML."""

import codecs
import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
import xlwt

from app.core.tables import asides, letters, reading, workbooks
from app.core.tables.errors import HOLLOW, SheetError
from app.core.tables.reading import read
from app.core.tables.workbooks import LIMITS, Limits
from tests.factories import torn_books
from tests.factories.payments import xlsx

SHEET = "xl/worksheets/sheet1.xml"
TEXT = "Ngày;Số tiền;Diễn giải\n19/11/2026;100.000;Tiền nước\n"
ROW = ["19/11/2026", "100.000", "Tiền nước"]


def cells(content: bytes, limits: Limits = LIMITS) -> list[list[str]]:
    return [each for _number, each in read(content, limits=limits).rows]


def changed(content: bytes, **parts: bytes) -> bytes:
    """Replace or add files inside the workbook, by their path with / as __."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = {entry: archive.read(entry) for entry in archive.namelist()}
    kept |= {name.replace("__", "/"): part for name, part in parts.items()}
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in kept.items():
            archive.writestr(entry, data)
    return memory.getvalue()


def part(content: bytes, name: str = SHEET) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def with_sheet(content: bytes, sheet: bytes) -> bytes:
    return changed(content, **{SHEET.replace("/", "__"): sheet})


def shared(rows: list[list[object]]) -> bytes:
    """Give a workbook whose texts stand apart from its cells, as office programs write them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return out.getvalue()


def refused(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(SheetError) as error:
        read(content, limits=limits)
    return str(error.value.message)


@pytest.mark.parametrize("content", [
    TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.encode("utf-16"),
    codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT.replace(";", ",").encode(),
    TEXT.replace(";", "\t").encode(), TEXT.replace(";", "|").encode(),
    TEXT.replace("\n", "\r\n").encode(), b"sep=;\r\n" + TEXT.encode(),
])  # fmt: skip
def test_it_reads_every_usual_encoding_and_separator(content):
    assert cells(content)[1] == ROW


def test_it_reads_vietnamese_windows():
    content = "Ngày,Nội dung\n19/11/2026,Trả tiền".encode("cp1258", errors="ignore")
    assert cells(content)[0][0] == "Ngày"


@pytest.mark.parametrize(("text", "row"), [
    ('Ngày\tCó\tNội dung\n19/11/2026\t"1,234,567"\ta, b, c\n',
     ["19/11/2026", "1,234,567", "a, b, c"]),
    ("Ngày;Ghi có;Nội dung\n19/11/2026;1,234,567;x\n", ["19/11/2026", "1,234,567", "x"]),
    ("Ngày;Có;Nợ\n19/11/2026;1,234,567;2,345,678\n", ["19/11/2026", "1,234,567", "2,345,678"]),
    ('Ngày,Nội dung\n19/11/2026,"a;b;c;d"\n', ["19/11/2026", "a;b;c;d"]),
    ("NGÂN HÀNG THỬ, chi nhánh 1, tỉnh\nNgày;Có;Nội dung\n19/11/2026;5;x\n20/11/2026;6;y",
     ["Ngày", "Có", "Nội dung"]),
    ('Mã,Tên\n="0012",x\n', ["0012", "x"]),
    ("Mã,Tên\n1,a_x000D_\n", ["1", "a"]),
])  # fmt: skip
def test_the_separator_is_what_gives_the_most_rows_one_number_of_cells(text, row):
    assert cells(text.encode())[1] == row


def test_numbers_of_lines_are_those_of_the_file():
    assert read(b"a,b\n,,\n1,2\n").rows == [(1, ["a", "b"]), (3, ["1", "2"])]


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02" * 50, b"\xff\xfe\x00\x01\x00", b"\x89PNG\r\n\x1a\n\xd8",
                b'a,b\n"open',
                b"<html><body>Sign in</body></html>", b"<?xml version='1.0'?><Workbook/>"]
)  # fmt: skip
def test_it_refuses_what_is_no_table(content):
    assert refused(content)


def test_days_and_whole_numbers_of_a_workbook_come_as_text():
    rows = [
        ["Ngày", "Tiền"],
        [date(2026, 11, 19), 100000.0],
        [datetime(2026, 1, 2), 5],  # noqa: DTZ001  a workbook's moments have no zone
        ["x", 0.1 + 0.2],
    ]
    assert cells(xlsx(rows))[1:] == [["2026-11-19", "100000"], ["2026-01-02", "5"], ["x", "0.3"]]


@pytest.mark.parametrize("since_1904", [False, True])
def test_days_are_right_in_workbooks_of_both_beginnings(since_1904):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": since_1904}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        book.add_worksheet().write_datetime(0, 0, datetime(2026, 11, 19), day)  # noqa: DTZ001
    assert cells(out.getvalue()) == [["2026-11-19"]]


def old_book(*sheets: tuple[str, int, list[list[object]]]) -> bytes:
    """Give an .xls with those sheets: name, visibility, rows."""
    book = xlwt.Workbook()
    for name, visibility, rows in sheets:
        page = book.add_sheet(name)
        page.visibility = visibility
        for number, row in enumerate(rows):
            for at, value in enumerate(row):
                page.write(number, at, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_old_xls_is_read_and_hidden_sheets_are_left_out():
    content = old_book(("Ẩn", 1, [["nothing"]]), ("Sao kê", 0, [["Ngày", "Có"], ["x", 113160.0]]))
    assert [(each.name, each.rows) for each in reading.look(content, 5)] == [
        ("Sao kê", [(1, ["Ngày", "Có"]), (2, ["x", "113160"])])
    ]
    assert refused(content[:1500])


def test_each_visible_sheet_is_offered_and_the_one_named_is_read():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name in ("Một", "Hai", "Ẩn"):
            book.add_worksheet(name).write(0, 0, name)
        book.get_worksheet_by_name("Ẩn").hide()
    content = out.getvalue()
    assert [each.name for each in reading.look(content, 5)] == ["Một", "Hai"]
    assert read(content, "Hai").rows == [(1, ["Hai"])]
    for hidden in ("Ẩn", "Ba"):
        with pytest.raises(SheetError):
            read(content, hidden)


def test_a_formula_takes_its_stored_value_and_is_marked_where_there_is_none():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Mã", "Tổng"])
        page.write_formula(1, 1, "=1+1", None, 113160)
    assert cells(out.getvalue())[1] == ["", "113160"]
    assert cells(xlsx([["Mã", "Tổng"], ["NU1", "=1+1"]]))[1] == ["NU1", HOLLOW]


def test_a_prefix_of_the_namespace_changes_nothing():
    content = xlsx([["Ngày", "Có"], ["19/11/2026", 5]])
    sheet = part(content).replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?")
    sheet = sheet.replace(b" xmlns=", b" xmlns:x=")
    assert cells(with_sheet(content, sheet)) == cells(content)


def test_a_far_formatted_row_is_no_row():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["a", "b"])
        page.write_blank(1_048_575, 40, None, book.add_format({"bold": True}))
    assert cells(out.getvalue()) == [["a", "b"]]


def test_line_ends_of_old_macs_are_line_ends():
    content = shared([["Ngày"], ["19/11/2026KEPT7"]])
    name = "xl/sharedStrings.xml"
    strings = part(content, name).replace(b"KEPT", b"_x000D_\n")
    assert cells(with_part(content, name, strings))[1] == ["19/11/2026\n7"]


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    return changed(content, **{name.replace("/", "__"): data})


HTML = """<html><head><meta charset=utf-8><style>td{color:red}</style></head><body>
<table><tr><td colspan=3>NGÂN HÀNG THỬ</td></tr></table>
<TABLE border=1><tr><th>Ngày<th>Ghi c&oacute;<th>Diễn giải</tr>
<tr><td>19/11/2026<br>FT1</td><td>100.000</td><td>Tiền&nbsp;nước
  tháng 11</td></tr><tr><td rowspan=2>20/11/2026<td>5<td>x</tr><tr><td>6<td>y</tr></table></body>"""


def test_an_html_table_is_read_whatever_it_is_called():
    table = read(HTML.encode())
    assert table.rows[1:] == [
        (2, ["Ngày", "Ghi có", "Diễn giải"]),
        (3, ["19/11/2026\nFT1", "100.000", "Tiền nước tháng 11"]),
        (4, ["20/11/2026", "5", "x"]),
        (5, ["", "6", "y"]),
    ]
    assert table.stacked == {4, 5}


def test_cells_merged_over_rows_are_told_and_those_in_one_row_are_not():
    rows = [["NGÂN HÀNG", None], ["Ngày", "Số tiền"], ["19/11/2026", 5], ["20/11/2026", 6]]
    assert read(xlsx(rows, merge="A1:B1")).stacked == frozenset()
    assert read(xlsx(rows, merge="A3:A4")).stacked == {3, 4}


OLD = {
    letters.TCVN3: "Ng\u00b5y;S\u00e8 ti\u00d2n;Di\u00d4n gi\u00b6i\n"
                   "19/11/2026;100.000;Ti\u00d2n n\u00adíc\n",
    letters.VNI: "Nga\u00f8y;So\u00e1 tie\u00e0n;Die\u00e3n gia\u00fbi\n"
                 "19/11/2026;100.000;Tie\u00e0n n\u00f6\u00f4\u00f9c\n",
}  # fmt: skip


@pytest.mark.parametrize("name", OLD)
def test_old_letters_are_recognised_converted_and_said(name):
    text = OLD[name].replace("í", "\u00ed")
    rows = [line.split(";") for line in text.splitlines()]
    for content in (text.encode("cp1252"), xlsx(rows), text.encode()):
        table = read(content)
        assert (table.letters, table.rows[0][1]) == (name, ["Ngày", "Số tiền", "Diễn giải"])
        assert table.rows[1][1][2] == "Tiền nước"


@pytest.mark.parametrize("text", [
    "Ngày;Số tiền;Diễn giải", "Đà Nẵng;Huế;Thừa Thiên", "café;Über;naïve", "Lò Thị Bé;Giàng A Sò",
    "a;b;c", "€;°;½",
])  # fmt: skip
def test_letters_that_are_none_of_the_old_stay(text):
    assert letters.recognise(text.split(";")) == ""


@pytest.mark.parametrize("kind", torn_books.TORN)
def test_s23_a_workbook_that_is_torn_inside_is_refused(kind):
    assert refused(torn_books.TORN[kind])


def test_s23_a_row_number_without_end_is_read_over():
    assert len(cells(torn_books.merged_without_end())) == 101


def test_it_refuses_a_damaged_workbook():
    good = xlsx([["a"], ["b"]])
    assert refused(with_sheet(good, b"<worksheet><sheetData><row><c t='s'><v>99</v>"))
    assert refused(with_part(good, "xl/workbook.xml", b"<workbook/>"))
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("hello.txt", "no workbook")
    assert refused(memory.getvalue())
    assert refused(good[:-30])


def test_a_workbook_under_a_password_is_told_apart():
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert refused(locked + "EncryptedPackage".encode("utf-16-le")) != refused(locked)


def test_s23_what_unpacks_to_far_too_much_is_refused_before_it_is_parsed():
    bomb = with_part(xlsx([["a"], [1]]), "xl/media/bomb.bin", b"\0" * 70_000_000)
    assert len(bomb) < 200_000
    assert refused(bomb) == str(workbooks.SENTENCES["unpacks"])
    assert refused(xlsx([["a"], [1]]), Limits(files=3)) == str(workbooks.SENTENCES["unpacks"])


def test_s23_cells_at_the_ends_of_a_sheet_do_not_eat_the_machine():
    content = xlsx([["a", "b"], [1, 2]])
    sheet = part(content).replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    assert refused(with_sheet(content, sheet))
    assert cells(content)


def test_s23_too_many_rows_columns_bytes_or_letters_are_refused():
    few = Limits(packed=10_000, rows=3, columns=2, cell=5)
    for content in (b"a,b\n" * 60, b"a,b,c\n", b"x" * 10_001, b"a\nlonger"):
        assert refused(content, few)
    assert refused(xlsx([["a"]] * 40), few)
    assert refused(xlsx([["a", "b", "c"]]), few)
    assert refused(xlsx([["longer"]]), few)
    assert len(cells(b"a,b\n1,2\n3,4\n5,6", few)) == 4


@pytest.mark.parametrize("evil", [
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>',
])  # fmt: skip
@pytest.mark.parametrize("name", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_s23_entities_are_refused(evil, name):
    content = shared([["ten"], ["x"]])
    body = part(content, name)
    start = body.index(b"?>") + 2 if body.startswith(b"<?") else 0
    reference = b"&a;" if b"%" not in evil else b"x"
    hurt = (
        body[:start]
        + b" " * 5000
        + evil
        + body[start:].replace(b"<t>x</t>", b"<t>" + reference + b"</t>")
    )
    assert refused(with_part(content, name, hurt))


def test_it_believes_no_declared_size():
    content = xlsx([["ten"], ["x"], ["y"]])
    body = part(content).replace(b'ref="A1:A3"', b'ref="A1:XFD1048576"')
    assert len(cells(with_sheet(content, body))) == 3


@pytest.mark.parametrize("text", [
    "Tổng cộng", "TỔNG CỘNG:", "Cộng phát sinh", "Số dư cuối kỳ", "Số dư đầu kỳ: 5.000.000", "Cộng",
    "Tổng số tiền phát sinh trong kỳ", "Total", "Closing balance", "Cộng tháng 11/2026", "Luỹ kế",
    "Cộng PS trong kỳ",
])  # fmt: skip
def test_words_for_sums_are_known(text):
    assert asides.is_sum(text)


@pytest.mark.parametrize("text", [
    "CONG TY THU 1 CT 5", "Tổng công ty Thử", "Cộng đồng thôn Thử", "Công an xã", "Số 5 đường Thử",
    "HD7K3M9QXF tien nuoc", "", "12", "Du lich Thu", "Dư Văn Thử",
])  # fmt: skip
def test_what_only_begins_like_a_sum_is_none(text):
    assert not asides.is_sum(text)
