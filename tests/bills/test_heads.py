"""Heads of sheets that water stations, schools and sanitation teams send; rows that are none."""

from datetime import date

import pytest

from app.bills.bill_rows import FIELDS, Rules, check_heads, is_aside, read
from app.core.tables import columns
from app.core.tables.cells import Cells
from app.core.tables.errors import HOLLOW, BadValue, SheetError

HEADS = {
    "code": ["Mã KH", "Mã khách hàng", "MÃ KHÁCH HÀNG", "Mã danh bộ", "Danh bộ", "Mã học sinh",
             "Mã HS", "Mã hộ", "Mã thanh toán", "ma_kh", "Số hợp đồng", "Mã KH\n(Customer code)"],
    "period": ["Kỳ", "Kỳ hóa đơn", "Kỳ hoá đơn", "Tháng", "Tháng/năm", "Kỳ thu", "Kỳ cước",
               "Billing period"],
    "total": ["Tổng", "Tổng cộng", "Tổng tiền", "Thành tiền", "Tổng tiền thanh toán",
              "Số tiền phải nộp", "Phải thu", "Thành tiền sau thuế", "Tổng cộng (đã gồm VAT)",
              "Tổng tiền sau thuế", "Tổng thanh toán", "Tổng tiền (gồm thuế GTGT)", "Total"],
    "name": ["Họ và tên", "Tên khách hàng", "Họ tên chủ hộ", "Họ và tên học sinh", "Tên KH"],
    "address": ["Địa chỉ", "Địa chỉ sử dụng nước", "Địa chỉ lắp đặt"],
    "before": ["Chỉ số cũ", "Chỉ số đầu kỳ", "CS cũ", "Chỉ số tháng trước"],
    "after": ["Chỉ số mới", "Chỉ số cuối kỳ", "CS mới", "Chỉ số kỳ này"],
    "quantity": ["Sản lượng", "Tiêu thụ", "Khối lượng", "Số m3", "Tiêu thụ (m3)",
                 "Khối lượng tiêu thụ", "Lượng nước tiêu thụ", "Số kWh", "Tổng tiêu thụ"],
    "before_tax": ["Thành tiền trước thuế", "Tổng tiền trước thuế", "Tiền nước", "Tiền chưa thuế",
                   "Tổng cộng trước thuế", "Cộng tiền hàng", "Thành tiền chưa có thuế GTGT",
                   "Tổng tiền (chưa VAT)", "Amount before tax"],
    "tax": ["Thuế", "Thuế GTGT", "Tiền thuế", "VAT", "Tiền thuế GTGT", "Tổng tiền thuế"],
    "fee": ["Phí BVMT", "Phí môi trường", "Phí nước thải", "Phí bảo vệ môi trường"],
    "due_on": ["Hạn thanh toán", "Hạn nộp", "Hạn TT", "Due date"],
    "status": ["Trạng thái", "Tình trạng thanh toán"],
    "phone": ["Số điện thoại", "SĐT", "Điện thoại", "SĐT phụ huynh"],
    "": ["STT", "Đơn giá", "Thuế suất", "Nợ kỳ trước", "Tổng nợ", "Quý", "Học kỳ", "Lớp",
         "Ghi chú", "Đã thanh toán", "Mã số thuế", "Bằng chữ", "Số tiền còn lại",
         "Số lượng học sinh", "Diện tích", "Quí", "Tổng tiền hoàn", "Tổng giảm trừ",
         "Tổng tiền miễn giảm"],
}  # fmt: skip
TABLE = [(head, field) for field, heads in HEADS.items() for head in heads]
RULES = Rules(date(2026, 11, 19), 15)
WHERE = {"code": 0, "period": 1, "total": 2}


def guessed(*heads: str) -> columns.Guess:
    return columns.guess(FIELDS, [(1, list(heads))])


@pytest.mark.parametrize(("head", "field"), TABLE)
def test_a_head_is_guessed_for_what_it_means_and_nothing_else(head, field):
    assert guessed("x", head, "y").columns == ({field: 1} if field else {})


@pytest.mark.parametrize("before", ["Thành tiền trước thuế", "Tổng tiền trước thuế", "Tiền nước"])
@pytest.mark.parametrize("after", ["Tổng cộng", "Thành tiền sau thuế", "Tổng tiền"])
def test_before_tax_and_after_tax_never_share_a_guess(before, after):
    found = guessed("Mã KH", "Kỳ", before, "Thuế GTGT", after).columns
    assert (found["before_tax"], found["tax"], found["total"]) == (2, 3, 4)


@pytest.mark.parametrize(("heads", "doubtful"), [
    (("Mã KH", "Kỳ", "Thành tiền", "Tổng cộng"), ("total",)),
    (("Mã KH", "Kỳ", "Số tiền"), ("before_tax", "total")),
    (("Mã KH", "Mã hộ", "Kỳ", "Tổng"), ("code",)),
])  # fmt: skip
def test_where_two_could_be_meant_nothing_is_preselected(heads, doubtful):
    found = guessed(*heads)
    assert found.doubtful == doubtful
    assert not set(doubtful) & found.columns.keys()


@pytest.mark.parametrize("cells", [
    ["", "", "5.000.000", "Tổng cộng"], ["Tổng cộng", "", "5"], ["Cộng tháng 11/2026", "", "5"],
    ["", "", "", "Người lập"], ["Ghi chú: tạm tính"], ["", "Giám đốc", "Kế toán"],
    ["Mã KH", "Kỳ", "Tổng"], ["(1)", "(2)", "(3)"],
])  # fmt: skip
def test_rows_that_are_none_are_set_aside(cells):
    assert is_aside(cells, Cells(FIELDS, WHERE).row(cells), ["Mã KH", "Kỳ", "Tổng"])


@pytest.mark.parametrize("cells", [
    ["NU0001", "", ""], ["", "11/2026", "5"], ["NU0001", "11/2026", "năm"],
    ["NU0001", "Quý 4/2026", "5"], ["NU0001", "11/2026", HOLLOW],
    ["NU0001", "11/2026", "5 nghìn"],
])  # fmt: skip
def test_a_row_that_is_one_has_to_be_right(cells):
    assert not is_aside(cells, Cells(FIELDS, WHERE).row(cells), ["Mã KH", "Kỳ", "Tổng"])
    with pytest.raises(BadValue):
        read(Cells(FIELDS, WHERE).row(cells), Cells(FIELDS, WHERE), RULES)


@pytest.mark.parametrize("head", ["Quý", "Học kỳ", "Kỳ (quý)", "Năm học"])
def test_a_column_of_quarters_or_terms_is_no_column_of_months(head):
    with pytest.raises(SheetError):
        check_heads(["Mã", head, "Tổng"], WHERE)
    check_heads(["Mã", "Kỳ", "Tổng"], WHERE)
