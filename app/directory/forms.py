"""What an office types about an entry, and how a cell of a sheet is read alike."""

import re
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.forms import Form, Line, Named, Read, Words, at_most, needed
from app.core.tables.errors import BadValue
from app.core.text import moment, whole
from app.directory import days, hours
from app.directory.keeping import Said
from app.directory.models import (
    MAX_ABOUT,
    MAX_ADDRESS,
    MAX_LINE,
    MAX_NAME,
    MAX_PHONES,
    DirectoryEntry,
    DirectoryKind,
)
from app.places.contacts import NUMBER
from app.places.forms import chosen_place
from app.places.geometry import is_coordinate
from app.places.models import COMMUNE, VILLAGE, Place

POINT = re.compile(r"(-?\d{1,3}[.]\d+|-?\d{1,3})\s*[,; ]\s*(-?\d{1,3}[.]\d+|-?\d{1,3})")
MOST_PHONES = 3


def as_phones(typed: str) -> str:
    """Read numbers between commas, short ones such as 115 too; raises ``BadValue``."""
    found = [each.strip() for each in re.split(r"[,;/\n]", typed) if each.strip()]
    for each in found:
        if not NUMBER.fullmatch(each):
            raise BadValue(_l("“%(number)s” is no telephone number.", number=each[:30]))
    if len(found) > MOST_PHONES:
        raise BadValue(_l("At most %(most)s numbers.", most=MOST_PHONES))
    return ", ".join(found)


def as_hours(typed: str) -> str:
    """Read opening hours and give them as they were typed; raises ``BadValue``."""
    hours.read(typed)
    return typed


def as_days(typed: str) -> str:
    """Read the days of a market or a festival, and give them as typed; raises ``BadValue``."""
    days.read(typed)
    return typed


def as_point(typed: str) -> tuple[float, float]:
    """Read "21.70, 104.87" as a map gives it to be copied; raises ``BadValue``."""
    found = POINT.fullmatch(typed.strip("() "))
    point = (float(found[1]), float(found[2])) if found else (91.0, 0.0)
    if not is_coordinate(*point):
        raise BadValue(_l("Write the position as a map gives it: 21.7050, 104.8740."))
    return point


def as_commune(typed: str) -> Place:
    return chosen_place(typed, (COMMUNE,))


def as_village(typed: str) -> Place:
    return chosen_place(typed, (VILLAGE,))


def as_moment(typed: str) -> datetime:
    """Read a local time; raises ``BadValue``."""
    found = moment(typed)
    if found is None:
        raise BadValue(_l("Choose a day and a time."))
    return found.replace(tzinfo=clock.VIETNAM)


class EntryForm(Form):
    """An entry as its office writes it; what its kind asks beside stands in ``more``."""

    name = Line(MAX_NAME + 1, needed(_l("Write its name.")), at_most(MAX_NAME), name="ten")
    commune = Read(as_commune, name="xa", empty=None)
    village = Read(as_village, name="thon", empty=None)
    phones = Read(as_phones, name="dien_thoai", empty="", most=MAX_PHONES)
    address = Line(MAX_ADDRESS + 1, at_most(MAX_ADDRESS), name="dia_chi")
    hours = Read(as_hours, name="gio", empty="", most=MAX_LINE)
    days = Read(as_days, name="ngay", empty="", most=MAX_LINE)
    point = Read(as_point, name="vi_tri", empty=None)
    about = Words(MAX_ABOUT + 1, at_most(MAX_ABOUT), name="noi_dung")
    more = Named("f-", most=MAX_LINE)
    version = Read(whole, name="version", empty=None)

    def fill(self, entry: DirectoryEntry) -> None:
        """Show an entry as it is."""
        for name in ("name", "phones", "address", "hours", "days", "about", "version"):
            self._fields[name].data = getattr(entry, name)
        self.commune.data, self.village.data = entry.commune, entry.village
        self.more.data = entry.values
        self.point.data = written(entry.lat, entry.long)

    def show(self, said: Said) -> None:
        """Show what was said of an entry and does not stand there yet."""
        for name in ("name", "phones", "address", "hours", "days", "about", "commune", "village"):
            self._fields[name].data = getattr(said, name)
        self.more.data = dict(said.values)
        self.point.data = written(*said.point) if said.point else None

    def said(self, kind: DirectoryKind, fixed: Place | None) -> Said:
        """Give what was said; ``fixed`` is the commune in which all of the office's lies."""
        commune, village = fixed or self.commune.data, self.village.data
        if village is not None and (commune is None or village.parent_id != commune.id):
            village = None
        known = {each["name"] for each in kind.fields}
        values = {name: each for name, each in self.more.data.items() if name in known and each}
        return Said(
            self.name.data, commune, village, self.phones.data, self.address.data, self.hours.data,
            self.days.data, self.about.data, values, self.point.data,
        )  # fmt: skip


class TurnForm(Form):
    """Who is on duty, from when until when (local times as browsers send them)."""

    name = Line(MAX_NAME, needed(_l("Write who is on duty.")), name="ten")
    phone = Read(as_phones, name="so", empty="", most=30)
    begins = Read(as_moment, name="tu", most=20)
    ends = Read(as_moment, name="den", most=20)


def written(lat: float | None, long: float | None) -> Any:
    """Give a point as a map writes it; None for none."""
    return None if lat is None or long is None else f"{round(lat, 6)}, {round(long, 6)}"
