"""Spells a text out as a reader at a loudspeaker says it. Pure; the rules are tried in order."""

import re
from collections.abc import Callable
from re import Match

from app.voices.reading.numbers import decimal, digits, number, roman
from app.voices.reading.words import LETTERS, PAPERS, ROADS, SHORT, UNITS

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
NO_BREAKS = re.compile("[\u00a0\u202f]")
DASH = r"\s*[-–—]\s*"
END = r"(?![\w/])"
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_SHORT = "|".join(re.escape(short) for short in sorted(SHORT, key=len, reverse=True))
_CALLING = r"(?:số|gọi|nóng|tổng đài|điện thoại|hotline|ĐT|đt|hoặc)"
_PART_OF = r"(?=\s+(?:số|dân|hộ|diện tích|đại biểu|thời gian|chiều|quãng|thành viên|cử tri))"
_ORDINAL = r"(?:quý|khóa|khoá|thứ|lần|cấp|giai đoạn|kỳ|chương|loại|vùng|bậc|hạng|báo động)"


def spell(text: str) -> str:
    """Give ``text`` with nothing left in it that a reader would have to work out."""
    text = NO_BREAKS.sub(" ", text)
    for pattern, say in RULES:
        text = pattern.sub(say, text)
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r" +([,.;:!?])", r"\1", text)
    text = re.sub(r",(?:\s*,)+", ",", text)
    return re.sub(r"^[,.;: ]+", "", text, flags=re.MULTILINE).strip()


def code(text: str) -> str:
    """Give a code letter by letter and digit by digit, with a breath between its groups."""
    groups = (" ".join(map(_sign, group)) for group in re.split(r"[^A-ZĐ0-9]+", text.upper()))
    return ", ".join(group for group in groups if group)


def _sign(sign: str) -> str:
    return LETTERS[sign] if sign in LETTERS else digits(sign)


def cardinal(text: str) -> str:
    """Give a number as it is written (1.234,5) in words."""
    whole, _, fraction = text.replace(".", "").partition(",")
    if fraction:
        return decimal(whole, fraction)
    # A leading zero means that the digits matter one by one: a telephone, a code.
    return digits(whole) if len(whole) > 2 and whole[0] == "0" else number(int(whole))


def time_of_day(hour: str, minute: str | None) -> str:
    """Give a time: 18:00 → mười tám giờ, 7h05 → bảy giờ năm phút."""
    said = f"{number(int(hour))} giờ"
    return f"{said} {number(int(minute))} phút" if minute and int(minute) else said


def day_of_month(day: str) -> str:
    """Give a day: up to the tenth with mùng."""
    value = int(day)
    return f"mùng {number(value)}" if value <= 10 else number(value)


def month(text: str) -> str:
    """Give a month's name; the fourth is tư."""
    return "tư" if int(text) == 4 else number(int(text))


def _date(found: Match[str]) -> str:
    day, mon, year = found["day"], found["month"], found["year"]
    if not (1 <= int(day) <= 31 and 1 <= int(mon) <= 12):
        return found[0] if year else f"{cardinal(day)} trên {cardinal(mon)}"
    said = f"ngày {day_of_month(day)} tháng {month(mon)}"
    return f"{said} năm {number(int(year))}" if year else said


def _days(found: Match[str]) -> str:
    last = _date(found).removeprefix("ngày ")
    return f"ngày {day_of_month(found['first'])} đến ngày {last}"


def _two_dates(found: Match[str]) -> str:
    return f"{found[1]} đến {found[2]}"


def _month_year(found: Match[str]) -> str:
    return f"tháng {month(found[1])} năm {number(int(found[2]))}"


def _times(found: Match[str]) -> str:
    begin = time_of_day(found["h1"], found["m1"])
    return f"{begin} đến {time_of_day(found['h2'], found['m2'])}"


def _paper(found: Match[str]) -> str:
    year = f" năm {number(int(found['year']))}" if found["year"] else ""
    parts = [PAPERS.get(part) or SHORT.get(part) or part for part in found["marks"].split("-")]
    if parts[0] in found.string[max(0, found.start() - SAID_BEFORE) : found.start()].lower():
        parts = parts[1:]
    return f"{cardinal(found['number'])}{year}, {', '.join(parts)}"


def _road(found: Match[str]) -> str:
    letter = f" {found['letter']}" if found["letter"] else ""
    return f"{ROADS[found['road']]} {cardinal(found['number'])}{letter}"


def _measure(found: Match[str]) -> str:
    minus = "âm " if found["minus"] else ""
    return f"{minus}{cardinal(found['number'])} {UNITS[found['unit']]}"


def _range(found: Match[str]) -> str:
    unit = UNITS.get(found["unit"] or "", "")
    return f"{cardinal(found['low'])} đến {cardinal(found['high'])} {unit}".rstrip()


def _price(found: Match[str]) -> str:
    return f"đồng trên một {UNITS.get(found[1], found[1])}"


def _roman(found: Match[str]) -> str:
    value = roman(found[2])
    if value is None:
        return found[0]
    said = "nhất" if value == 1 and found[1].lower() == "thứ" else number(value)
    return f"{found[1]} {'tư' if value == 4 else said}"


def _ordinal(found: Match[str]) -> str:
    value = int(found[2])
    special = {1: "nhất", 4: "tư"} if found[1].lower() == "thứ" else {4: "tư"}
    return f"{found[1]} {special.get(value, number(value))}"


def _letters(found: Match[str]) -> str:
    return " ".join(LETTERS[letter] for letter in found[0])


def _dated(prefix: str, said: Callable[[Match[str]], str]) -> Callable[[Match[str]], str]:
    """Keep a word that already stands before, so that it is not said twice."""

    def say(found: Match[str]) -> str:
        words = said(found)
        before = found["before"] or ""
        kept = words.removeprefix(f"{prefix} ") if before else words
        return before + (kept.removeprefix("mùng ") if "ùng" in before else kept)

    return say


_DAY = r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})(?:[/-](?P<year>\d{4}))?"
_SLASH_DAY = r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?"
_FULL_DASH_DAY = r"(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})"
_CLOCK = r"(?P<h{0}>[01]?\d|2[0-4])(?:[:hg](?P<m{0}>[0-5]\d)|h)"

SAID_BEFORE = 30
"""How far back the kind of a document may have been said: Quyết định số …"""

Rule = tuple[re.Pattern[str], Callable[[Match[str]], str]]


def _rule(pattern: str, say: Callable[[Match[str]], str], flags: int = 0) -> Rule:
    return re.compile(pattern, flags), say


RULES: tuple[Rule, ...] = (
    _rule(r"https?://\S+|www\.\S+", lambda found: ""),
    # a report's code, letter by letter
    _rule(r"\b[A-Z]{2}-[A-Z0-9]{4}-[A-Z0-9]{4}\b", lambda found: code(found[0])),
    _rule(r"[*_#`>]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", lambda found: ""),
    # documents and roads, before their parts are taken for dates or measures
    _rule(
        r"(?P<number>\d+)(?:/(?P<year>\d{4}))?/(?P<marks>[A-ZĐ][A-ZĐa-z]*(?:-[A-ZĐ][A-ZĐa-z]*)+)",
        _paper,
    ),
    _rule(r"\b(?P<road>QL|TL|ĐT|DT|CT)\.?\s?(?P<number>\d+)(?P<letter>[A-ZĐ]?)\b", _road),
    _rule(rf"(?<![\w/])({_SHORT})(?:\.(?=\s+[A-ZĐ]))?(?![\w])", lambda m: SHORT[m[1]]),
    _rule(r"\bP\.\s?(?=[A-ZĐÀ-Ỹ])", lambda found: "phường "),
    _rule(r"\bTT\.\s?(?=[A-ZĐÀ-Ỹ])", lambda found: "thị trấn "),
    _rule(r"(?<!\d)(\d{1,3})((?: 000)+)(?!\d)", lambda m: m[1] + m[2].replace(" ", ".")),
    # telephones: digit by digit
    _rule(r"\b0\d{2,4}(?:[ .]?\d{3}){2,3}\b|\b0\d{8,10}\b", lambda found: digits(found[0])),
    _rule(r"\b1[89]00[ .]?\d{4,6}\b", lambda found: digits(found[0])),
    _rule(
        rf"\b({_CALLING}[: ]\s*)(11\d|1022|1080)\b",
        lambda found: found[1] + digits(found[2]),
        re.IGNORECASE,
    ),
    # times and dates
    _rule(rf"\b{_CLOCK.format(1)}{DASH}{_CLOCK.format(2)}{END}", _times),
    _rule(
        rf"\b{_CLOCK.format(1)}{END}",
        lambda found: time_of_day(found["h1"], found["m1"]),
    ),
    _rule(rf"\b(\d)/(\d){_PART_OF}", lambda m: f"{number(int(m[1]))} phần {number(int(m[2]))}"),
    _rule(r"\b24/(24|7)\b", lambda found: f"{number(24)} trên {number(int(found[1]))}"),
    _rule(
        rf"(\b\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?){DASH}(\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?){END}",
        _two_dates,
    ),
    _rule(
        rf"(?P<before>[Nn]gày )?(?<![\d/])(?P<first>\d{{1,2}}){DASH}{_SLASH_DAY}{END}",
        _dated("ngày", _days),
    ),
    _rule(rf"(?P<before>[Nn]gày |[Mm]ùng )?\b{_SLASH_DAY}{END}", _dated("ngày", _date)),
    _rule(rf"(?P<before>[Nn]gày )?\b{_FULL_DASH_DAY}{END}", _dated("ngày", _date)),
    _rule(rf"(?:[Tt]háng )?\b(\d{{1,2}})/(\d{{4}}){END}", _month_year),
    _rule(r"\b([Tt]háng) 0?4\b", lambda found: f"{found[1]} tư"),
    # measures
    _rule(rf"(?:₫|đồng|đ)/({_UNIT})(?!\w)", _price),
    _rule(
        rf"\b(?P<low>{NUMBER}){DASH}(?P<high>{NUMBER})\s?(?P<unit>{_UNIT})?(?![\w/])",
        _range,
    ),
    _rule(
        rf"(?:(?<=\s)|^|(?<=\())(?P<minus>[-−])?(?P<number>{NUMBER})\s?(?P<unit>{_UNIT})(?![\w/])",
        _measure,
        re.MULTILINE,
    ),
    _rule(rf"(?P<minus>\B)(?P<number>{NUMBER})\s?(?P<unit>{_UNIT})(?![\w/])", _measure),
    # what is counted in order, and plain numbers
    _rule(rf"\b({_ORDINAL}) ([IVX]{{1,6}})\b", _roman, re.IGNORECASE),
    _rule(r"\b([Tt]hứ) (\d{1,2})\b", _ordinal),
    _rule(r"\b(\d+)\.(\d{1,2})\b", lambda found: decimal(found[1], found[2])),
    _rule(rf"{NUMBER}", lambda found: f" {cardinal(found[0])} "),
    _rule(r"(?<![\wĐ])[BCDĐGHKLMNPQRSTVX]{2,5}(?![\w])", _letters),
    # signs
    _rule(r"\s*&\s*", lambda found: " và "),
    _rule(r"\s*[()\[\]]\s*", lambda found: ", "),
    _rule(r"(?<=\w)/(?=\w)", lambda found: ", "),
    _rule(r"…|\.{3}", lambda found: "."),
    _rule(r"\s+[-–—]\s+", lambda found: ", "),
    _rule(r",\s*(?=[.;:!?]|$)", lambda found: "", re.MULTILINE),
)
