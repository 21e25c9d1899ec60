"""At the counter: who is here, who is called where, who was served or did not come.

Who is called next is read and taken under the lock of the office's row, so that two counters never
call one person.
"""

from collections.abc import Callable
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.appointments import kinds, queries
from app.appointments.booking import told
from app.appointments.models import AppointmentMatter, AppointmentOffice
from app.appointments.tickets import BOOKED, DESK, HERE, LIFE, Appointment
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, DomainError

Step = Callable[[Appointment, Actor, datetime], None]
WALK_IN_FROM = 500
"""Numbers behind it are of those who came without an appointment."""
NOT_TODAY = _l("This appointment is on another day.")


def arrive(row: Appointment, by: Actor, now: datetime) -> None:
    """Note that somebody is here; who comes late is taken in again.

    Raises ``DomainError`` on another day than that of the appointment.
    """
    if row.day != clock.local(now).date():
        raise DomainError(NOT_TODAY)
    LIFE.move(row, "arrive", DESK)
    row.arrived_at, row.ended_at, row.counter = now, None, None
    _record(row, "arrive", by, now)


def serve(row: Appointment, by: Actor, now: datetime) -> None:
    LIFE.move(row, "serve", DESK)
    row.ended_at = now
    _record(row, "serve", by, now)


def miss(row: Appointment, by: Actor, now: datetime) -> None:
    """Note that somebody did not come; who had booked reads it, and how to cancel next time.

    Raises ``DomainError`` before the appointment's time.
    """
    if row.status == BOOKED and row.starts_at > now:
        raise DomainError(_l("It is too early to say so: their time has not come yet."))
    LIFE.move(row, "miss", DESK)
    row.ended_at = now
    told(row, kinds.MISSED.name, f"missed:{row.version}", now)
    _record(row, "miss", by, now)


STEPS: dict[str, Step] = {"da-den": arrive, "xong": serve, "vang": miss}
"""By what the address calls them."""


def call_next(
    office: AppointmentOffice, counter: int, ends: str, by: Actor, now: datetime
) -> Appointment | None:
    """End what the counter does (``ends`` names a step) and call who is next; None: nobody waits.

    Raises:
        Conflict: somebody is at the counter still, and nothing is said of them;
        DomainError: the office has no such counter.
    """
    if not 1 <= counter <= office.counters:
        raise DomainError(_l("Choose a counter."), field="quay")
    today = clock.local(now).date()
    there = queries.called(office.id, today).get(counter)
    if there is not None:
        if ends not in ("xong", "vang"):
            raise Conflict(_l("Say first whether number %(number)s was served or not there.",
                              number=there.number))  # fmt: skip
        STEPS[ends](there, by, now)
    row = next(iter(queries.waiting(office.id, today)), None)
    if row is None:
        return None
    LIFE.move(row, "call", DESK)
    row.counter, row.called_at = counter, now
    _record(row, "call", by, now)
    return row


def walk_in(
    office: AppointmentOffice, matter: AppointmentMatter, by: Actor, now: datetime
) -> Appointment:
    """Give a number to somebody who came without an appointment; nothing of them is kept.

    The number tells that there was none: it is above ``WALK_IN_FROM``.
    """
    today = clock.local(now).date()
    number = max({WALK_IN_FROM, *queries.numbers_of(office.id, today)}) + 1
    made = Appointment(
        office=office, matter=matter, status=HERE, version=1, day=today, starts_at=now,
        is_online=False, number=number, created_at=now, arrived_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    _record(made, "walk-in", by, now)
    return made


def _record(row: Appointment, verb: str, by: Actor, now: datetime) -> None:
    audit.record(by.reference, f"appointment.{verb}", row.reference, now=now)
