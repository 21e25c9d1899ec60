"""What people type, and where it has to lead first: (typed, path that stands on top)."""

NEW = "/phan-anh/moi?service="
QUERIES = {
    "/duong-day-nong": ("số trực ban", "đường dây nóng của xã", "số điện lực"),
    "/thon-toi": ("họp thôn", "hop to dan pho", "mời họp", "thông báo của thôn", "hộ của tôi"),
    "/danh-ba": ("danh bạ", "gio mo cua", "lễ hội", "nhà thuốc"),
    "/danh-ba/cap-cuu": ("xe cấp cứu gần nhất", "diem tranh lu"),
    "/huong-dan": ("cần giấy tờ gì", "nop ho so o dau", "hướng dẫn thủ tục"),
    # matters, by the words people use
    NEW + "street-light": (
        "đèn đường hỏng", "den duong", "đèn đường không sáng", "bóng đèn ngõ bị tắt", "đèn tắt",
        "cột đèn nghiêng", "ddeenf dduowngf", "den dường", "đèn đường hỏng trước nhà văn hóa",
        "tối quá không có đèn chiếu sáng",
    ),
    NEW + "road": (
        "ổ gà", "o ga", "đường hỏng", "nắp cống vỡ", "đường sạt lở", "cầu hỏng",
        "đường xá xuống cấp",
    ),
    NEW + "waste": (
        "rác", "rác thải", "rac chua gom", "mùi hôi", "ô nhiễm", "nước thải", "bãi rác bốc mùi",
    ),
    NEW + "flood": ("ngập nước", "tắc cống", "cống tràn", "ngap", "thoát nước"),
    NEW + "tree": ("cây đổ", "cây gãy", "cay sap do", "cành cây gãy"),
    NEW + "power": ("mất điện", "mat dien", "dây điện đứt", "cột điện nghiêng", "mất điện cả xóm"),
    NEW + "water": (
        "mất nước", "mat nuoc", "nước đục", "vỡ ống nước", "nước bẩn", "nước sinh hoạt đục",
    ),
    NEW + "telecom": ("mạng yếu", "mất sóng điện thoại", "dây cáp võng", "internet chậm"),
    NEW + "urban-order": ("lấn chiếm vỉa hè", "quảng cáo trái phép", "rao vặt"),
    NEW + "noise": ("karaoke", "hàng xóm hát karaoke", "ồn ào", "loa kéo", "tiếng ồn"),
    NEW + "traffic": ("biển báo", "đèn tín hiệu hỏng", "đèn giao thông"),
    NEW + "building": ("xây nhà không phép", "xây dựng trái phép", "nứt nhà"),
    NEW + "security": ("lừa đảo", "tệ nạn", "mất trật tự"),
    NEW + "health": ("trạm y tế", "dịch bệnh", "an toàn thực phẩm"),
    NEW + "education": ("trường học", "thu chi ở trường", "chường học"),
    NEW + "social-care": ("trợ cấp", "hộ nghèo", "trẻ em nghèo"),
    NEW + "attitude": ("thái độ cán bộ", "hồ sơ chậm", "thủ tục hành chính", "cán bộ nhũng nhiễu"),
    # whom to call
    "/khan-cap#so-113": ("công an", "cong an", "bị trộm", "đánh nhau", "tai nạn giao thông", "113"),
    "/khan-cap#so-114": ("cháy nhà", "cứu hỏa", "cháy rừng", "chay", "đuối nước"),
    "/khan-cap#so-115": ("cấp cứu", "cap cuu", "xe cứu thương", "rắn cắn", "đột quỵ", "115"),
    "/khan-cap#so-112": ("lũ quét", "bị lũ cuốn", "mất tích", "lạc trong rừng"),
    "/khan-cap#so-111": ("bạo hành trẻ em", "trẻ em bị đánh", "trẻ lạc"),
    "/khan-cap": ("số khẩn cấp", "đường dây nóng", "sos"),
    # settings and the account
    "/tai-khoan/so-dien-thoai": ("đổi số điện thoại", "doi so dien thoai", "đổi sim", "số mới"),
    "/tai-khoan/mat-so-cu": ("mất sim", "không nhận được mã", "mất số điện thoại cũ"),
    "/tai-khoan/dang-nhap": ("đăng nhập", "dang nhap", "đăng ký", "tạo tài khoản"),
    "/tai-khoan": (
        "chữ to", "chu to", "chữ nhỏ quá", "đổi ngôn ngữ", "tiếng Anh", "tiết kiệm 4g", "đăng xuất",
    ),
    "/tai-khoan/chu-va-tieng#voice": ("tiếng nói của tôi", "tiếng dân tộc", "nghe tiếng Tày"),
    "/tai-khoan/gio-yen-lang": (
        "tắt thông báo", "giờ yên lặng", "không báo ban đêm", "tắt tin nhắn",
    ),
    "/thong-bao/chuong": (
        "chọn loại thông báo", "bớt thông báo", "tắt báo tin chợ",
    ),
    "/tai-khoan/ten": ("đổi tên", "sai tên"),
    "/tai-khoan/pin": ("mã pin", "dùng chung điện thoại"),
    "/tai-khoan/thiet-bi": ("mất điện thoại", "bị mất máy", "đăng xuất máy khác"),
    "/tai-khoan/may-khac": ("điện thoại mới", "chuyển sang máy mới"),
    "/tai-khoan/noi-o": ("chuyển nhà", "chọn xã"),
    "/tai-khoan/xoa": ("xóa tài khoản", "xoa tai khoan"),
    "/khao-sat": ("khảo sát", "lấy ý kiến", "lay y kien du thao", "thăm dò ý kiến"),
    "/lien-he": (
        "liên hệ", "lien he", "góp ý ứng dụng", "hỏi đáp", "ứng dụng bị lỗi", "tôi bị chặn",
    ),
    "/tai-khoan/yeu-cau": ("yêu cầu về dữ liệu", "sửa dữ liệu", "phản đối dùng dữ liệu"),
    "/tai-khoan/du-lieu": ("tải dữ liệu của tôi",),
    "/quyen-rieng-tu": ("quyền riêng tư", "ai xem được thông tin của tôi"),
    # reports
    "/phan-anh/moi": ("gửi phản ánh", "viết phản ánh", "khiếu nại", "kiến nghị"),
    "/phan-anh/cua-toi": ("phản ánh của tôi", "kết quả phản ánh", "đã trả lời chưa"),
    "/cho-gui": ("chưa gửi được", "không có mạng"),
    # bills
    "/hoa-don": (
        "tiền điện", "tien dien", "đóng tiền nước", "thanh toán hóa đơn", "tiền điện tháng này",
        "tiền nước", "hoá đơn điện",
    ),
    "/hoa-don/tra-cuu": ("mã khách hàng", "tra cứu hóa đơn"),
    "/hoa-don/theo-giay": ("viện phí", "đóng học phí"),
    "/hoa-don/tinh-tien": ("giá điện", "tiền điện cao quá", "bậc thang"),
    "/hoa-don/bao-hiem-y-te": ("bảo hiểm y tế", "bhyt", "gia hạn bảo hiểm"),
    # news, market, app
    "/canh-bao": ("bão", "mưa lũ", "thời tiết", "rét hại"),
    "/tin-tuc": ("tin tức", "tin xã"),
    "/cho-so": ("đặc sản", "nông sản"),
    "/cho-so/ban/moi": ("bán hàng", "mở gian hàng", "ban hang"),
    "/cho-so/ban": ("mã qr nhận tiền", "doanh thu hôm nay"),
    "/cho-so/don": ("đơn hàng của tôi", "hủy đơn"),
    "/cho-so/gio": ("giỏ hàng", "gio hang"),
    "/cho-so/phien-cho": ("chợ phiên", "cho phien"),
    "/cho-so/quy-che": ("hàng cấm bán", "khiếu nại người bán"),
    "/cai-dat": ("cài ứng dụng", "tải app", "cài đặt"),
    "/thong-bao": ("bật thông báo", "thông báo"),
    "/dia-danh": ("xã cũ", "sáp nhập xã", "tên xã mới"),
}  # fmt: skip
