"""An agency keeps its offices: what for, its week, the days that are otherwise, closing one.

Whatever takes times away lets fall what was booked for them, and tells whoever booked
(``booking.settle``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.appointments import booking
from app.appointments.models import (
    AppointmentDay,
    AppointmentMatter,
    AppointmentOffice,
    AppointmentWindow,
)
from app.appointments.tickets import Appointment
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.core.text import ascii_slug
from app.core.working_time import Calendar

MOST_MATTERS, MOST_WINDOWS, MOST_DAYS = 20, 40, 100
SAID = ("name", "address", "about", "link", "ahead_days", "counters")


@dataclass(frozen=True)
class Span:
    """From when until when people are received, how long each, how many at once, where."""

    begins: time
    ends: time
    minutes: int
    seats: int
    is_online: bool = False

    def check(self, office: AppointmentOffice) -> None:
        """Raise ``DomainError`` where it holds no slot, or takes place nowhere."""
        length = (self.ends.hour - self.begins.hour) * 60 + self.ends.minute - self.begins.minute
        if length < self.minutes:
            raise DomainError(_l("It has to end after it begins, one appointment later at least."),
                              field="den")  # fmt: skip
        if self.is_online and not office.link:
            raise DomainError(
                _l("Write the link for on-line appointments at the office first."),
                field="truc_tuyen",
            )

    @property
    def columns(self) -> dict[str, Any]:
        return {"minutes": self.minutes, "seats": self.seats, "is_online": self.is_online}


def add(agency: Agency, said: Mapping[str, Any], by: Actor, now: datetime) -> AppointmentOffice:
    """Open an office; it has no times and no matters yet."""
    made = AppointmentOffice(
        agency=agency, version=1, created_at=now, **{name: said[name] for name in SAID}
    )
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "appointments.open", made.reference, now=now, after=dict(said))
    return made


def change(
    office: AppointmentOffice, said: Mapping[str, Any], version: int | None, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Write down what changed; raises ``StaleVersion`` where somebody else did meanwhile."""
    office.count_version(version)
    if not said["link"] and _is_online(office):
        raise DomainError(_l("There are on-line times: take those away first."), field="lien_ket")
    for name in SAID:
        setattr(office, name, said[name])
    _record("appointments.change", office, by, now, dict(said))


def close(office: AppointmentOffice, by: Actor, now: datetime, calendar: Calendar) -> int:
    """Take no bookings any more; gives how many appointments fall by it."""
    office.closed_on = clock.local(now).date()
    _record("appointments.close", office, by, now)
    return booking.settle(office, now, calendar)


def reopen(office: AppointmentOffice, by: Actor, now: datetime) -> None:
    office.closed_on = None
    _record("appointments.reopen", office, by, now)


def add_matter(office: AppointmentOffice, name: str, name_en: str, by: Actor,
               now: datetime) -> AppointmentMatter:  # fmt: skip
    """Say what one may come for; one that was off is offered again."""
    code = ascii_slug(name)[:40]
    if not code:
        raise DomainError(_l("Write what people come for."), field="ten")
    known = next((each for each in office.matters if each.code == code), None)
    if known is None:
        if len(office.offered) >= MOST_MATTERS:
            raise DomainError(_l("At most %(most)s. Take one away first.", most=MOST_MATTERS))
        known = AppointmentMatter(office=office, code=code)
        db.session.add(known)
    known.name, known.name_en, known.is_off = name, name_en, False
    db.session.flush()
    _record("appointments.matter", office, by, now, {"matter": code})
    return known


def drop_matter(matter: AppointmentMatter, by: Actor, now: datetime) -> None:
    """Offer it no more; what was booked for it stays."""
    matter.is_off = True
    _record("appointments.matter-off", matter.office, by, now, {"matter": matter.code})


def add_window(office: AppointmentOffice, weekdays: list[int], span: Span, by: Actor,
               now: datetime) -> None:  # fmt: skip
    """Receive people on those days of the week.

    Raises ``DomainError`` for no day, a span without a slot, or very many windows.
    """
    if not weekdays:
        raise DomainError(_l("Choose a day of the week."), field="thu")
    span.check(office)
    if len(office.windows) + len(weekdays) > MOST_WINDOWS:
        raise DomainError(_l("At most %(most)s. Take one away first.", most=MOST_WINDOWS))
    for weekday in weekdays:
        db.session.add(
            AppointmentWindow(
                office=office, weekday=weekday, begins=span.begins, ends=span.ends, **span.columns
            )
        )
    db.session.flush()
    _record("appointments.window", office, by, now,
            {"days": weekdays, "from": f"{span.begins:%H:%M}", "to": f"{span.ends:%H:%M}",
             **span.columns})  # fmt: skip


def drop_window(window: AppointmentWindow, by: Actor, now: datetime, calendar: Calendar) -> int:
    """Receive nobody in it any more; gives how many appointments fall by it."""
    office = window.office
    office.windows.remove(window)
    db.session.flush()
    _record("appointments.window-dropped", office, by, now, {"day": window.weekday})
    return booking.settle(office, now, calendar)


def close_day(
    office: AppointmentOffice, day: date, span: tuple[time | None, time | None], reason: str,
    by: Actor, now: datetime, calendar: Calendar,
) -> int:  # fmt: skip
    """Receive nobody on a day, or in a span of it; gives how many appointments fall by it.

    Raises ``DomainError`` for a day that is over, a span that ends before it begins, no reason.
    """
    if (span[0] is None) != (span[1] is None) or (span[0] and span[1] and span[0] >= span[1]):
        raise DomainError(_l("It has to end after it begins."), field="den")
    if not reason:
        raise DomainError(_l("Say why: it is told to those who have booked."), field="ly_do")
    _add_day(office, now, day=day, opens=False, begins_at=span[0], ends_at=span[1], reason=reason)
    _record("appointments.day-closed", office, by, now, {"day": f"{day}", "reason": reason})

    def why(row: Appointment) -> str:
        return reason if row.day == day else ""

    return booking.settle(office, now, calendar, why)


def open_day(office: AppointmentOffice, day: date, span: Span, by: Actor, now: datetime) -> None:
    """Receive people on a day beside what the week says, be it a day off."""
    span.check(office)
    _add_day(office, now, day=day, opens=True, begins_at=span.begins, ends_at=span.ends,
             **span.columns)  # fmt: skip
    _record("appointments.day-opened", office, by, now, {"day": f"{day}"})


def drop_day(row: AppointmentDay, by: Actor, now: datetime, calendar: Calendar) -> int:
    """Let a day be as others again; gives how many appointments fall by it."""
    office = row.office
    office.days.remove(row)
    db.session.flush()
    _record("appointments.day-dropped", office, by, now, {"day": f"{row.day}"})
    return booking.settle(office, now, calendar)


def fell(count: int, done: Any) -> str:
    """Say what was done, and how many were told that their appointment falls."""
    if not count:
        return str(done)
    told = ngettext(
        "%(num)s person who had booked is told.", "%(num)s people who had booked are told.", count
    )
    return f"{done} {told}"


def _add_day(office: AppointmentOffice, now: datetime, **said: Any) -> None:
    if said["day"] < clock.local(now).date():
        raise DomainError(_l("This day is over already."), field="ngay")
    if len(office.days) >= MOST_DAYS:
        raise DomainError(_l("At most %(most)s. Take one away first.", most=MOST_DAYS))
    made = AppointmentDay(office=office, **said)
    if any(_said(each) == _said(made) for each in office.days if each is not made):
        raise Conflict(_l("This stands here already."), field="ngay")
    db.session.add(made)
    db.session.flush()


def _said(row: AppointmentDay) -> tuple[Any, ...]:
    return row.day, row.opens, row.begins_at, row.ends_at


def _is_online(office: AppointmentOffice) -> bool:
    times: list[AppointmentWindow | AppointmentDay] = [*office.windows, *office.days]
    return any(each.is_online for each in times)


def _record(verb: str, office: AppointmentOffice, by: Actor, now: datetime,
            after: dict[str, Any] | None = None) -> None:  # fmt: skip
    audit.record(by.reference, verb, office.reference, now=now, after=after)
