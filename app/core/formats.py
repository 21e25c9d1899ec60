"""How money, days, moments and spans of time are written for people, in vi and en.

All of these are Jinja filters too. Moments go in aware; they are shown on Vietnam's clock.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal
from flask import Flask
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.core import clock
from app.core.preferences import locale
from app.core.text import capital

VIETNAMESE = Locale("vi")
DATE = {"vi": "dd/MM/yyyy", "en": "d MMM yyyy"}
DATE_THIS_YEAR = {"vi": "dd/MM", "en": "d MMM"}
WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)
MINUTE, HOUR, DAY = 60, 3_600, 86_400
SIZES = ("B", "kB", "MB", "GB")
MOST_KEPT = 2_000
"""Dates, moments and amounts whose writing is kept: pages write the same few again and again."""
SHORTENED_FROM = 10_000
DONG, NO_BREAK = "₫", "\u00a0"
_UNIT = r"₫|đồng|đ|[kmc]?m[²³23]?|ha|k?g|m?l|lít|kWh?|tấn|tạ|yến|lạng|[kMG]?B"
AMOUNT = re.compile(rf"(?<=\d) (?=(?:{_UNIT})(?!\w))")


def with_unit(amount: object, unit: str) -> str:
    """Write an amount with its unit so that no line ends between them: 350 kWh, 4 km."""
    return f"{amount}{NO_BREAK}{unit}" if unit else str(amount)


def unbroken(text: object) -> str:
    """Give ``text`` with every unit held to the number before it; Markup stays Markup.

    For what people typed with plain spaces: "Chè xanh 500 g".
    """
    held = AMOUNT.sub(NO_BREAK, str(text))
    return Markup(held) if isinstance(text, Markup) else held  # noqa: S704 - it was Markup


def money(amount: int) -> str:
    """Write whole đồng: 1.234.567 ₫."""
    return with_unit(_grouped(amount, _locale()), DONG)


def number(amount: int) -> str:
    """Write a count: 1.234."""
    return _grouped(amount, _locale())


def short(amount: int) -> str:
    """Write a count where there is little room: 1.234, and 12 N for twelve thousand."""
    if amount < SHORTENED_FROM:
        return number(amount)
    return str(format_compact_decimal(amount, locale=_locale()))


@lru_cache(MOST_KEPT)
def _grouped(amount: int, spoken: Locale) -> str:
    return format_decimal(amount, locale=spoken)


def day(value: date) -> str:
    """Write a date, or the date of an aware moment in Vietnam: 19/11/2026."""
    return _date(value, DATE)


def iso(value: date) -> str:
    """Give a day or a moment as HTML's ``datetime`` takes it: no more than whole seconds."""
    return value.isoformat("T", "seconds") if isinstance(value, datetime) else value.isoformat()


def short_day(value: date, now: datetime | None = None) -> str:
    """Write a date, or that of an aware moment in Vietnam: 19/11; with its year if it is another.

    For the columns of a table, where whole dates leave no room.
    """
    plain = clock.local(value).date() if isinstance(value, datetime) else value
    this_year = clock.local(now or clock.now()).year == plain.year
    return _date(plain, DATE_THIS_YEAR if this_year else DATE)


def weekday(value: date) -> str:
    """Write which day of the week it is: thứ Năm."""
    return str(WEEKDAYS[value.weekday()])


def clock_time(value: datetime) -> str:
    """Write the time of an aware moment in Vietnam: 09:12."""
    return f"{clock.local(value):%H:%M}"


def promised(value: datetime) -> str:
    """Write an aware moment with its year: what is promised or printed is read again later."""
    return _moment(clock.local(value), DATE)


def moment(value: datetime, now: datetime | None = None) -> str:
    """Write an aware moment: 09:12, thứ Năm 19/11; the year too unless it is that of ``now``."""
    local = clock.local(value)
    this_year = clock.local(now or clock.now()).year == local.year
    return _moment(local, DATE_THIS_YEAR if this_year else DATE)


def _moment(local: datetime, patterns: dict[str, str]) -> str:
    spoken = _locale()
    return _written_moment(local, patterns.get(spoken.language, patterns["vi"]), spoken)


@lru_cache(MOST_KEPT)
def _written_moment(local: datetime, pattern: str, spoken: Locale) -> str:
    """Write it in the language being spoken: its sentences stay the same in a process."""
    return gettext(
        "%(time)s, %(weekday)s %(day)s",
        time=f"{local:%H:%M}",
        weekday=WEEKDAYS[local.weekday()],
        day=_written(local.date(), pattern, spoken),
    )


def left(deadline: datetime, now: datetime | None = None) -> str:
    """Write how far an aware deadline is: Còn 3 giờ, Còn 4 ngày, Quá hạn 2 giờ."""
    seconds = (deadline - (now or clock.now())).total_seconds()
    count, unit = _span(abs(seconds))
    if count == 0:
        return gettext("Due now") if seconds >= 0 else gettext("Just overdue")
    phrases = LEFT if seconds >= 0 else OVERDUE
    return phrases[unit](count)


def ago(value: datetime, now: datetime | None = None) -> str:
    """Write how long ago an aware moment was: vừa xong, 5 phút trước; the day after a week.

    A moment ahead of the clock (a clock set back) reads as just now.
    """
    seconds = ((now or clock.now()) - value).total_seconds()
    if seconds < MINUTE:
        return gettext("just now")
    if seconds >= 7 * DAY:
        return day(value)
    unit = next(unit for unit in AGO if seconds >= unit)
    return AGO[unit](int(seconds // unit))


def distance(metres: float) -> str:
    """Write how far it is, no more exactly than a straight line tells: 350 m, 3,4 km, 28 km."""
    if metres < 950:
        return with_unit(round(metres / 50) * 50, "m")
    if metres < 9_500:
        return with_unit(format_decimal(round(metres / 1_000, 1), locale=_locale()), "km")
    return with_unit(number(round(metres / 1_000)), "km")


def percent(share: float) -> str:
    """Write a share between 0 and 1 as 12%, halves rounded up."""
    return f"{math.floor(share * 100 + 0.5)}%"


def file_size(count: int) -> str:
    """Write a number of bytes, in thousands: 850 B, 1,2 MB."""
    size, unit = float(count), 0
    while size >= 999.5 and unit < len(SIZES) - 1:
        size, unit = size / 1000, unit + 1
    pattern = "0.#" if unit and size < 10 else "0"
    return with_unit(format_decimal(size, pattern, locale=_locale()), SIZES[unit])


def init_app(app: Flask) -> None:
    """Register the functions above as filters; ``file_size`` is called bytes."""
    for function in (
        with_unit, unbroken, money, day, iso, short_day, weekday, clock_time, moment, promised,
        left, ago, percent, number, short, distance,
    ):  # fmt: skip
        app.add_template_filter(function)
    app.add_template_filter(capital)
    app.add_template_filter(file_size, "bytes")


def _locale() -> Locale:
    return locale() or VIETNAMESE


def _date(value: date, patterns: dict[str, str]) -> str:
    spoken = _locale()
    plain = clock.local(value).date() if isinstance(value, datetime) else value
    return _written(plain, patterns.get(spoken.language, patterns["vi"]), spoken)


@lru_cache(MOST_KEPT)
def _written(plain: date, pattern: str, locale: Locale) -> str:
    return format_date(plain, pattern, locale=locale)


def _span(seconds: float) -> tuple[int, int]:
    """Give the (count, unit) to say; a promise just made may lose a moment and keep its word."""
    if seconds >= DAY - HOUR:
        return int((seconds + HOUR) // DAY), DAY
    if seconds >= HOUR - MINUTE:
        return int((seconds + 5 * MINUTE) // HOUR), HOUR
    return int(seconds // MINUTE), MINUTE


# One call each, so that every language can decline its own nouns.
Phrases = dict[int, Callable[[int], str]]
LEFT: Phrases = {
    DAY: lambda count: ngettext("%(num)d day left", "%(num)d days left", count),
    HOUR: lambda count: ngettext("%(num)d hour left", "%(num)d hours left", count),
    MINUTE: lambda count: ngettext("%(num)d minute left", "%(num)d minutes left", count),
}
OVERDUE: Phrases = {
    DAY: lambda count: ngettext("%(num)d day overdue", "%(num)d days overdue", count),
    HOUR: lambda count: ngettext("%(num)d hour overdue", "%(num)d hours overdue", count),
    MINUTE: lambda count: ngettext("%(num)d minute overdue", "%(num)d minutes overdue", count),
}
AGO: Phrases = {
    DAY: lambda count: ngettext("%(num)d day ago", "%(num)d days ago", count),
    HOUR: lambda count: ngettext("%(num)d hour ago", "%(num)d hours ago", count),
    MINUTE: lambda count: ngettext("%(num)d minute ago", "%(num)d minutes ago", count),
}
