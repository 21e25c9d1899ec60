"""Numbers of people in words: which are found, and what the public reads instead."""

import pytest

from app.core.private_numbers import key_of, numbers, without

SAID = {
    "gọi 0912 345 678 giúp": "gọi ••• giúp",
    "gọi (0912) 345.678": "gọi •••",
    "số +84900000071": "số •••",
    "máy bàn 0216 3852 000": "máy bàn •••",
    "CCCD 015 099 000 123": "CCCD •••",
    "CMND 060123456.": "CMND •••.",
    "xe 21A-123.45 đỗ giữa đường": "xe ••• đỗ giữa đường",
    "xe máy 24B1 123.45": "xe máy •••",
    "29-H1 234.56": "•••",
    "biển 30K12345, biển 24C-1234": "biển •••, biển •••",
    "xe 21b1-12345": "xe •••",
    "xe 24LD-012.34": "xe •••",
    "STK 0123 4567 89 ở ngân hàng": "STK ••• ở ngân hàng",
    "số tài khoản: 19034567890": "số tài khoản: •••",
    "chuyển vào 9704366812345678": "chuyển vào •••",
    "gọi 0912 - 345 - 678": "gọi •••",
    "gọi 0912\u00a0345\u00a0678": "gọi •••",
    "gọi 0912–345–678, 09.12.34.56.78": "gọi •••, •••",
    "zalo o9l2345678": "zalo •••",
    "zalo 091234567O nhé": "zalo ••• nhé",
    "CCCD 0150 9900 0123": "CCCD •••",
    "CCCD 015 099 000123": "CCCD •••",
    "CMND 060-123-456": "CMND •••",
    "xe 21b1 123.45 chạy ẩu": "xe ••• chạy ẩu",
    "xe 21a 12345": "xe •••",
    "xe 21 - B1 - 123.45": "xe •••",
    "đền 150.000.000 đồng vào STK 19034567890": "đền 150.000.000 đồng vào STK •••",
}
UNTOUCHED = (
    "lúc 24h 2000 đồng", "LC-7K3M-9QXF", "mã PA25010012345", "1.500.000 đồng",
    "21.7012345, 104.8712345", "12/UBND-KT", "1207/QĐ-UBND 2025", "19/11/2026 09:12",
    "gọi 114 hoặc 19001234", "nhà 45B ngõ 12", "quốc lộ 32C, km 12", "tài khoản 5 năm", "",
    "ngày 02.11.2026 09:30", "02-11-2026 09 giờ", "100.000.000 đồng", "đền 250 000 000",
    "1.250.000.000", "500000000đ", "1234567890 đồng", "tài khoản mất 500.000 đồng",
    "104.871234567", "lớp 10A 2025", "quốc lộ 32C 2025", "10 KG 5000", "15 HA 1200",
)  # fmt: skip


@pytest.mark.one_database
@pytest.mark.parametrize("said", SAID)
def test_a_persons_number_is_masked(said):
    assert without(said) == SAID[said]


@pytest.mark.one_database
@pytest.mark.parametrize("said", UNTOUCHED)
def test_what_is_no_persons_number_stays(said):
    assert without(said) == said


@pytest.mark.one_database
def test_a_number_that_may_be_shown_is_known_however_it_is_spelt():
    assert without("0216 3852 000 và 0216.3852.000", [key_of("02163852000")]).count("0216") == 2
    assert [each.kind for each in numbers("21A-123.45, 0912345678")] == ["plate", "phone"]
