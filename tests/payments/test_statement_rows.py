"""Heads as banks print them, and rows as movements."""

from datetime import date

import pytest

from app.core.tables import columns
from app.core.tables.errors import HOLLOW, BadValue
from app.payments.statement_rows import FIELDS, read

# Heads as seen in statements of Vietnamese banks, and the one field each may be guessed for.
HEADS = {
    "date": ["Ngày", "Ngày giao dịch", "NGÀY GD", "Ngày hạch toán", "Ngày GD/ Trans. Date",
             "Ngày giao dịch\nTransaction date", "Transaction Date", "Booking date", "Date",
             "Ngày1/ TNX Date/ Số CT/ Doc No", "Thời gian giao dịch", "Ngày hiệu lực",
             "Value date", "Ngày KH thực hiện", "Posting Date", "Ngày phát sinh", "Ngay giao dich"],
    "words": ["Nội dung", "Nội dung giao dịch", "Diễn giải", "Mô tả", "Nội dung chi tiết",
              "Diễn giải/Description", "Description", "Transaction remarks", "Details",
              "Nội dung chi tiết/ Transactions in detail", "NỘI DUNG (Description)", "Narrative"],
    "credit": ["Có", "Ghi có", "Số tiền ghi có", "Phát sinh có", "PS Có", "Tiền vào",
               "Số tiền vào", "Thu", "Số tiền thu", "Số tiền gửi", "Gửi vào", "Credit",
               "Credit amount", "Có/Credit", "Có TKTT/Credit", "Số tiền ghi có/ Credit",
               "Deposit", "Money in", "Phát sinh Có (VND)"],
    "debit": ["Nợ", "Ghi nợ", "Số tiền ghi nợ", "Phát sinh nợ", "PS Nợ", "Tiền ra", "Số tiền ra",
              "Chi", "Số tiền chi", "Số tiền rút", "Rút ra", "Debit", "Debit amount",
              "Nợ/Debit", "Nợ TKTT/Debit", "Số tiền ghi nợ/ Debit", "Withdrawal", "Money out"],
    "amount": ["Số tiền", "Số tiền giao dịch", "Amount", "Số tiền GD", "Phát sinh", "Giá trị",
               "Số tiền/Amount", "Số tiền (VND)", "Số tiền GD quy đổi", "Phát sinh/Turnover"],
    "side": ["Nợ/Có", "D/C", "Dr/Cr", "C/D", "Nợ / Có", "Ghi nợ/ghi có", "Debit/Credit"],
    "id": ["Số bút toán", "Mã giao dịch", "Số tham chiếu", "Số CT", "Số chứng từ", "Mã GD",
           "Reference", "Transaction ID", "Ref No.", "Số bút toán/Transaction No", "Doc No"],
    "": ["Số dư", "Số dư/Balance", "Số dư có", "Số dư cuối", "Phí", "Phí ghi có", "STT", "No.",
         "No", "Tài khoản đối ứng", "TK Có", "TK Nợ", "Tên đối ứng", "Loại tiền",
         "Số tiền ghi nợ/ghi có", "Ngân hàng", "Người gửi", "Chi nhánh", "Số tiền ra/vào", "",
         "Số tiền trừ", "Số tiền chuyển đi", "Số tiền thanh toán", "Số tiền (chuyển đi)",
         "Số tiền - Trừ"],
}  # fmt: skip
TABLE = [(head, field) for field, heads in HEADS.items() for head in heads]


def guessed(*heads: str) -> columns.Guess:
    return columns.guess(FIELDS, [(1, list(heads))])


@pytest.mark.parametrize(("head", "field"), TABLE)
def test_a_head_is_guessed_for_what_it_means_and_nothing_else(head, field):
    assert guessed("x", head, "y").columns == ({field: 1} if field else {})


def test_the_table_of_heads_is_long_enough():
    assert len(TABLE) >= 60


OPPOSITES = [
    ("Số tiền ghi nợ", "Số tiền ghi có"), ("Số tiền ra", "Số tiền vào"), ("Tiền ra", "Tiền vào"),
    ("Số tiền chi", "Số tiền thu"), ("Chi", "Thu"), ("Số tiền rút", "Số tiền gửi"),
    ("Số tiền / Debit", "Số tiền / Credit"), ("Debit", "Credit"), ("Nợ", "Có"), ("Dr", "Cr"),
    ("Phát sinh nợ", "Phát sinh có"), ("Rút ra", "Gửi vào"), ("Withdrawals", "Deposits"),
]  # fmt: skip


@pytest.mark.parametrize(("out", "into"), OPPOSITES)
@pytest.mark.parametrize("swapped", [False, True])
def test_opposite_meanings_never_share_a_guess(out, into, swapped):
    pair = (into, out) if swapped else (out, into)
    found = guessed("Ngày", *pair, "Nội dung")
    at = 1 if swapped else 2
    assert found.columns == {"date": 0, "credit": at, "debit": 3 - at, "words": 3}


@pytest.mark.parametrize(("heads", "doubtful"), [
    (("Ngày", "Nội dung", "Diễn giải", "Ghi có"), ("words",)),
    (("Ngày giao dịch", "Ngày hạch toán", "Nội dung", "Ghi có"), ("date",)),
    (("Ngày", "Nội dung", "Ghi có", "Số tiền gửi"), ("credit",)),
    (("Ngày", "Nội dung", "Nợ", "Có", "Số tiền"), ("amount", "credit", "debit")),
    (("Ngày", "Nội dung", "Số tiền", "Giá trị"), ("amount",)),
])  # fmt: skip
def test_where_two_heads_could_be_one_field_nothing_is_preselected(heads, doubtful):
    found = guessed(*heads)
    assert found.doubtful == doubtful
    assert not set(doubtful) & found.columns.keys()


def test_the_day_that_was_booked_goes_before_the_day_it_was_asked_for():
    assert guessed("Ngày KH thực hiện", "Ngày giao dịch", "Nợ", "Có").columns["date"] == 1


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


def test_heads_merged_over_two_rows_are_one():
    rows = [(7, ["Ngày", "Số tiền", "", "Nội dung"]), (8, ["", "Nợ", "Có"]), (9, ["x", "1", "2"])]
    guess = columns.guess(FIELDS, rows)
    assert (guess.head_row, guess.heads) == (8, ["Ngày", "Số tiền Nợ", "Số tiền Có", "Nội dung"])
    assert guess.columns == {"date": 0, "debit": 1, "credit": 2, "words": 3}
    english = [(1, ["Ngày giao dịch", "Có"]), (2, ["Transaction date", "Credit"])]
    assert columns.guess(FIELDS, english).columns == {"date": 0, "credit": 1}


TWO = {"date": 0, "words": 1, "debit": 2, "credit": 3}
ONE = {"date": 0, "words": 1, "credit": 2}
SIDED = {"date": 0, "words": 1, "amount": 2, "side": 3}
DAY = "19/11/2026"


@pytest.mark.parametrize(("cells", "where", "amount"), [
    ([DAY, "x", "", "113.160"], TWO, 113160), ([DAY, "x", "113.160", ""], TWO, 0),
    ([DAY, "x", "113.160", "-"], TWO, 0), ([DAY, "x", "0", "113.160"], TWO, 113160),
    ([DAY, "x", "", "-113.160"], TWO, -113160), ([DAY, "x", "", "(113.160)"], TWO, -113160),
    ([DAY, "Rút tiền", ""], ONE, 0), ([DAY, "x", "-113.160"], ONE, -113160),
    ([DAY, "x", "113.160", "Có"], SIDED, 113160), ([DAY, "x", "113.160", "Nợ"], SIDED, -113160),
    ([DAY, "x", "113.160", "D"], SIDED, -113160), ([DAY, "x", "113.160", "CR"], SIDED, 113160),
    ([DAY, "x", "113.160", "Nợ (Debit)"], SIDED, -113160), ([DAY, "x", "-5", "C"], SIDED, -5),
    ([DAY, "x", "113.160", "+"], SIDED, 113160), ([DAY, "x", "113.160", "-"], SIDED, -113160),
    ([DAY, "CONG TY THU CK", "", "5"], TWO, 5), ([DAY, "Tong cong ty Thu", "", "5"], TWO, 5),
])  # fmt: skip
def test_money_in_out_and_back(cells, where, amount):
    assert read(cells, where).amount == amount


@pytest.mark.parametrize("cells", [
    ["", "CONG TY THU CK", "", "5"], ["hôm qua", "x", "", "5"], ["31/02/2026", "x", "", "5"],
    [DAY, "x", "", "năm"], [DAY, "x", "5", "6"], [DAY, "x", "", ""], [DAY, "x", "", HOLLOW],
    ["201126", "x", "", "5"],
])  # fmt: skip
def test_a_row_that_is_one_and_cannot_be_read_is_refused(cells):
    with pytest.raises(BadValue):
        read(cells, TWO)


@pytest.mark.parametrize("side", ["", "X", "Nợ/Có"])
def test_a_side_that_says_nothing_is_refused(side):
    with pytest.raises(BadValue):
        read([DAY, "x", "113.160", side], SIDED)


@pytest.mark.parametrize("cells", [
    ["", "Tổng cộng", "500.000", "500.000"], ["Tổng cộng", "", "5", "6"], ["", "", "", "5", "Cộng"],
    ["", "Số dư cuối kỳ"], ["Người lập biểu", "", "", "Kiểm soát"], ["", "", "", "", "Ký tên"],
    ["Ghi chú: số liệu đến ngày 30/11/2026"], ["", "Lào Cai, ngày 30 tháng 11 năm 2026"],
    ["Ngày", "Nội dung", "Nợ", "Có"], ["(1)", "(2)", "(3)", "(4)"], ["A", "1", "2", "3=1+2"],
    ["01/11/2026", "Số dư đầu kỳ", "", ""], ["30/11/2026", "Cộng phát sinh", "5", "6"],
    ["Trang 1/3"], ["", "", "", "Trang 1/3"], ["", "", "", "Page 2 of 3"],
    ["", "", "", "Lào Cai, ngày 30 tháng 11 năm 2026"], ["", "", "Ngày 30 tháng 11 năm 2026"],
    ["", "", "", "Ghi chú: số liệu đến ngày 30/11/2026"], ["", "", "", "In lúc 07:30 28/11/2026"],
    ["Cộng PS trong kỳ", "", "5.000", "6.000"],
])  # fmt: skip
def test_rows_that_are_none_are_set_aside(cells):
    assert read(cells, TWO, ["Ngày", "Nội dung", "Nợ", "Có"]) is None


def test_sums_at_the_end_are_left_out_and_money_out_is_no_money_in():
    assert read(["", "500.000", "Tổng cộng"], {"date": 0, "credit": 1, "words": 2}) is None
    assert read(["", "", "Số dư cuối kỳ"], {"date": 0, "credit": 1, "words": 2}) is None
    assert read([DAY, "", "Rút tiền"], {"date": 0, "credit": 1, "words": 2}).amount == 0


def test_a_number_under_the_day_is_the_banks_number():
    found = read([f"{DAY}\n5078 - 12345", "x", "", "5"], TWO)
    assert (found.booked_on, found.bank_id) == (date(2026, 11, 19), "5078 - 12345")
    assert read([f"{DAY} 07:30:15", "x", "", "5"], TWO).bank_id == ""
