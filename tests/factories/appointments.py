"""Appointments for tests: an office with its week, and who comes when."""

from datetime import date, datetime, time, timedelta
from typing import Any

from app.accounts import permissions as may
from app.accounts.actors import Actor
from app.accounts.models import Agency, User
from app.appointments import booking, keeping, queries
from app.appointments.booking import Person, Wish
from app.appointments.keeping import Span
from app.appointments.models import AppointmentOffice
from app.appointments.slots import Slot
from app.appointments.tickets import Appointment
from app.core import clock
from app.core.db import db
from app.core.working_days import calendar
from tests.factories import directory
from tests.factories.accounts import make_official, make_user

MORNING = Span(time(8), time(10), 30, 2)
EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]


def by(office: Agency | AppointmentOffice) -> Actor:
    agency = office.agency if isinstance(office, AppointmentOffice) else office
    return Actor("official", None, agency.id)


def office(agency: Agency | None = None, span: Span = MORNING, **said: Any) -> AppointmentOffice:
    """Open an office with one matter that receives people every morning."""
    agency, now = agency or directory.office(), clock.now()
    usual = {"name": f"Một cửa {agency.name}", "address": "Khu trung tâm", "about": "", "link": "",
             "ahead_days": 14, "counters": 2}  # fmt: skip
    made = keeping.add(agency, {**usual, **said}, by(agency), now)
    keeping.add_matter(made, "Hộ tịch", "Civil status", by(agency), now)
    keeping.add_window(made, EVERY_DAY, span, by(agency), now)
    db.session.flush()
    return made


def receiver(agency: Agency) -> User:
    return make_official(may.RECEIVE, agency=agency)


def first_day(office: AppointmentOffice) -> date:
    """Give the next day but today on which people are received."""
    days = queries.free_days(office, clock.now(), calendar())
    today = clock.local(clock.now()).date()
    return next(each.day for each in days if each.day > today)


def slot(office: AppointmentOffice, at: int = 0, day: date | None = None) -> Slot:
    """Give a slot of that day, or of the next one on which people are received."""
    return queries.slots_on(office, day or first_day(office), calendar())[at]


def appointment(
    office: AppointmentOffice, user: User | None = None, at: int = 0, name: str = "Người Hẹn Thử",
    day: date | None = None, now: datetime | None = None, is_helped: bool = False,
) -> Appointment:  # fmt: skip
    """Book a seat as a person does, a day before unless said."""
    wanted = slot(office, at, day)
    wish = Wish(office.matters[0], wanted.starts_at, wanted.is_online)
    person = Person(user or make_user(name), name, is_helped)
    moment = now or wanted.starts_at - timedelta(days=1)
    return booking.book(office, wish, person, moment, calendar())
