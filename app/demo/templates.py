"""Answers that the demonstration keeps ready."""

from app.accounts.models import Agency
from app.core.db import db
from app.service_requests.models import AnswerTemplate

WRITTEN = (
    # purpose, name, words
    (
        AnswerTemplate.REPLY,
        "Hẹn kiểm tra",
        "{lời chào},\n{đơn vị} đã nhận phản ánh {mã} về {lĩnh vực} ở {xã}. Cán bộ sẽ đến kiểm tra "
        "tại chỗ và báo kết quả trước ngày {hạn trả lời}.",
    ),
    (
        AnswerTemplate.FIXED,
        "Đã sửa xong",
        "{lời chào},\nPhản ánh ngày {ngày nhận} về {lĩnh vực} ở {xã} đã sửa xong, ảnh kèm theo. "
        "{cơ quan} cảm ơn ông/bà đã báo tin.",
    ),
    (
        AnswerTemplate.EXPLAINED,
        "Chưa bố trí được kinh phí",
        "{lời chào},\nViệc ông/bà phản ánh ở {xã} cần sửa chữa lớn, chưa có kinh phí trong năm "
        "nay. {cơ quan} đã đưa vào kế hoạch năm sau và đặt biển báo tạm tại chỗ.",
    ),
)


def load(agencies: dict[str, Agency]) -> None:
    """Write answers for all agencies."""
    top = agencies["province"]
    for position, (purpose, title, body) in enumerate(WRITTEN, start=1):
        db.session.add(
            AnswerTemplate(
                code=f"MAU-{position}",
                agency=top,
                purpose=purpose,
                title=title,
                body=body,
                position=position,
            )
        )
    db.session.flush()
