"""Cells as people write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.tables.columns import cell
from app.core.tables.values import BadValue, as_amount, as_date, as_key, as_period, as_quantity


@pytest.mark.parametrize(("text", "amount"), [
    ("1.234.567", 1234567), ("1,234,567", 1234567), ("1234567.00", 1234567), ("1.234", 1234),
    ("+50 000 VND", 50000), ("1,234,567.00", 1234567), ("-20.000", -20000), ("0", 0),
    ("907000", 907000), ("50.000đ", 50000), ("1.234.567,00", 1234567), ("100.000 ₫", 100000),
    ("(500.000)", -500000), ("VND 1.234.567", 1234567), ("1.234.567 đồng", 1234567),
    ("1.234.567 đ.", 1234567), ("₫1.234.567", 1234567),
    ("1\u00a0234\u202f567", 1234567), ("500.000-", -500000), ("−20.000 đ", -20000),
    ("1.234.567 VNĐ", 1234567), ("'1234567", 1234567), ("- 20.000", -20000), ("(5.000 đ)", -5000),
])  # fmt: skip
def test_it_reads_amounts_in_every_usual_way(text, amount):
    assert as_amount(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1,5",
        "12.34",
        "1.2345",
        "1e9",
        "9" * 14,
        "1,23,456",
        "-",
        "–",
        " - ",
        "--5",
        "(-5)",
        "+-5",
        "()",
        "=1+1",
    ],
)
def test_it_rejects_what_is_no_amount_in_whole_dong(text):
    with pytest.raises(BadValue):
        as_amount(text)


@given(st.integers(-(10**11), 10**11))
def test_grouped_amounts_are_read_back(amount):
    assert as_amount(f"{amount:,}") == amount
    assert as_amount(f"{amount:,}".replace(",", ".")) == amount


@pytest.mark.parametrize("text", [
    "19/11/2026", "19-11-2026", "2026-11-19", "19.11.2026 08:30:12", "2026-11-19T08:30", "20261119",
    "07:30:15 19/11/2026", "19/11/2026, 07:30:15", "19/11/2026\n5078 - 12345", "19112026",
    "\u00a019/11/2026\u00a0", "19/11/2026\u00a008:30", "19/11/2026 5078", "7:30 19-11-2026",
    "19/11/26", "19/11/2026 08:30:12 SA", "08:30 ngày 19/11/2026", "19/11/2026 19/11/2026",
    "19/11/2026\nFT20112026",
])  # fmt: skip
def test_it_reads_dates_as_text(text):
    assert as_date(text) == date(2026, 11, 19)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hôm qua",
        "31/02/2026",
        "19/11/1899",
        "45980",
        "13/13/2026",
        "201126",
        "202611",
        "2026111",
        "19/11/2026 - 20/11/2026",
        "19/11/20261",
        "11/2026",
        "-",
        "19/11",
    ],
)
def test_it_rejects_what_is_no_date(text):
    with pytest.raises(BadValue):
        as_date(text)


@pytest.mark.parametrize(("text", "number"), [
    ("1234", "1234"), ("12,5", "12.5"), ("12.5", "12.5"), ("1.234.567", "1234567"), ("0", "0"),
    ("37,5", "37.5"), ("0,125", "0.125"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"),
    ("1 234,5", "1234.5"),
])  # fmt: skip
def test_it_reads_quantities(text, number):
    assert as_quantity(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["1.234", "1,234", "-5", "abc", "", "NaN", "1e999", "1e-999999999", "9" * 5000]
)
def test_it_rejects_quantities_that_are_negative_absurd_or_read_two_ways(text):
    with pytest.raises(BadValue):
        as_quantity(text)


@pytest.mark.parametrize(
    "text",
    [
        "11/2026",
        "Tháng 11/2026",
        "2026-11",
        "2026-11-01",
        "T11.2026",
        "tháng 11 năm 2026",
        "Kỳ 1 - 11/2026",
        "19/11/2026",
        "11/2026 00:00:00",
        "Tháng 11 - 2026",
    ],
)
def test_it_reads_months(text):
    assert as_period(text) == "2026-11"


@pytest.mark.parametrize("text", [
    "", "13/2026", "11", "2026", "Quý 4/2026", "Q4/2026", "Học kỳ 1/2026-2027", "HK1/2026",
    "Năm học 2026-2027", "1/2026-2027", "10-11/2026", "10/2026 - 11/2026", "202611", "201126",
    "2026111", "6 tháng 2026", "Quí 4/2026", "Quí IV/2026", "Học kì 1/2026", "Kì học 1/2026",
    "Đợt 1/2026", "Semester 1/2026",
])  # fmt: skip
def test_it_rejects_what_is_no_month(text):
    with pytest.raises(BadValue):
        as_period(text)


@pytest.mark.parametrize("text", ["", "-", "–", " - ", "\u00a0", "—", " \u202f- "])
def test_a_dash_alone_is_an_empty_cell(text):
    assert cell([text], {"credit": 0}, "credit") == ""


@pytest.mark.parametrize(
    "typed", ["PNGV00123456", "png v00 123456", "PNGVOO123456", "pngv-oo.123456"]
)
def test_codes_with_spaces_lower_case_and_o_for_0_are_one_code(typed):
    assert as_key(typed) == "PNGV00123456"
