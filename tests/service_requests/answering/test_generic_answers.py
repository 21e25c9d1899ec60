"""Answers that speak of the case, and answers that could stand under any."""

import pytest

from app.core import clock
from app.service_requests.answering.generic_answers import says_something
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency

EMPTY = (
    "Đã tiếp nhận phản ánh.",
    "Cảm ơn ông/bà đã phản ánh. Cơ quan chức năng sẽ kiểm tra, xử lý theo quy định.",
    "UBND xã Thử đã tiếp nhận và chuyển đơn vị liên quan giải quyết.",
    "Nội dung phản ánh đã được ghi nhận. Trân trọng cảm ơn.",
    "Đã xử lý xong.",
    "Đã khắc phục.",
    "da tiep nhan, se xu ly trong thoi gian som nhat",
    "Đơn vị sẽ kiểm tra và phản hồi đến người dân sớm nhất.",
    "Phản ánh của ông/bà thuộc thẩm quyền của đơn vị khác.",
    "Đề nghị người dân chờ kết quả xử lý của cơ quan chức năng.",
    "Đang phối hợp với các phòng ban để giải quyết dứt điểm.",
    "Phòng Kinh tế xã Thử đã chỉ đạo bộ phận chuyên môn thực hiện.",
    "Phản ánh {code} ngày {day} đã được tiếp nhận và xử lý theo quy định.",
    "Căn cứ Nghị định số 61/2018/NĐ-CP, cơ quan đã giải quyết đúng quy định của pháp luật.",
    "Kính gửi Ông/Bà! Đơn vị đã nhận được ý kiến và sẽ có hướng xử lý kịp thời.",
    "Ok.",
)
TELLING = (
    "Đã thay bóng đèn bị cháy.",
    "Tổ điện đã sửa cột đèn đầu ngõ.",
    "Ngày 21/11/2026 đội sửa chữa sẽ đến.",
    "Nắp cống sẽ được đậy lại trong tuần.",
    "nap cong da duoc day lai",
    "Đã vá ổ gà trước cổng trường.",
    "Đã rào chắn và cắm biển cảnh báo.",
    "Nhà thầu hết bảo hành, phải chờ kinh phí quý 1.",
    "Đường ống của Công ty Nước sạch Hoa Ban bị vỡ.",
    "Đã lập biên bản hộ lấn chiếm vỉa hè.",
    "Cây bị mối, đã chặt hạ và trồng lại.",
    "Cần 12 tấm đan, đang chờ vật tư.",
    "Ở bản Nà Lìm đã có điện trở lại.",
    "Đã nhắc ông Lường Văn Thử dọn vật liệu.",
    "Bãi rác đã được thu gom, rắc vôi.",
    "Đoạn trước chợ đã nạo vét xong.",
    "Xe tải đỗ chắn lối đã được đưa đi.",
)
WORDS = "Đèn đường trước chợ không sáng, nắp cống bị mất, xe tải đỗ chắn lối"


@pytest.fixture
def report(db):
    made = make.service_request(
        agency=make_agency("Phòng Kinh tế xã Thử"),
        place=make.place(name="Thử"),
        description=WORDS,
        address="Ngõ chợ cũ",
    )
    made.village = make.place("village", "Nà Lìm", made.place)
    return made


@pytest.mark.one_database
@pytest.mark.parametrize(("answers", "expected"), [(EMPTY, False), (TELLING, True)])
def test_what_speaks_of_the_case_is_told_from_what_could_stand_anywhere(report, answers, expected):
    day = f"{clock.local(report.requested_datetime):%d/%m/%Y}"
    filled = [each.replace("{code}", report.code).replace("{day}", day) for each in answers]
    wrong = [each for each in filled if says_something(each, report) is not expected]
    assert wrong == []
    assert len(EMPTY) + len(TELLING) >= 30
