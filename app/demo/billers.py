"""Who bills in the demonstration, and the clerk who looks after them: all fictitious."""

from app.demo.people import Person

BILLERS = (
    ("water-station", "Trạm cấp nước phường (bản chạy thử)", "water", "file", "water", "NU", 16),
    (
        "sanitation",
        "Tổ vệ sinh môi trường (bản chạy thử)",
        "sanitation",
        "file",
        "sanitation",
        "VS",
        1,
    ),
    ("hamlet-water", "Nước tự chảy thôn Thử (bản chạy thử)", "water", "ledger", "hamlet", "NB", 11),
)
OTHERS = (
    ("electricity", "Điện lực (chưa gửi dữ liệu, tự ghi)", "electricity", "own", "electricity"),
    ("hospital", "Bệnh viện Thử Nghiệm (bản chạy thử)", "hospital", "file", None),
)
CLERK = Person("clerk", "Kế toán trạm nước", "Kế Toán Thử", "+84900000017")
PEOPLE = (CLERK,)
NAMES = (
    "Một",
    "Hai",
    "Ba",
    "Bốn",
    "Năm",
    "Sáu",
    "Bảy",
    "Tám",
    "Chín",
    "Mười",
    "Mười Một",
    "Mười Hai",
)
HINTS = {
    "water-station": "Góc trên hóa đơn: NU và 4 chữ số, ví dụ NU0001",
    "sanitation": "VS và 4 chữ số, ví dụ VS0001",
    "hamlet-water": "NB và 4 chữ số, ví dụ NB0001",
    "electricity": "13 ký tự bắt đầu bằng P, trên hóa đơn điện",
    "hospital": "Mã in trên giấy báo viện phí, ví dụ VP7K3M9QXF",
}
