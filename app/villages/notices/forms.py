"""What is typed for a notice: what, when, where, who."""

import re
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.errors import DomainError
from app.core.forms import Form, Line, Read, Tick, Words, among, at_most, needed
from app.core.tables.errors import BadValue
from app.core.tables.values import as_date
from app.core.text import line
from app.villages.notices.models import (
    ALL,
    GROUP,
    KINDS,
    MAX_CHOICE,
    MAX_TITLE,
    MAX_WHERE,
    MAX_WORDS,
    MEETING,
    MOST_CHOICES,
    NEWS,
    ONE_EACH,
    VillageGroup,
)
from app.villages.notices.sending import Said

CLOCK = re.compile(r"(\d{1,2})\s*(?:h|giờ|gio|[:.,])\s*(\d{2})?(?:\s*phút)?", re.IGNORECASE)
OF_GROUP = "nhom-"
LAST_MINUTE = time(23, 59)


def as_time(typed: str) -> time:
    """Read 19:30, 19h30, 7 giờ; raises ``BadValue``."""
    found = CLOCK.fullmatch(typed.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise BadValue(_l("Write the time as 19:30."))
    return time(hour, minute)


class NoticeForm(Form):
    """A notice, a meeting or a question as its sender writes it."""

    kind = Line(10, among(KINDS, _l("Choose what it is.")), name="loai")
    title = Line(MAX_TITLE + 1, needed(_l("Write what it is about, in a line.")),
                 at_most(MAX_TITLE), name="viec")  # fmt: skip
    words = Words(MAX_WORDS + 1, at_most(MAX_WORDS), name="noi_dung")
    place = Line(MAX_WHERE + 1, at_most(MAX_WHERE), name="noi")
    day = Read(as_date, name="ngay", empty=None)
    time = Read(as_time, name="gio", empty=None)
    who = Line(20, name="ai")
    choices = Words(MAX_CHOICE * MOST_CHOICES, name="lua_chon")
    by_person = Tick(name="theo_nguoi")
    keep = Tick(name="luu")

    def said(self, groups: list[VillageGroup]) -> Said:
        """Give what is to be sent.

        Raises:
            DomainError: no time beside the day, a group that is not the village's, too many
                choices.
        """
        audience, group = self._audience(groups)
        return Said(
            self.kind.data, self.title.data, self.words.data, self.place.data, self._at(), audience,
            group, self._choices(), self.by_person.data, self.keep.data,
        )  # fmt: skip

    def _at(self) -> datetime | None:
        day: date | None = self.day.data
        if day is None or self.kind.data == NEWS:
            return None
        if self.time.data is None and self.kind.data == MEETING:
            raise DomainError(_l("Write at what time the meeting begins."), field="gio")
        return clock.at(day, self.time.data or LAST_MINUTE)

    def _audience(self, groups: list[VillageGroup]) -> tuple[str, VillageGroup | None]:
        who = self.who.data or ALL
        if who in (ALL, ONE_EACH):
            return who, None
        known = {f"{OF_GROUP}{each.id}": each for each in groups}
        if who not in known:
            raise DomainError(_l("Choose whom it is for."), field="ai")
        return GROUP, known[who]

    def _choices(self) -> list[str]:
        lines = [line(each, MAX_CHOICE) for each in self.choices.data.splitlines()]
        found = list(dict.fromkeys(each for each in lines if each))
        if len(found) > MOST_CHOICES:
            raise DomainError(_l("At most %(most)s answers to choose from.", most=MOST_CHOICES),
                              field="lua_chon")  # fmt: skip
        return found

    @property
    def shown(self) -> dict[str, Any]:
        """What stands in the form; the time as a field for times wants it."""
        found = super().shown
        if self.time.typed is None and self.time.data is not None:
            found["time"] = f"{self.time.data:%H:%M}"
        if self.day.typed is None and self.day.data is not None:
            found["day"] = f"{self.day.data:%Y-%m-%d}"
        return found
