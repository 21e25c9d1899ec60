"""When a place is open: a line as people and OpenStreetMap write it, and what it means now.

"T2-T6 7:30-11:30, 13:30-17:00; T7 7:30-11:30; Lễ nghỉ", "24/7", "Mo-Fr 08:00-17:00; PH off",
"18:00-6:00" (every day, over midnight). What the state's offices keep is the state's calendar: shut
on its holidays, open on a Saturday that makes up for one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.tables.errors import BadValue
from app.core.text import fold
from app.core.working_time import Calendar

Span = tuple[time, time]
"""From when until when; one that ends no later than it begins ends on the next day."""
Spans = tuple[Span, ...]
WHOLE_DAY: Spans = ((time(0), time(0)),)
AHEAD = 14
"""Days in which the next opening is looked for."""
DAYS = {
    "t2": 0, "t3": 1, "t4": 2, "t5": 3, "t6": 4, "t7": 5, "cn": 6,
    "mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6,
}  # fmt: skip
EVERY = ("hang ngay", "moi ngay", "daily")
HOLIDAYS = ("le", "ngay le", "ph")
SHUT = ("nghi", "dong cua", "off", "closed")
ALWAYS = ("24/7", "24/24", "ca ngay", "24h", "24/24h")
TIMES = re.compile(r"(\d{1,2})(?:[:h.](\d{2}))?h?\s*-\s*(\d{1,2})(?:[:h.](\d{2}))?h?")
BEGINS = re.compile(r"(?:[a-z ]*[a-z](?:[2-7])?(?:\s*[-,]\s*(?=[a-z]))?)+")
WRONG = _l(
    "These hours cannot be read. Write them like this: T2-T6 7:30-11:30, 13:30-17:00; T7 nghỉ"
)


@dataclass(frozen=True)
class Week:
    """The spans of each weekday (Monday is 0), and of holidays where they are named."""

    days: dict[int, Spans] = field(default_factory=dict)
    holidays: Spans | None = None

    @property
    def is_always(self) -> bool:
        return len(self.days) == 7 and all(each == WHOLE_DAY for each in self.days.values())


@dataclass(frozen=True)
class State:
    """Whether it is open at a moment, until when or from when on, and whether that is sure."""

    is_open: bool
    changes_at: datetime | None
    is_sure: bool = True


@lru_cache(maxsize=4_096)
def read(typed: str) -> Week:
    """Read a line; raises ``BadValue`` for what is none."""
    days: dict[int, Spans] = {}
    holidays: Spans | None = None
    for part in filter(None, (each.strip() for each in re.split(r"[;\n]", _plain(typed)))):
        named, spans = _part(part)
        if named is None:
            holidays = spans
        else:
            days |= dict.fromkeys(named, spans)
    if not any(days.values()):
        raise BadValue(WRONG)
    return Week(days, holidays)


def state(week: Week, moment: datetime, calendar: Calendar, is_office: bool) -> State:
    """Tell whether it is open at ``moment``, and when that changes.

    ``is_office``: it keeps the state's calendar. Of others nobody knows what they do on a holiday
    that their hours do not name.
    """
    today = clock.local(moment).date()
    sure = is_office or week.holidays is not None or week.is_always
    sure = sure or not _is_holiday(today, calendar)
    if week.is_always:
        return State(True, None)
    until = later = None
    for begins, ends in _spans(week, today, calendar, is_office):
        if begins > (until or moment):
            later = begins
            break
        if ends > (until or moment):
            until = ends
    return State(until is not None, until or later, sure)


def _spans(
    week: Week, today: date, calendar: Calendar, is_office: bool
) -> Iterator[tuple[datetime, datetime]]:
    """Give the open spans from yesterday on, in order."""
    for ahead in range(-1, AHEAD):
        day = today + timedelta(days=ahead)
        for begins, ends in _on(week, day, calendar, is_office):
            over = day if ends > begins else day + timedelta(days=1)
            yield _at(day, begins), _at(over, ends)


def _on(week: Week, day: date, calendar: Calendar, is_office: bool) -> Spans:
    if _is_holiday(day, calendar):
        if week.holidays is not None:
            return week.holidays
        return () if is_office else week.days.get(day.weekday(), ())
    makes_up = day.weekday() not in calendar.hours.weekdays and calendar.works_on(day)
    return week.days.get(0 if makes_up and is_office else day.weekday(), ())


def _is_holiday(day: date, calendar: Calendar) -> bool:
    return day.weekday() in calendar.hours.weekdays and not calendar.works_on(day)


def _at(day: date, at: time) -> datetime:
    return clock.at(day, at)


def weekdays_short(typed: str) -> str:
    """Fold a line, and write its weekdays as ``DAYS`` has them: "Thứ Hai", "thứ 2" become "t2"."""
    text = re.sub(r"\bthu\s*([2-7])\b", r"t\1", fold(typed))
    for number, name in enumerate(("hai", "ba", "tu", "nam", "sau", "bay"), start=2):
        text = re.sub(rf"\bthu {name}\b", f"t{number}", text)
    return re.sub(r"\bchu nhat\b", "cn", text)


def _plain(typed: str) -> str:
    text = weekdays_short(typed).replace("–", "-").replace("—", "-")
    return text.replace(" den ", " - ")


def _part(part: str) -> tuple[tuple[int, ...] | None, Spans]:
    """Read the days and the spans of a part; no days are holidays."""
    if part in ALWAYS:
        return tuple(range(7)), WHOLE_DAY
    begins = BEGINS.match(part)
    words = begins[0].strip(" :,") if begins else ""
    rest = part[begins.end() :].strip(" :,") if begins else part
    for shut in SHUT:
        if words == shut or words.endswith(f" {shut}"):
            words, rest = words.removesuffix(shut).strip(" :,"), rest or shut
    for always in ALWAYS:
        if words.endswith(always):
            words, rest = words.removesuffix(always).strip(" :,"), always
    return _days(words), _times(rest)


def _days(words: str) -> tuple[int, ...] | None:
    if words in HOLIDAYS:
        return None
    if not words or words in EVERY:
        return tuple(range(7))
    found: list[int] = []
    for part in words.split(","):
        first, to, last = (each.strip() for each in part.partition("-"))
        if first not in DAYS or (to and last not in DAYS):
            raise BadValue(WRONG)
        begin, end = DAYS[first], DAYS[last or first]
        found += [each % 7 for each in range(begin, end + (7 if end < begin else 0) + 1)]
    return tuple(found)


def _times(rest: str) -> Spans:
    if rest in SHUT:
        return ()
    if rest in ALWAYS:
        return WHOLE_DAY
    spans = []
    for part in filter(None, (each.strip() for each in rest.split(","))):
        found = TIMES.fullmatch(part)
        if found is None:
            raise BadValue(WRONG)
        spans.append((_time(found[1], found[2]), _time(found[3], found[4])))
    if not spans:
        raise BadValue(WRONG)
    return tuple(sorted(spans))


def _time(hours: str, minutes: str | None) -> time:
    hour, minute = int(hours), int(minutes or 0)
    if hour == 24 and minute == 0:
        return time(0)
    if hour > 23 or minute > 59:
        raise BadValue(WRONG)
    return time(hour, minute)
