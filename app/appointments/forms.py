"""What is typed of an office, its times and a booking."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l

from app.appointments.keeping import SAID, Span
from app.appointments.models import (
    MAX_ABOUT,
    MAX_LINE,
    MAX_LINK,
    MAX_NAME,
    MOST_AHEAD,
    MOST_COUNTERS,
    MOST_SEATS,
    AppointmentOffice,
)
from app.core import clock, text
from app.core.forms import Form, Line, Read, Several, Tick, Words, at_most, needed
from app.core.tables.errors import BadValue

LINK = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(:\d{1,5})?(/[^\s<>\"']*)?", re.IGNORECASE)
SHORTEST, LONGEST = 5, 240
"""Minutes of an appointment."""


def as_link(typed: str) -> str:
    """Read the address of a meeting; raises ``BadValue``."""
    if not LINK.fullmatch(typed):
        raise BadValue(_l("Write the whole address: https://…"))
    return typed


def as_time(typed: str) -> time:
    """Read 7:30, 07:30 or 7h30; raises ``BadValue``."""
    found = re.fullmatch(r"(\d{1,2})[:h.](\d{2})(?::00)?", typed.strip().lower())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise BadValue(_l("Write the time as 07:30."))
    return time(int(found[1]), int(found[2]))


def as_day(typed: str) -> date:
    """Read a day as browsers send it; raises ``BadValue``."""
    found = text.day(typed)
    if found is None:
        raise BadValue(_l("Choose a day."))
    return found


def as_moment(typed: str) -> datetime:
    """Read a local time, 2026-12-01T08:15, as a moment in UTC; raises ``BadValue``."""
    found = text.moment(typed)
    if found is None:
        raise BadValue(_l("Choose a time."))
    return found.replace(tzinfo=clock.VIETNAM).astimezone(UTC)


def between(least: int, most: int) -> Any:
    """Make what reads a whole number within bounds."""

    def read(typed: str) -> int:
        found = text.whole(typed)
        if found is None or not least <= found <= most:
            raise BadValue(_l("A number from %(least)s to %(most)s.", least=least, most=most))
        return found

    return read


counter_number = between(1, MOST_COUNTERS)


class OfficeForm(Form):
    """An office where people are received."""

    name = Line(MAX_NAME + 1, needed(_l("Write what it is called.")), at_most(MAX_NAME), name="ten")
    address = Line(MAX_LINE + 1, at_most(MAX_LINE), name="dia_chi")
    about = Words(MAX_ABOUT + 1, at_most(MAX_ABOUT), name="noi_dung")
    link = Read(as_link, name="lien_ket", empty="", most=MAX_LINK)
    ahead_days = Read(between(1, MOST_AHEAD), name="truoc")
    counters = Read(between(1, MOST_COUNTERS), name="so_quay")
    version = Read(text.whole, name="version", empty=None)

    def fill(self, office: AppointmentOffice) -> None:
        for name in (*SAID, "version"):
            self._fields[name].data = getattr(office, name)

    @property
    def said(self) -> dict[str, Any]:
        return {name: self._fields[name].data for name in SAID}


class SpanForm(Form):
    """From when until when, how long each, how many at once."""

    begins = Read(as_time, name="tu")
    ends = Read(as_time, name="den")
    minutes = Read(between(SHORTEST, LONGEST), name="phut")
    seats = Read(between(1, MOST_SEATS), name="so_nguoi")
    online = Tick(name="truc_tuyen")

    @property
    def span(self) -> Span:
        return Span(self.begins.data, self.ends.data, self.minutes.data, self.seats.data,
                    bool(self.online.data))  # fmt: skip


class WindowForm(SpanForm):
    """A span of one or several days of the week."""

    weekdays = Several(1, name="thu")

    @property
    def days(self) -> list[int]:
        return sorted({int(each) for each in self.weekdays.data if each in set("0123456")})


class ExtraForm(SpanForm):
    """A day that is open beside what the week says."""

    day = Read(as_day, name="ngay")


class ClosedForm(Form):
    """A day that is closed; a part of it where both ends are said."""

    day = Read(as_day, name="ngay")
    begins = Read(as_time, name="tu", empty=None)
    ends = Read(as_time, name="den", empty=None)
    reason = Line(MAX_LINE, needed(_l("Say why: it is told to those who have booked.")),
                  name="ly_do")  # fmt: skip


class WishForm(Form):
    """Which time somebody wants."""

    at = Read(as_moment, name="luc")
    online = Tick(name="truc_tuyen")


class BookForm(WishForm):
    """A booking: for what, when, who comes; ``helped`` where that is somebody else."""

    matter = Line(40, needed(_l("Choose what you come for.")), name="viec")
    who = Line(80, needed(_l("Write the name of whoever comes.")), name="ten")
    helped = Tick(name="ho")
