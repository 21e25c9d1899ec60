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
}
UNTOUCHED = (
    "lúc 24h 2000 đồng", "LC-7K3M-9QXF", "mã PA25010012345", "1.500.000 đồng",
    "21.7012345, 104.8712345", "12/UBND-KT", "1207/QĐ-UBND 2025", "19/11/2026 09:12",
    "gọi 114 hoặc 19001234", "nhà 45B ngõ 12", "quốc lộ 32C, km 12", "tài khoản 5 năm", "",
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
