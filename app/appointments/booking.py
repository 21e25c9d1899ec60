"""Booking a seat, moving it, giving it back; and what falls because an office changed its times.

All of it happens under the lock of the office's row (``queries.by_code``), and no two can have one
seat: the database holds that too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.appointments import kinds, queries, rules, slots
from app.appointments.models import AppointmentMatter, AppointmentOffice
from app.appointments.slots import Slot
from app.appointments.tickets import BOOKED, CITIZEN, ITSELF, LIFE, Appointment
from app.core import clock, personal
from app.core.db import db, for_change
from app.core.errors import Conflict, DomainError
from app.core.formats import day as written_day
from app.core.text import fold
from app.core.working_time import Calendar
from app.notifications import tell


class Taken(Conflict):
    """Somebody else has the seat, or the office does not offer that time."""


class Held(Conflict):
    """One open appointment per person, office and matter; ``code`` is the one there is."""

    def __init__(self, code: str) -> None:
        super().__init__(
            _l("You have an appointment here for this already. Change or cancel that one first.")
        )
        self.code = code


@dataclass(frozen=True)
class Wish:
    """What is wished for, when (in UTC), on-line or there."""

    matter: AppointmentMatter
    starts_at: datetime
    is_online: bool = False


@dataclass(frozen=True)
class Person:
    """Who comes: the account that books, the name, and whether that is somebody else's."""

    user: User
    name: str
    is_helped: bool = False

    def who(self, office: AppointmentOffice) -> str:
        """Give the keyed hash by which this person is known again."""
        if self.is_helped:
            return personal.blind_index("appointment", f"{office.code}:{fold(self.name)}")
        return personal.blind_index("appointment", f"user:{self.user.code}")


def book(
    office: AppointmentOffice, wish: Wish, person: Person, now: datetime, calendar: Calendar
) -> Appointment:
    """Give the seat; the same wish of the same person again gives the same appointment.

    Raises:
        Taken: the last seat went a moment ago, or that time is not offered;
        Held: the person has one for this matter;
        DomainError: they hold too many, missed several a short while ago, or said no name.
    """
    who = person.who(office)
    known = queries.held(who, office.id, wish.matter.id)
    if known is not None:
        if (known.starts_at, known.is_online) == (wish.starts_at, wish.is_online):
            return known
        raise Held(known.code)
    _may_book(person, who, office, now)
    made = Appointment(
        office=office, matter=wish.matter, user=person.user, is_helped=person.is_helped, who=who,
        status=BOOKED, version=1, created_at=now,
    )  # fmt: skip
    made.seal(person.name)
    with db.session.no_autoflush:
        _take_seat(made, wish, now, calendar)
    db.session.add(made)
    db.session.flush()
    return made


def move(row: Appointment, wish: Wish, now: datetime, calendar: Calendar) -> None:
    """Take another time; the old one is kept where the new one cannot be had.

    Raises ``Taken`` as ``book`` does, ``InvalidTransition`` where it is no longer to be moved.
    """
    LIFE.require(row, "move", CITIZEN)
    if (row.starts_at, row.is_online) != (wish.starts_at, wish.is_online):
        _take_seat(row, wish, now, calendar)
        row.reminded_at = None
        LIFE.move(row, "move", CITIZEN)
        db.session.flush()


def cancel(row: Appointment, now: datetime) -> None:
    """Give the seat back, for others to have at once."""
    LIFE.move(row, "cancel", CITIZEN)
    row.free()
    row.ended_at = now


def settle(
    office: AppointmentOffice, now: datetime, calendar: Calendar,
    why: Callable[[Appointment], str] = lambda _row: "",
) -> int:  # fmt: skip
    """Let fall what was booked for times that are offered no more, and tell whoever booked.

    ``why`` gives the reason that they read. Gives how many there were.
    """
    mine = select(Appointment).where(
        Appointment.office_id == office.id, Appointment.status == BOOKED,
        Appointment.starts_at > now,
    )  # fmt: skip
    rows = db.session.scalars(for_change(mine.order_by(Appointment.id), of=Appointment)).all()
    offered = {
        slot.key
        for day in {each.day for each in rows}
        if office.is_open
        for slot in queries.slots_on(office, day, calendar)
    }
    falling = [each for each in rows if (each.starts_at, each.is_online) not in offered]
    for row in falling:
        LIFE.move(row, "drop", ITSELF)
        row.reason, row.ended_at = why(row), now
        row.free()
        told(row, kinds.DROPPED.name, f"dropped:{row.version}", now)
    return len(falling)


def told(row: Appointment, kind: str, key: str, now: datetime) -> None:
    """Tell whoever booked; nobody where that is forgotten."""
    local = clock.local(row.starts_at)
    said = {"when": f"{local:%H:%M %d/%m}", "office": row.office.name}
    people = [row.user] if row.user is not None else []
    tell(people, kind, said, f"/lich-hen/phieu/{row.code}", f"{row.reference}:{key}", now=now)


def _may_book(person: Person, who: str, office: AppointmentOffice, now: datetime) -> None:
    if not person.name:
        raise DomainError(_l("Write the name of whoever comes."), field="ten")
    most = rules.MOST_HELPED if person.is_helped else rules.MOST_OPEN
    if queries.open_count(person.user.id, person.is_helped) >= most:
        raise DomainError(
            _l("You have %(most)s appointments already. Cancel one that you do not need.",
               most=most)
        )  # fmt: skip
    if person.is_helped:
        return
    until = rules.paused_until(queries.misses(who, office.id), clock.local(now).date())
    if until is not None:
        raise DomainError(
            _l("You missed several appointments here, and others found no free time. You can book "
               "again from %(day)s; until then, come without an appointment.",
               day=written_day(until))
        )  # fmt: skip


def _take_seat(row: Appointment, wish: Wish, now: datetime, calendar: Calendar) -> None:
    office, day = row.office, clock.local(wish.starts_at).date()
    offered = queries.slots_on(office, day, calendar)
    slot = next((each for each in offered if each.key == (wish.starts_at, wish.is_online)), None)
    if slot is None or not _is_in_reach(office, slot, now):
        raise Taken(_l("This time is not offered any more. Choose another one."))
    seat = slots.free_seat(slot, queries.seats_taken(office.id, slot))
    if seat is None:
        raise Taken(_l("Somebody else has just booked this time. These are free next."))
    row.starts_at, row.is_online, row.day, row.seat = slot.starts_at, slot.is_online, day, seat
    row.number = slots.number(offered, slot, seat, queries.numbers_of(office.id, day, row.id))


def _is_in_reach(office: AppointmentOffice, slot: Slot, now: datetime) -> bool:
    ahead = clock.local(slot.starts_at).date() - clock.local(now).date()
    return slot.starts_at > now and ahead.days <= office.ahead_days and office.is_open
