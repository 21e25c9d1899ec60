"""The messages by which companies tell of a bill: their wordings, and what is not guessed."""

import pytest

from app.bills import company_sms

# message: code, period, total, quantity
WORDINGS = {
    "EVN thong bao: KH PA25VY0012345 tien dien ky 1 thang 10/2026 tu 01/10/2026 den 31/10/2026, "
    "san luong 350 kWh, tong tien 979.560 dong. Han TT 15/11/2026": (
        "PA25VY0012345",
        "2026-10",
        979_560,
        350,
    ),
    "Tien dien T6/2018 la 332611 VND. MKH PD0100T004711": (
        "PD0100T004711",
        "2018-06",
        332_611,
        None,
    ),
    "Ma KH PE01000123456, T6: 1,407,713d": ("PE01000123456", None, 1_407_713, None),
    "So tien thanh toan thang 6 nam 2026: 1 629 747 dong, ma KH PB02020012345": (
        "PB02020012345",
        "2026-06",
        1_629_747,
        None,
    ),
    "Tien dien 6/2026 cua KH PK03000045678 la 512.300d": (
        "PK03000045678",
        "2026-06",
        512_300,
        None,
    ),
    "HTX dien Thu: KH CP91/00007 tien dien thang 6/2026: 86.400 dong (48 kWh)": (
        "CP91/00007",
        "2026-06",
        86_400,
        48,
    ),
    "MKH 40310 tien nuoc thang 6/2026: 12 m3, so tien 95.760d": ("40310", "2026-06", 95_760, 12),
    "Điện lực Thử kính báo: Mã khách hàng PC05KK0123456, điện năng tiêu thụ 1.234 kWh, "
    "Tổng cộng: 3.901.229 đồng, kỳ 10/2026": ("PC05KK0123456", "2026-10", 3_901_229, 1234),
    "Tien dien thang 10/2026: 907.000d, thue 72.560d, tong so tien 979.560d, KH PN GV00": (
        None,
        "2026-10",
        979_560,
        None,
    ),
    "(EVN) T10/26 KH PP07000012345 su dung 210 kWh, phai tra 489.000 VND": (
        "PP07000012345",
        "2026-10",
        489_000,
        210,
    ),
    "Hoa don tien dien ky 3 thang 9/2026. So tien: 1.002.003 d. Ma KH: PQ09000012345": (
        "PQ09000012345",
        "2026-09",
        1_002_003,
        None,
    ),
    "Nuoc sach Thu: danh bo 0012345, CSC 120, CSM 135, tieu thu "
    "15 m3, tong tien 131.250 dong T11/2026": (
        None,
        "2026-11",
        131_250,
        15,
    ),
    "Ma danh bo NU-00123 thang 11/2026 chi so cu 120 chi so moi 135 tong cong 131,250 VND": (
        "NU-00123",
        "2026-11",
        131_250,
        None,
    ),
    "KH: PH11000012345 - Tien dien thang 5 nam 2026 - 245.678 dong": (
        "PH11000012345",
        "2026-05",
        245_678,
        None,
    ),
    "Quy khach PA25VY0012345 can thanh toan 300.000d tien dien "
    "thang 4/2026 truoc ngay 10/05/2026": (
        "PA25VY0012345",
        "2026-04",
        300_000,
        None,
    ),
    "PA25VY0012345. Dien nang: 99 kWh. Thanh toan: 212.000 VND. Thang 02-2026": (
        "PA25VY0012345",
        "2026-02",
        212_000,
        99,
    ),
    "No ky truoc 50.000d. Tien dien thang 3/2026 la 150.000d. KH PA25VY0012345": (
        "PA25VY0012345",
        "2026-03",
        150_000,
        None,
    ),
    "TIỀN ĐIỆN T7/2026 CỦA PA25VY0012345: 1.629.747Đ": (
        "PA25VY0012345",
        "2026-07",
        1_629_747,
        None,
    ),
    "PA25VY0012345 tong tien 979560 VND, 350kWh, thang 10/2026": (
        "PA25VY0012345",
        "2026-10",
        979_560,
        350,
    ),
    "Ky HD 01/10/2026-31/10/2026, Ma KH PA25VY0012345, san luong: 88, tong tien: 190.512 dong": (
        "PA25VY0012345",
        None,
        190_512,
        88,
    ),
    "Tu 25/12 den 24/01/2027 KH PA25VY0012345 dung 60 kWh het 128.520 dong": (
        "PA25VY0012345",
        None,
        128_520,
        60,
    ),
    "Cty nuoc: ma khach hang la 123456, thang 8/2026, 9,5 m3, phai nop 71.820 dong": (
        "123456",
        "2026-08",
        71_820,
        None,
    ),
    "ma ho H0042 tien nuoc thang 12/2026 = 45.000d": ("H0042", "2026-12", 45_000, None),
    "EVNNPC: T11/2026, PA25VY0012345, 1 250 000d": ("PA25VY0012345", "2026-11", 1_250_000, None),
    "Tien dien thang 11 629 747d, ma KH PA25VY0012345": ("PA25VY0012345", None, 629_747, None),
    "KH PA25VY0012345: tong so tien 1,407,713.00 dong thang 6/2026": (
        "PA25VY0012345",
        "2026-06",
        1_407_713,
        None,
    ),
    "Ma KH PA25VY0012345. So tien thanh toan (ca thue): 86 400d. Ky thang 1/2026": (
        "PA25VY0012345",
        "2026-01",
        86_400,
        None,
    ),
}


@pytest.mark.parametrize("message", WORDINGS)
def test_a_wording_is_read(message):
    told = company_sms.read(message)
    code, period, total, quantity = WORDINGS[message]
    assert (told.code, told.period, told.total) == (code, period, total)
    if quantity is not None:
        assert told.quantity == quantity


def test_a_month_without_a_year_and_a_span_over_new_year():
    assert company_sms.read("T6: 1,407,713d").month == 6
    told = company_sms.read("Tu 25/12 den 24/01/2027 het 128.520 dong")
    assert (f"{told.from_on}", f"{told.to_on}") == ("2026-12-25", "2027-01-24")


@pytest.mark.parametrize("message", [
    "Tien dien 100.000d hoac tien dien 200.000d", "goi 19001234 de duoc ho tro", "",
    "thue 72.560d", "so dien thoai 0900000001", "350 kWh",
])  # fmt: skip
def test_what_is_not_said_is_not_guessed(message):
    assert company_sms.read(message).total is None
