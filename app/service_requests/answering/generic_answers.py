"""Whether an answer says anything of the case, or could stand under any report.

An answer says something if, after what stands in every letter is taken away, there is left
- a number: a date, a house, an amount (but not the report's own code and day, nor a law's number);
- a thing or place of the report: a word or a pair of words that the sender used, or the village;
- a name that is neither an office's nor a title;
- a measure: something done that can be looked at (a lamp changed, a drain cleared, a fine).
"Received", "passed on", "handled", "mended", "according to the rules" are none of these. Words are
compared with their accents, pairs of words also without, since some officials type without.
"""

import re
from itertools import pairwise

from app.core import clock
from app.core.text import fold, normalise_tone, words
from app.service_requests.record import ServiceRequest

LAW = re.compile(
    r"\b(?:luật|nghị định|thông tư|nghị quyết|pháp lệnh)\s+(?:số\s+)?\S*\d\S*", re.IGNORECASE
)
WORD = re.compile(r"[^\W\d_]+")
SENTENCE = re.compile(r"[.!?:;\n]+")
SHORTEST = 3
"""Letters of a word that counts alone: shorter ones mean too many things."""
MEASURES = tuple(
    f" {each} "
    for each in (
        "thay bong", "thay moi", "thay nap", "thay day", "thay the", "va lai", "va duong",
        "va o ga",
        "nao vet", "thong tac", "khoi thong", "rao chan", "cang day", "cam bien", "dat bien",
        "bien bao", "cat tia", "chat ha", "don sach", "don dep", "thu gom", "phun thuoc",
        "lap bien ban", "xu phat", "phat tien", "khao sat", "do dac", "san gat", "do be tong",
        "trai nhua", "lap dat", "lap moi", "bom nuoc", "di doi", "thao do", "gia co", "dau noi",
        "ve sinh", "quet don", "trong lai", "son lai", "ke lai", "hut bun", "lay mau", "niem phong",
    )
)  # fmt: skip
WRITTEN_COMMON = frozenset(
    normalise_tone(
        "và là có của cho không được bị này đó tại trên dưới một các những đã đang sẽ rất quá tôi"
        " chúng để thì mà với đến từ ra vào lên xuống xin nhờ kính mong theo về như sau trước khi"
        " nên cần phải đề nghị yêu cầu phản ánh kiến nghị người dân nhân ông bà anh chị quý công"
        " cơ quan đơn vị chức năng liên phòng ban ủy hội đồng ubnd tỉnh xã phường huyện thành phố"
        " thôn bản tổ khu vực địa phương nhà nước việc vấn nội dung thông tin ý kiến tình trạng"
        " tiếp nhận ghi chuyển xử lý giải quyết khắc phục kiểm tra xem xét phối hợp chỉ đạo thực"
        " hiện hành đôn đốc trả lời phản hồi quy định pháp luật thời gian sớm nhất kịp đúng hạn"
        " cảm ơn trân trọng xong rồi ngày tháng năm hôm nay mai qua lâu nhiều ít mọi đi lại làm gì"
        " gửi báo cáo biết rõ hơn nữa vẫn còn cũng nhưng vì do nếu đây kia ấy nào sao thế"
    ).split()
)
"""Words of the street and of the office that tell one case from no other."""
COMMON = frozenset(fold(each) for each in WRITTEN_COMMON)
"""The same, folded."""


def says_something(text: str, report: ServiceRequest) -> bool:
    """Tell whether an answer speaks of this case: of a thing, place, number, name or measure."""
    told = _without_frame(text, report)
    if any(sign.isdigit() for sign in told):
        return True
    plain = f" {' '.join(words(told))} "
    if any(each in plain for each in MEASURES):
        return True
    return _shares_words(told, _words_of(report)) or _names_somebody(told, report)


def _without_frame(text: str, report: ServiceRequest) -> str:
    """Take out what is a number but no news: the report's code, its day, a law's number."""
    local = clock.local(report.requested_datetime)
    for frame in (report.code, f"{local:%d/%m/%Y}", f"{local.day}/{local.month}/{local.year}"):
        text = text.replace(frame, " ")
    return LAW.sub(" ", text)


def _words_of(report: ServiceRequest) -> str:
    village = report.village.name if report.village else ""
    return " . ".join(each for each in (report.description, report.address, village) if each)


def _shares_words(told: str, reported: str) -> bool:
    if _telling(told) & _telling(reported):
        return True
    return bool(_pairs(told) & _pairs(reported))


def _telling(text: str) -> set[str]:
    found = {normalise_tone(each).casefold() for each in WORD.findall(text)}
    return {each for each in found if len(each) >= SHORTEST and not _is_common(each)}


def _is_common(word: str) -> bool:
    """Tell it by the accents; a word typed without any is common if it could be."""
    return word in WRITTEN_COMMON or (word in COMMON and word == fold(word))


def _pairs(text: str) -> set[tuple[str, str]]:
    """Give the pairs of neighbouring folded words of which one at least is not common."""
    listed = words(text)
    return {
        (first, second)
        for first, second in pairwise(listed)
        if not (first in COMMON and second in COMMON)
    }


def _names_somebody(told: str, report: ServiceRequest) -> bool:
    """Tell whether a word inside a sentence is written large and belongs to no office's name."""
    office = set(words(report.agency.name)) if report.agency else set()
    office |= set(words(report.place.title))
    for sentence in SENTENCE.split(told):
        for each in WORD.findall(sentence)[1:]:
            if each[0].isupper() and fold(each) not in COMMON and fold(each) not in office:
                return True
    return False
