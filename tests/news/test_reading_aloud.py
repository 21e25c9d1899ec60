# ruff: noqa: E501 - a table reads best a case a line
"""The bulletin: what a reader at the loudspeaker says."""

from datetime import date

import pytest

from app.accounts.permissions import WRITE_NEWS
from app.news.bulletin_text import Item, compose
from app.voices.reading import spell
from app.voices.reading.numbers import number
from tests.factories import news
from tests.factories.accounts import make_agency, make_official
from tests.factories.places import make_commune

CASES = {
    # times
    "18:00": "mười tám giờ",
    "lúc 05:05": "lúc năm giờ năm phút",
    "7h30": "bảy giờ ba mươi phút",
    "8g30": "tám giờ ba mươi phút",
    "trước 17h": "trước mười bảy giờ",
    "7h30 - 11h00": "bảy giờ ba mươi phút đến mười một giờ",
    "18:00-22:30": "mười tám giờ đến hai mươi hai giờ ba mươi phút",
    "trực 24/24": "trực hai mươi tư trên hai mươi tư",
    "trực 24/7": "trực hai mươi tư trên bảy",
    # dates
    "25/11": "ngày hai mươi lăm tháng mười một",
    "ngày 25/11": "ngày hai mươi lăm tháng mười một",
    "ngày 1/7": "ngày mùng một tháng bảy",
    "mùng 2/9": "mùng hai tháng chín",
    "05/04/2027": "ngày mùng năm tháng tư năm hai nghìn không trăm hai mươi bảy",
    "26-11-2026": "ngày hai mươi sáu tháng mười một năm hai nghìn không trăm hai mươi sáu",
    "từ 20-25/11": "từ ngày hai mươi đến ngày hai mươi lăm tháng mười một",
    "ngày 5-7/12": "ngày mùng năm đến ngày mùng bảy tháng mười hai",
    "từ 25/11 - 2/12": "từ ngày hai mươi lăm tháng mười một đến ngày mùng hai tháng mười hai",
    "tháng 4/2026": "tháng tư năm hai nghìn không trăm hai mươi sáu",
    "trong tháng 4": "trong tháng tư",
    "năm 2026": "năm hai nghìn không trăm hai mươi sáu",
    "thứ 2, thứ 4": "thứ hai, thứ tư",
    # money, percent, numbers
    "1.234.567 ₫": "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng",
    "100.000đ": "một trăm nghìn đồng",
    "50.000 VNĐ": "năm mươi nghìn đồng",
    "3.350 ₫/kWh": "ba nghìn ba trăm năm mươi đồng trên một ki-lô-oát giờ",
    "1.500 tỷ đồng": "một nghìn năm trăm tỷ đồng",
    "12%": "mười hai phần trăm",
    "10-15%": "mười đến mười lăm phần trăm",
    "12,5 ha": "mười hai phẩy năm héc-ta",
    "0,05 mg/l": "không phẩy không năm mi-li-gam trên lít",
    "2/3 số hộ": "hai phần ba số hộ",
    "105 người": "một trăm linh năm người",
    "1.005 hộ": "một nghìn không trăm linh năm hộ",
    "21 và 24 và 15": "hai mươi mốt và hai mươi tư và mười lăm",
    "thôn 4, tổ 21": "thôn bốn, tổ hai mươi mốt",
    "10 000 cây": "mười nghìn cây",
    # measures
    "3-5 m": "ba đến năm mét",
    "5 km": "năm ki-lô-mét",
    "gió 60 km/h": "gió sáu mươi ki-lô-mét trên giờ",
    "mưa 100-150 mm": "mưa một trăm đến một trăm năm mươi mi-li-mét",
    "3.350\u00a0₫/kWh": "ba nghìn ba trăm năm mươi đồng trên một ki-lô-oát giờ",
    "350kWh": "ba trăm năm mươi ki-lô-oát giờ",
    "18-22°C": "mười tám đến hai mươi hai độ xê",
    "còn -2°C": "còn âm hai độ xê",
    "100 m²": "một trăm mét vuông",
    "5 m3/s": "năm mét khối trên giây",
    "cấp 8-9, giật cấp 11": "cấp tám đến chín, giật cấp mười một",
    # short forms, papers, roads
    "UBND xã": "Ủy ban nhân dân xã",
    "HĐND và MTTQ": "Hội đồng nhân dân và Mặt trận Tổ quốc",
    "BCH PCTT&TKCN": "Ban Chỉ huy phòng chống thiên tai và tìm kiếm cứu nạn",
    "thẻ BHYT, CCCD": "thẻ bảo hiểm y tế, căn cước công dân",
    "TP. Hà Nội": "thành phố Hà Nội",
    "P. Nam Cường": "phường Nam Cường",
    "phát triển KT-XH": "phát triển kinh tế xã hội",
    "Sở GD&ĐT": "Sở Giáo dục và Đào tạo",
    "chè OCOP 4 sao": "chè ô-cốp bốn sao",
    "QL32 và ĐT.163": "Quốc lộ ba mươi hai và đường tỉnh một trăm sáu mươi ba",
    "Quyết định số 12/2026/QĐ-UBND": "Quyết định số mười hai năm hai nghìn không trăm hai mươi sáu, "
    "Ủy ban nhân dân",
    "quý III": "quý ba",
    "thứ I, lần thứ IX": "thứ nhất, lần thứ chín",
    "báo động II": "báo động hai",
    "dịch Covid-19": "dịch cô-vít mười chín",
    "ĐVHC": "đê vê hát xê",
    # telephones, signs
    "gọi 112 hoặc 114": "gọi một một hai hoặc một một bốn",
    "SĐT: 0900 000 001": "số điện thoại: không chín không không không không không không không một",
    "tổng đài 1022": "tổng đài một không hai hai",
    "xã/phường": "xã, phường",
    "chè (loại 1)": "chè, loại một",
    "xem https://a.vn/x nhé": "xem nhé",
    "THÔNG BÁO": "THÔNG BÁO",
    "học sinh giỏi": "học sinh giỏi",
}


@pytest.mark.parametrize("written", CASES, ids=range(len(CASES)))
def test_it_is_spelled_out(written):
    assert spell(written) == CASES[written]


def test_the_table_has_sixty_cases():
    assert len(CASES) >= 60


def test_no_digit_is_left_to_the_reader():
    whole = spell(". ".join(CASES))
    assert not any(letter.isdigit() for letter in whole)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "không"),
        (10, "mười"),
        (110, "một trăm mười"),
        (1_001, "một nghìn không trăm linh một"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_000_000_000, "một tỷ"),
        (2_050_000_000, "hai tỷ không trăm năm mươi triệu"),
        (-3, "âm ba"),
    ],
)
def test_numbers(value, said):
    assert number(value) == said


def test_a_bulletin_has_an_opening_items_an_end_and_a_time():
    made = compose(
        [Item("Lịch tiêm", "Từ 07:30 ngày 25/11.\nMang sổ")] * 2, "UBND xã Thử", date(2026, 11, 20)
    )
    assert made.text.startswith(
        "Kính thưa bà con. Sau đây là bản tin của Ủy ban nhân dân xã Thử, ngày hai mươi tháng mười một"
    )
    assert (
        "Lịch tiêm.\nTừ bảy giờ ba mươi phút ngày hai mươi lăm tháng mười một.\nMang sổ."
        in made.text
    )
    assert made.text.endswith("Xin cảm ơn bà con đã chú ý lắng nghe.")
    assert 20 <= made.seconds <= 60
    assert made.minutes == 1


def test_a_minute_has_some_190_syllables():
    made = compose([Item("a", " ".join(["từ"] * 1900))], "xã", date(2026, 11, 20))
    assert 10 * 60 <= made.seconds <= 11 * 60


def test_the_editor_chooses_and_orders(login_as):
    agency = make_agency("UBND xã Thử")
    first, second = (news.article(agency=agency, title=f"Tin {word}") for word in ("một", "hai"))
    danger = news.alert(make_commune(), headline="Lũ lên nhanh")
    page = login_as(make_official(WRITE_NEWS, agency=agency))
    asked = {
        "tin": [first.code, second.code, danger.code],
        f"thu-tu-{danger.code}": "1",
        f"thu-tu-{second.code}": "2",
        f"thu-tu-{first.code}": "3",
    }
    text = page.get("/can-bo/ban-tin", query_string=asked).text.split("data-read")[1]
    assert text.index("Lũ lên nhanh") < text.index("Tin hai") < text.index("Tin một")
    plain = page.get("/can-bo/ban-tin/van-ban.txt", query_string=asked)
    assert plain.mimetype == "text/plain"
    assert "bảy giờ ba mươi phút" in plain.text
