"""When an entry was written, in every form that Vietnamese sites write it.

Ours come before feedparser's, which reads ``20-11-2026 07:30`` as 20 November 2020 and says
nothing. A time without a zone is Viet Nam's. Day stands before month, unless only the other
order is a day.
"""

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from re import Match
from time import struct_time

from app.core.clock import VIETNAM
from app.core.text import fold

FIRST_YEAR, AHEAD = 2000, timedelta(days=1)
"""Before the first no agency had a feed; a clock may be a day ahead of ours, no more."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HOUR = r"(?P<hour>\d{1,2})(?:[:hg]|\s*gio\b\s*)"
_CLOCK = _HOUR + r"(?P<minute>\d{2})?(?::(?P<second>\d{2})(?:\.\d+)?)?"
TIME = re.compile(rf"(?<![\d+:-]){_CLOCK}\s*(?P<half>am|pm|sa|ch)?(?![\d:])")
ZONE = re.compile(
    r"(?:\b(?:gmt|utc|ut))?\s*(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?"
    r"\s*(?:\(.*\))?$"
)
PLAIN_ZONE = re.compile(r"(?:\b(?:gmt|utc|ut)|(?<![a-z])z)\s*$")
NAMED = ("gieng", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot",
         "muoi hai")  # fmt: skip
NAMED_MONTH = re.compile(rf"\bthang ({'|'.join(reversed(NAMED))})\b")
DAYS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\s*(?:thang|thg)\s*(?P<month>\d{1,2})"
               r"(?:\s*,?\s*nam)?[\s,/-]*(?P<year>\d{4})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})[\s-]+(?P<name>{'|'.join(MONTHS)})[a-z]*\.?,?[\s-]+"
               r"(?P<year>\d{4})(?!\d)"),
    re.compile(rf"\b(?P<name>{'|'.join(MONTHS)})[a-z]*\.?\s+(?P<day>\d{{1,2}}),?\s+"
               r"(?P<year>\d{4})(?!\d)"),
)  # fmt: skip


def written(text: str, also: struct_time | None = None) -> datetime | None:
    """Give the moment (aware, UTC) that ``text`` tells; None where it tells none for sure.

    ``also`` is what feedparser made of it (UTC): believed only where its year stands in the
    text, for the forms that ours do not know.
    """
    found = _ours(NAMED_MONTH.sub(lambda one: f"thang {NAMED.index(one[1]) + 1}", fold(text)))
    if found is None and also is not None and str(also.tm_year) in text:
        found = _theirs(also)
    return found


def believed(moment: datetime | None, now: datetime) -> datetime | None:
    """Give ``moment`` where a feed may mean it: since 2000, and not ahead of ``now``."""
    if moment is None or moment.year < FIRST_YEAR or moment > now + AHEAD:
        return None
    return min(moment, now)


def _ours(text: str) -> datetime | None:
    day = next((found for form in DAYS if (found := form.search(text))), None)
    if day is None:
        return None
    rest = f"{text[: day.start()]} {text[day.end() :]}".replace(" t", " ")
    zone, rest = _zone(rest)
    try:
        return datetime(*_date(day), *_time(rest), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _date(found: Match[str]) -> tuple[int, int, int]:
    parts = found.groupdict()
    day, year = int(parts["day"]), int(parts["year"])
    month = MONTHS.index(parts["name"]) + 1 if parts.get("name") else int(parts["month"])
    return (year, day, month) if month > 12 >= day else (year, month, day)


def _time(text: str) -> tuple[int, int, int]:
    found = TIME.search(text)
    if found is None:
        return 0, 0, 0
    hour, half = int(found["hour"]), found["half"]
    if half:
        hour = hour % 12 + (12 if half in ("pm", "ch") else 0) if hour <= 12 else hour
    return hour, int(found["minute"] or 0), int(found["second"] or 0)


def _zone(text: str) -> tuple[tzinfo, str]:
    found = ZONE.search(text)
    if found is not None:
        ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        if ahead < timedelta(hours=15):
            return timezone(-ahead if found["sign"] == "-" else ahead), text[: found.start()]
    plain = PLAIN_ZONE.search(text)
    return (UTC, text[: plain.start()]) if plain else (VIETNAM, text)


def _theirs(found: struct_time) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(found), UTC)
    except (ValueError, OverflowError):
        return None
