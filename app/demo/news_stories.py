# ruff: noqa: E501 - sentences are not broken where readers would not break them
"""The demonstration's news: invented, in the words an office would use to its people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """An article: ``days_ago`` and ``hour_shift`` say when; ``correction`` was added later."""

    days_ago: int
    section: str
    title: str
    summary: str
    body: str
    places: tuple[str, ...] = ()
    hour_shift: int = 0
    correction: str = ""


STORIES = (
    Story(0, "thong-bao", "Tạm ngừng cấp nước để thay đường ống đêm 24/11",
          "Nước ngừng từ 22:00 ngày 24/11 đến 05:00 ngày 25/11 ở ba tổ dân phố.",
          "Để thay đoạn ống đã cũ, đơn vị cấp nước tạm ngừng cấp nước:\n\n- Từ **22:00 ngày 24/11** đến "
          "**05:00 ngày 25/11**\n- Tổ dân phố số 3, số 4 và số 7\n\nBà con trữ nước đủ dùng qua đêm. Nước có "
          "thể hơi đục trong 15 phút đầu khi cấp lại, xin xả bỏ trước khi dùng.", ("04252",), 2),
    Story(1, "giao-thong", "Phân luồng xe tải qua cầu trong giờ cao điểm",
          "Xe trên 5 tấn không qua cầu từ 06:30 đến 08:00 và từ 16:30 đến 18:00.",
          "Từ ngày 25/11, xe tải trên 5 tấn **không qua cầu** vào hai khung giờ:\n\n1. Sáng: 06:30 - 08:00\n"
          "2. Chiều: 16:30 - 18:00\n\nXe đi theo đường tránh phía bắc, dài thêm 4 km. Xe cứu thương, cứu hỏa, xe "
          "buýt và xe chở học sinh đi bình thường.", ("04252",), 5,
          "Bản trước ghi xe trên 3,5 tấn; đúng là xe trên 5 tấn."),
    Story(2, "y-te", "Tiêm phòng sởi cho trẻ từ 1 đến 10 tuổi",
          "Tiêm miễn phí ba ngày tại trạm y tế xã, mang theo sổ tiêm.",
          "Trạm y tế các xã, phường tiêm phòng sởi cho trẻ từ 1 đến 10 tuổi chưa tiêm đủ mũi.\n\n## Thời gian\n\n"
          "Từ 07:30 đến 11:00 các ngày 26, 27 và 28/11.\n\n## Mang theo\n\n- Sổ tiêm chủng\n- Bảo hiểm y tế trên VNeID (nếu có)\n\nTrẻ "
          "đang sốt hoặc mới ốm dậy hẹn tiêm sau.", (), 1),
    Story(3, "nong-nghiep", "Hỗ trợ giống lạc, đậu tương vụ xuân: nhận đăng ký đến 15/12",
          "Hộ nghèo, hộ cận nghèo được hỗ trợ 70% tiền giống, các hộ khác 50%.",
          "Bà con đăng ký với trưởng thôn diện tích cần gieo, chậm nhất **ngày 15/12**.\n\n| Hộ | Hỗ trợ |\n|-|-|\n"
          "| Hộ nghèo, cận nghèo | 70% |\n| Hộ khác | 50% |\n\nGiống được giao tại thôn trước ngày 20/1.",
          ("04387",), 3),
    Story(4, "ho-tro-doanh-nghiep", "Lớp đưa nông sản lên sàn thương mại điện tử cho hợp tác xã",
          "Hai ngày, không thu phí, mỗi hợp tác xã cử một đến hai người.",
          "Lớp học hướng dẫn chụp ảnh sản phẩm, viết lời giới thiệu, đóng gói và giao hàng.\n\n- Ngày 2/12 và 3/12, "
          "từ 08:00\n- Mang theo điện thoại và sản phẩm mẫu\n\nĐăng ký trước ngày 28/11 qua số 0900 000 021.", (), 4),
    Story(5, "van-hoa", "Ngày hội văn hóa các dân tộc mở cửa cuối tuần này",
          "Thi giã bánh giầy, ném còn, múa xòe; vào cửa tự do.",
          "Ngày hội diễn ra từ tối thứ Sáu đến hết Chủ nhật tại sân vận động.\n\n> Mời bà con mặc trang phục của dân "
          "tộc mình đến dự.\n\nBãi gửi xe ở hai đầu sân, không thu tiền.", (), 6),
    Story(6, "giao-duc", "Học sinh vùng cao được hỗ trợ chăn ấm và bữa trưa",
          "Hơn 1.200 em ở 14 điểm trường nhận chăn trước đợt rét.",
          "Mỗi em nhận một chăn, một áo ấm. Bữa trưa có thịt ít nhất ba ngày một tuần.\n\nCha mẹ cần xác nhận danh "
          "sách với nhà trường **trước ngày 30/11**.", ("04387",), 2),
    Story(7, "chi-dao", "Trả lời phản ánh đúng hạn: các xã phải báo cáo hằng tuần",
          "Phản ánh quá hạn phải nêu lý do và ngày trả lời mới, đăng công khai.",
          "Mỗi thứ Sáu, các cơ quan báo cáo số phản ánh đã nhận, trả lời đúng hạn, quá hạn.\n\nKhi trả lời đã khắc "
          "phục, phải kèm ảnh hiện trường.", (), 3),
    Story(8, "thong-bao", "Lịch cắt điện sửa chữa tuần từ 23/11",
          "Cắt điện từng khu vực, mỗi nơi không quá 4 giờ.",
          "- Thứ Hai 23/11, 08:00 - 12:00: khu chợ\n- Thứ Tư 25/11, 13:30 - 17:00: các thôn ven sông\n\nCó điện sớm "
          "hơn nếu xong trước.", ("04375",), 1),
    Story(9, "y-te", "Phòng bệnh dại: tiêm cho chó, mèo trong tháng 12",
          "Tiêm tại nhà văn hóa thôn, mỗi con 20.000 đồng, hộ nghèo không thu.",
          "Chó thả rông phải có rọ mõm. Bị chó, mèo cắn: **rửa vết thương bằng xà phòng 15 phút** rồi đến trạm y tế "
          "ngay, không đắp lá.", (), 5),
    Story(10, "giao-thong", "Sửa mặt đường liên xã, đi lại chậm đến cuối tháng",
          "Thi công từng nửa đường, có người điều tiết.",
          "Đoạn dài 3,2 km được vá và thảm lại. Mỗi lượt chờ 10-15 phút. Ban đêm có đèn báo ở hai đầu.",
          ("04375",), 4),
    Story(11, "nong-nghiep", "Giữ ấm cho trâu bò khi nhiệt độ dưới 12°C",
          "Che chuồng, dự trữ rơm, không thả rông khi rét đậm.",
          "- Che kín hướng gió, nền chuồng khô\n- Mỗi con dự trữ ít nhất 5 kg rơm một ngày\n- Cho uống nước ấm pha "
          "chút muối\n\nTrâu bò bỏ ăn, run: báo thú y xã.", (), 2),
    Story(12, "thong-bao", "Thông đường sau mưa: các tuyến đèo đi lại bình thường",
          "Đất đá đã được dọn trong đêm; chú ý đoạn còn trơn.",
          "Đã dọn hơn 800 m³ đất đá. Đi chậm ở các khúc cua, không dừng dưới chân vách đất.",
          ("04387",), 6),
    Story(13, "ho-tro-doanh-nghiep", "Vay vốn ưu đãi cho hộ kinh doanh mở gian hàng số",
          "Vay đến 100.000.000 ₫, lãi suất thấp hơn vay thường 2 điểm phần trăm một năm.",
          "Hộ kinh doanh có gian hàng trên chợ số từ ba tháng được xét vay. Hồ sơ nộp tại xã, trả lời trong 10 ngày "
          "làm việc.", (), 3),
    Story(14, "van-hoa", "Chè shan tuyết cổ thụ vào vụ hái cuối năm",
          "Mời du khách lên đồi chè cùng bà con hái và sao chè.",
          "Vụ hái kéo dài đến giữa tháng 12. Đường lên đồi dốc, nên đi xe số và mang áo ấm.", (), 7),
    Story(15, "giao-duc", "Tuyển 30 giáo viên tiểu học dạy ở điểm trường lẻ",
          "Nộp hồ sơ đến 10/12; có nhà ở và phụ cấp.",
          "Hồ sơ gồm đơn, bằng cấp và giấy khám sức khỏe. Kết quả đăng trên trang này ngày 25/12.", (), 2),
    Story(16, "chi-dao", "Trung tâm Phục vụ hành chính công xã làm việc cả sáng thứ Bảy trong tháng 12",
          "Nhận và trả hồ sơ từ 07:30 đến 11:30 các sáng thứ Bảy.",
          "Áp dụng cho khai sinh, chứng thực, đất đai và bảo hiểm. Bà con ở xa nên gọi trước.", (), 1),
    Story(17, "y-te", "Khám mắt miễn phí cho người trên 60 tuổi",
          "Đo mắt, phát kính; người đục thủy tinh thể được mổ miễn phí.",
          "Khám từ 08:00 tại nhà văn hóa. Mang theo căn cước, mở sẵn bảo hiểm y tế trên VNeID nếu có; có xe đón ở các thôn xa.", ("04252",), 4),
    Story(18, "thong-bao", "Thu gom rác cồng kềnh vào Chủ nhật đầu tháng",
          "Đồ gỗ, đệm, tủ lạnh cũ để trước cửa trước 07:00.",
          "Không để gạch vữa, chai lọ vỡ. Pin và bóng đèn hỏng mang đến điểm thu ở nhà văn hóa tổ.", ("04252",), 5),
    Story(20, "nong-nghiep", "Giá quế tăng nhẹ, khuyên bà con không bóc non",
          "Quế dưới 10 năm bóc bán mất giá một nửa.",
          "Giá thu mua 52.000 - 58.000 ₫/kg, tăng 6% so với tháng trước. Bóc đúng tuổi, phơi đủ nắng sẽ bán được giá "
          "hơn.", ("04387",), 3),
    Story(22, "giao-thong", "Lắp gương cầu ở 12 khúc cua khuất",
          "Đi chậm, bấm còi trước khi vào cua.",
          "Gương lắp xong trước ngày 30/11. Gương vỡ hoặc lệch: gửi phản ánh ngay trên ứng dụng.", (), 6),
    Story(24, "van-hoa", "Thư viện lưu động đến chợ phiên",
          "Mượn sách, đọc báo, nghe kể chuyện mỗi sáng Chủ nhật.",
          "Trẻ em mượn về nhà được ba cuốn, hai tuần trả.", ("04375",), 2),
    Story(26, "ho-tro-doanh-nghiep", "Gia hạn chứng nhận OCOP: chuẩn bị hồ sơ sớm",
          "Chứng nhận có giá trị 36 tháng, nộp hồ sơ trước khi hết hạn 3 tháng.",
          "Hợp tác xã kiểm tra ngày hết hạn trên giấy chứng nhận. Phòng Kinh tế hướng dẫn điền hồ sơ vào thứ Ba hằng "
          "tuần.", (), 4),
    Story(28, "chi-dao", "Họp thôn lấy ý kiến về dự toán năm 2027",
          "Mỗi thôn họp một buổi tối, ý kiến được trả lời công khai.",
          "Dự toán dán ở nhà văn hóa từ ngày 25/11. Ai không dự được gửi ý kiến cho trưởng thôn.", (), 1),
    Story(30, "thong-bao", "Đổi giờ làm việc mùa đông",
          "Buổi sáng bắt đầu từ 07:30, buổi chiều từ 13:30.",
          "Áp dụng từ ngày 1/11 đến hết ngày 31/3 năm sau tại trụ sở các xã, phường.", (), 2),
)  # fmt: skip
