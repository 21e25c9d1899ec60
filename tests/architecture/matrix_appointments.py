"""The appointments' part of the matrix: its world, its lines."""

from datetime import timedelta
from typing import Any

from app.appointments import keeping, queries
from app.appointments.tickets import BOOKED, HERE, Appointment
from app.core import clock
from app.core.db import db
from app.core.working_days import calendar
from tests.architecture.matrix_who import EVERYBODY, SIGNED_IN, Who, only, who
from tests.factories import appointments as make
from tests.factories import directory


def build(world: Any) -> None:
    """Make an office with its times, somebody expected, somebody here, and who receives them."""
    office, closed = make.office(), make.office()
    world._are(
        receiver=make.receiver(office.agency), next_receiver=make.receiver(directory.office())
    )
    now = clock.now()
    keeping.close(closed, make.by(closed), now, calendar())
    closed.agency = office.agency
    booked = make.appointment(office, world.sender, now=now)
    expected, here = (_today(office, status, now) for status in (BOOKED, HERE))
    day = make.first_day(office) + timedelta(days=3)
    keeping.open_day(office, day, make.MORNING, make.by(office), now)
    db.session.flush()
    code = {"code": office.code}
    world.things |= {
        "office with appointments": {**code, "agency": office.agency.code},
        "closed office": {"code": closed.code},
        "appointment": {"code": booked.code},
        "appointment today": {"code": expected.code},
        "appointment here": {"code": here.code},
        "window of times": {**code, "number": office.windows[0].id},
        "day of times": {**code, "number": office.days[0].id},
        "matter of appointments": {**code, "matter": office.matters[0].code},
    }


def _today(office: Any, status: str, now: Any) -> Appointment:
    made = Appointment(
        office=office, matter=office.matters[0], status=status, version=1, created_at=now,
        day=clock.local(now).date(), starts_at=now - timedelta(minutes=1), is_online=False,
        number=max([600, *queries.numbers_of(office.id, clock.local(now).date())]) + 1,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


OFFICE, TICKET, HOLDERS = "office with appointments", "appointment", "sender receiver"
_DESK = who("receiver", EVERYBODY)
APPOINTMENTS: dict[str, dict[str, Who]] = {
    "appointments.rights.receives_anywhere | -": only("receiver next_receiver"),
    "Everybody | appointments.queries.shown": {OFFICE: who(EVERYBODY), "closed office": who()},
    "AnybodySignedIn | appointments.queries.shown": {OFFICE: who(SIGNED_IN)},
    "AnybodySignedIn | appointments.queries.seen": {TICKET: who(HOLDERS)},
    "AnybodySignedIn | appointments.queries.own": {TICKET: who("sender")},
    "appointments.desk.receives_one | appointments.queries.at_desk": {
        TICKET: _DESK, "appointment here": _DESK,
    },
    "appointments.rights.receives | appointments.queries.kept": {
        OFFICE: _DESK, "closed office": _DESK,
    },
    "appointments.rights.receives_for | appointments.rights.load_agency": {OFFICE: who("receiver")},
    "appointments.plan.receives_part | appointments.plan.load_window": {"window of times": _DESK},
    "appointments.plan.receives_part | appointments.plan.load_day": {"day of times": _DESK},
    "appointments.plan.receives_part | appointments.plan.load_matter": {
        "matter of appointments": _DESK
    },
}  # fmt: skip
