"""What three of the demonstration's services ask beside the usual, and words to look at twice."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core import clock
from app.core.db import db
from app.service_requests.catalogue import flagging
from app.service_requests.catalogue.question_models import (
    DATETIME,
    MULTIPLE,
    NUMBER,
    SINGLE,
    STRING,
)
from app.service_requests.models import FlagWord, Question, QuestionText, QuestionValue, Service


@dataclass(frozen=True)
class Spec:
    """One question: texts and hints as (vi, en), values as (key, vi, en)."""

    service: str
    code: str
    datatype: str
    name: tuple[str, str]
    hint: tuple[str, str] = ("", "")
    required: bool = False
    is_public: bool = True
    values: tuple[tuple[str, str, str], ...] = ()


QUESTIONS = (
    Spec("street-light", "tinh-trang", SINGLE, ("Đèn bị sao?", "What is wrong?"),
         values=(("tat", "Tắt hẳn", "Out"), ("chap-chon", "Chập chờn", "Flickers"),
                 ("ban-ngay", "Sáng cả ban ngày", "On by day"),
                 ("nghieng", "Cột nghiêng", "Leaning post"))),
    Spec("street-light", "so-cot", STRING, ("Số cột đèn", "Number of the post"),
         ("Ghi trên biển nhỏ ở cột, nếu thấy", "On the small plate of the post, if you see one")),
    Spec("waste", "loai-rac", MULTIPLE, ("Loại rác", "Kind of waste"), required=True,
         values=(("sinh-hoat", "Rác sinh hoạt", "Household waste"),
                 ("xay-dung", "Rác xây dựng", "Building rubble"),
                 ("nguy-hai", "Rác nguy hại", "Hazardous waste"),
                 ("xac-vat", "Xác súc vật", "Carcass"))),
    Spec("water", "tu-luc", DATETIME, ("Mất nước từ lúc nào?", "Since when?"), is_public=False),
    Spec("water", "so-ho", NUMBER, ("Khoảng bao nhiêu hộ?", "About how many homes?")),
)  # fmt: skip

FLAG_WORDS = (
    # phrase, only with these accents, reason
    ("đồ ngu", True, "Lời xúc phạm"),
    ("vô học", True, "Lời xúc phạm"),
    ("ăn hối lộ", False, "Cáo buộc chưa kiểm chứng"),
    ("tham nhũng", False, "Cáo buộc chưa kiểm chứng"),
    ("nhà ông", True, "Có thể nêu tên người khác"),
    ("nhà bà", True, "Có thể nêu tên người khác"),
)


def load(services: Mapping[str, Service]) -> None:
    """Add the questions of those services."""
    for position, spec in enumerate(QUESTIONS):
        names = zip(("vi", "en"), spec.name, spec.hint, strict=True)
        db.session.add(
            Question(
                service_id=services[spec.service].id,
                code=spec.code,
                datatype=spec.datatype,
                required=spec.required,
                is_public=spec.is_public,
                position=position * 10,
                texts=[QuestionText(language=each, name=n, hint=h) for each, n, h in names],
                values=[
                    QuestionValue(key=key, name=vi, name_en=en, position=place)
                    for place, (key, vi, en) in enumerate(spec.values)
                ],
            )
        )
    _flag_words()


def _flag_words() -> None:
    for phrase, exact, reason in FLAG_WORDS:
        db.session.add(
            FlagWord(
                phrase=phrase,
                folded=flagging.key_of(phrase, exact=exact),
                exact=exact,
                reason=reason,
                created_at=clock.now(),
            )
        )
