"""A notice in words: for a chat group, for a text message, for the loudspeaker. In Vietnamese,
as what was typed is."""

from datetime import datetime

from app.core import clock
from app.core.text import FOR_PHONES, plain
from app.villages.notices.models import ALL, GROUP, MEETING, QUESTION, VillageNotice
from app.voices.reading.spelling import spell

HEADS = {MEETING: "MỜI HỌP", QUESTION: "LẤY Ý KIẾN"}
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
LONGEST_TEXT = 300
"""Of a text message: two of 160 letters, less what the link takes."""


def head(notice: VillageNotice) -> str:
    return HEADS.get(notice.kind, "THÔNG BÁO")


def at(moment: datetime) -> str:
    """Say a moment: 19:30 thứ Bảy, 05/12/2026."""
    local = clock.local(moment)
    return f"{local:%H:%M} {WEEKDAYS[local.weekday()]}, {local:%d/%m/%Y}"


def who(notice: VillageNotice) -> str:
    """Say to whom it goes."""
    if notice.audience == GROUP:
        return notice.group.name if notice.group is not None else "một nhóm của thôn"
    return "Tất cả bà con" if notice.audience == ALL else "Mỗi hộ một người"


def facts(notice: VillageNotice) -> list[tuple[str, str]]:
    """Give when, where and who, as far as it says so."""
    found = []
    if notice.starts_at is not None:
        label = "Trả lời trước" if notice.is_question else "Thời gian"
        found.append((label, at(notice.starts_at)))
    if notice.place:
        found.append(("Địa điểm", notice.place))
    return [*found, ("Thành phần" if notice.is_meeting else "Gửi tới", who(notice))]


def for_chat(notice: VillageNotice, link: str) -> str:
    """Give the text for the village's chat group; ``link`` is where one answers."""
    asks = {
        MEETING: "Nhà mình đi hay không đi, bà con bấm vào đây trả lời (không cần cài ứng dụng):",
        QUESTION: "Bà con bấm vào đây để chọn (không cần cài ứng dụng):",
    }.get(notice.kind, "Xem tại:")
    lines = [
        f"{head(notice)} · {notice.village.title}",
        notice.title,
        *(f"{label}: {said}" for label, said in facts(notice)),
        *([notice.words] if notice.words else []),
        *(f"{number}. {each}" for number, each in enumerate(notice.choices, start=1)),
        f"{asks} {link}",
    ]
    return "\n".join(lines)


def for_texts(notice: VillageNotice, link: str) -> str:
    """Give a short message without accents, which costs a head the least."""
    parts = [f"{notice.village.title}: {notice.title}"]
    if notice.starts_at is not None:
        local = clock.local(notice.starts_at)
        parts.append(f"{local:%Hh%M} ngày {local:%d/%m}")
    if notice.place:
        parts.append(notice.place)
    return f"{plain('. '.join(parts), LONGEST_TEXT - len(link) - 2, FOR_PHONES)}. {link}"


def for_loudspeaker(notice: VillageNotice) -> str:
    """Give what is read out, twice as loudspeakers do, with numbers and hours spelled out."""
    begins = {
        MEETING: f"Kính mời bà con {notice.village.label} đi họp",
        QUESTION: f"{notice.village.title} xin ý kiến bà con",
    }.get(notice.kind, f"Kính thưa bà con {notice.village.label}")
    lines = [
        f"{begins}: {notice.title}.",
        *(f"{label}: {said}." for label, said in facts(notice)),
        *(f"{each.rstrip('.')}." for each in notice.words.splitlines() if each.strip()),
        *(f"{number}. {each}." for number, each in enumerate(notice.choices, start=1)),
    ]
    read = "\n".join(spell(line) for line in lines)
    return f"{read}\n\nXin nhắc lại.\n\n{read}\n\nTrân trọng cảm ơn bà con."
