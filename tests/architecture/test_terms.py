"""One word for one thing: a variant that is found in the Vietnamese catalogue fails.

The words that are used, with their codes, stand in the glossary of the domain; here is what they
replaced. A row names the variant as a pattern, what is said instead, and the English ids or files
in which the same letters mean something else.
"""

import re

import pytest

from tools.translations import messages, read

TYPED = "typed"
"""The context of what people type into the search: their words, not ours."""
VARIANTS = (
    # variant, instead, where it is right all the same (part of an id or of a file's name)
    (r"đơn vị cung cấp", "đơn vị thu tiền", ()),
    (r"hộp việc", "bàn làm việc", ()),
    (r"điều chỉnh", "đính chính", ()),
    (r"(?<!tổ )quản lý chợ", "Tổ quản lý chợ số", ()),
    (r"mã nội dung", "mã thanh toán", ()),
    (r"chứng minh(?! thư)", "xác nhận", ()),
    (r"phiếu thu", "giấy báo viện phí", ()),
    (r"tờ dán", "áp phích", ()),
    (r"liên kết", "đường dẫn", ()),
    (r"thiết bị", "máy", ()),
    (r"lời hứa|đã hứa", "hạn trả lời", ()),
    (r"thôn, tổ", "thôn, bản, tổ dân phố", ()),
    (r"người quản trị", "quản trị viên", ()),
    (r"lãnh đạo đơn vị", "lãnh đạo cơ quan", ()),
    (r"(?<!có )người phản ánh", "người gửi", ()),
    (r"trả lời và đóng|đã đóng phản ánh|đóng phản ánh", "kết thúc", ()),
    (r"hạn xử lý|trễ hạn", "quá hạn", ("late.",)),
    (r"rút tin", "gỡ tin", ()),
    (r"giờ yên lặng", "giờ không làm phiền", ()),
    (r"bước hai", "bước 2", ()),
    (r"nhiều nhất", "tối đa", ("Most deadlines",)),
    (r"đã chép|bản chép", "sao chép", ()),
    (r"đơn đặt", "đơn hàng", ()),
    (r"sạp|quầy hàng", "gian hàng", ("Market stall",)),
    (r"thanh toán(?= %)|(?:đã|chưa) thanh toán", "trả", ("Payments",)),
    (r"(?<!trung tâm )(?<!hệ thống )điều phối|người điều hành", "Trung tâm Điều hành", ()),
    (r"khiếu nại", "đề nghị xem lại (khiếu nại is a matter of the law)",
     ("omplaint", "COMPLAINT", "What is it in law?")),
    (r"ông/bà|anh chị|bà con", "bạn; for officials no address at all", ()),
    (r"diễn biến|quá trình xử lý", "lịch sử", ()),
    (r"việc trùng|\{n\} việc", "phản ánh", ()),
    (r"(?<!cấp )mức độ(?! khẩn)", "mức độ khẩn; cấp cảnh báo", ()),
    (r"nơi bị phản ánh", "cơ quan", ()),
    (r"giao cho(?! người dân)", "phân công", ()),
    (r"(?<!\w)kín(?!\w)", "riêng tư", ()),
    (r"xã phường", "xã, phường", ()),
    (r"(?<!sao )(?<!ghi )chép", "sao chép", ()),
    (r"im lặng", "không làm phiền", ()),
    (r"địa danh", "địa bàn", ()),
    (r"để nộp", "để trả", ()),
    (r"công ty", "đơn vị thu tiền", ()),
    (r"cán bộ thu", "kế toán", ()),
    (r"hàng đăng|hàng đang bày|(?<!\w)món(?!\w)", "sản phẩm", ()),
    (r"các lần chuyển|khoản trả khớp", "khoản chuyển", ()),
    (r"^(mẫu|câu hỏi|sản phẩm|phiên chợ|quy tắc|tin|cảnh báo) mới", "Thêm …", ()),
    (r"quy chế", "quy định của Chợ số", ()),
    (r"vận đơn|chuyển phát", "mã gửi hàng; gửi bưu điện, gửi xe", ()),
    (r"thông tin pháp lý", "giấy tờ người bán", ()),
    (r"xuất xứ", "nơi làm ra", ()),
    (r"phiên đăng nhập", "đăng xuất", ()),
    (r"(?<!\w)(?<!trưởng )thôn(?!\w|, bản)", "thôn, bản", ("ten_thon",)),
    (r"(?<=\w) …(?! )", "… without a space", ()),
    (r"trình duyệt này|cài đặt trình duyệt", "máy này", ()),
    (r"cccd|thẻ bhyt", "căn cước; bảo hiểm y tế", ("Look a card",)),
)  # fmt: skip


@pytest.mark.parametrize(("variant", "instead", "right"), VARIANTS, ids=[v[1] for v in VARIANTS])
def test_one_word_stands_for_one_thing(variant, instead, right):
    found = [
        (message.id, text)
        for message in messages(read("vi"))
        if message.context != TYPED
        for text in ([message.string] if isinstance(message.string, str) else message.string)
        if re.search(variant, text, re.IGNORECASE)
        and not any(part in str(message.id) for part in right)
    ]
    assert found == [], f"say: {instead}"


def test_an_officials_page_speaks_to_nobody_by_bạn():
    """Office language names the act, not the person."""
    desk = ("service_requests/desk/", "service_requests/catalogue/", "service_requests/leading/",
            "service_requests/actions/telling", "actions/draft_notices")  # fmt: skip
    found = [
        (message.id, message.string)
        for message in messages(read("vi"))
        if message.locations
        and all(any(part in place for part in desk) for place, _line in message.locations)
        and re.search(r"\b(bạn|họ|nhé)\b", str(message.string), re.IGNORECASE)
        and "bạn đọc" not in str(message.string)
    ]
    assert found == []
