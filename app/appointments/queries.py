"""Reading offices, what is free there, one's own appointments, and the queue of a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.appointments import slots
from app.appointments.models import AppointmentOffice
from app.appointments.rights import receives
from app.appointments.slots import Slot
from app.appointments.tickets import CALLED, HERE, MISSED, OPEN, Appointment
from app.core import clock
from app.core.db import UTCDateTime, db, for_change, locks_nothing, one
from app.core.listing import Listing, Page, code_of
from app.core.working_time import Calendar
from app.places.models import Place

BY_ID = Listing(AppointmentOffice.id)
LATEST = Listing(Appointment.id, newest_first=True)
MOST_OFFERED = 6
"""Free times named to whoever came a moment too late."""
SOON = timedelta(hours=6)
"""For so long after its time an appointment stands on the front page."""


@dataclass(frozen=True)
class Free:
    """A slot with how many seats nobody has yet."""

    slot: Slot
    left: int


@dataclass(frozen=True)
class Day:
    """A day with its free times, in order."""

    day: date
    free: list[Free]

    @property
    def left(self) -> int:
        return sum(each.left for each in self.free)


def _whole(statement: Select[Any]) -> Select[Any]:
    return statement.options(
        joinedload(AppointmentOffice.agency).joinedload(Agency.place),
        selectinload(AppointmentOffice.matters),
    )


def _open() -> Select[Any]:
    agency = AppointmentOffice.agency_id == Agency.id
    mine = select(AppointmentOffice).join(Agency, agency)
    return mine.where(AppointmentOffice.closed_on.is_(None), Agency.is_closed.is_(False))


def open_ones(place: Place | None, after: str | None = None) -> Page[AppointmentOffice]:
    """Give a page of the offices where one may book: of a commune, or of all."""
    statement = _whole(_open())
    if place is not None:
        statement = statement.where(Agency.place_id == place.id)
    behind = by_code(after) if after else None
    return BY_ID.page(statement, behind and behind.id, code_of)


def any_open() -> bool:
    """Tell whether one may book anywhere."""
    return bool(db.session.scalar(select(_open().exists())))


def of_agency(agency_id: int) -> Sequence[AppointmentOffice]:
    """Give the offices of an agency where one may book."""
    statement = _open().where(AppointmentOffice.agency_id == agency_id)
    return db.session.scalars(statement.order_by(AppointmentOffice.id)).all()


def kept_by(agencies: Any) -> Sequence[AppointmentOffice]:
    """Give the offices of the agencies whose ids are selected, those closed last."""
    mine = AppointmentOffice.agency_id.in_(agencies)
    rows = db.session.scalars(select(AppointmentOffice).where(mine).order_by(AppointmentOffice.id))
    return sorted(rows, key=lambda each: each.closed_on is not None)


def by_code(code: str) -> AppointmentOffice | None:
    """Give the office with that code; locked in a request that may change something.

    The office's row stands for the seats of its slots and the numbers of its days: two who want
    the last seat wait for each other here.
    """
    statement = select(AppointmentOffice).where(AppointmentOffice.code == code)
    found: AppointmentOffice | None = one(statement, of=AppointmentOffice)
    return found


def shown(_viewer: object, code: str) -> AppointmentOffice | None:
    """Give the office with that code while one may book there."""
    found = by_code(code)
    return found if found is not None and found.is_open else None


def kept(_viewer: object, code: str) -> AppointmentOffice | None:
    """Give the office with that code to whoever works there."""
    return by_code(code)


def of_code(code: str) -> Appointment | None:
    """Give an appointment; in a request that may change something its office is locked first."""
    mine = select(Appointment).where(Appointment.code == code.upper())
    if not locks_nothing():
        office = select(Appointment.office_id).where(Appointment.code == code.upper())
        whose = select(AppointmentOffice).where(AppointmentOffice.id.in_(office))
        db.session.execute(for_change(whose, of=AppointmentOffice))
    found: Appointment | None = one(mine, of=Appointment)
    return found


def own(viewer: Viewer, code: str) -> Appointment | None:
    """Give an appointment that the viewer booked."""
    found = of_code(code)
    mine = found is not None and viewer.user_id is not None and found.user_id == viewer.user_id
    return found if mine else None


def seen(viewer: Viewer, code: str) -> Appointment | None:
    """Give an appointment to whoever booked it, and to the office where it is."""
    found = own(viewer, code)
    if found is not None:
        return found
    other = of_code(code)
    return other if other is not None and receives(viewer, other.office) else None


def at_desk(_viewer: object, code: str) -> Appointment | None:
    return of_code(code)


def slots_on(office: AppointmentOffice, day: date, calendar: Calendar) -> list[Slot]:
    """Give the times that an office offers on a day, free or not."""
    others = [each for each in office.days if each.day == day]
    weekday = slots.weekday_of(day, calendar)
    usual = [each for each in office.windows if each.weekday == weekday]
    added = [each for each in others if each.opens]
    return slots.of_day(day, [*usual, *added], [each.span for each in others if not each.opens])


def free_days(office: AppointmentOffice, now: datetime, calendar: Calendar) -> list[Day]:
    """Give the days on which something is free, as far ahead as one may book there."""
    today = clock.local(now).date()
    days = [today + timedelta(days=each) for each in range(office.ahead_days + 1)]
    taken = _taken(office, days[0], days[-1])
    found = (Day(each, _free(office, each, taken, now, calendar)) for each in days)
    return [each for each in found if each.free]


def _free(
    office: AppointmentOffice, day: date, taken: dict[tuple[datetime, bool], int], now: datetime,
    calendar: Calendar,
) -> list[Free]:  # fmt: skip
    each_left = (
        Free(each, each.seats - taken[each.key]) for each in slots_on(office, day, calendar)
    )
    return [each for each in each_left if each.left > 0 and each.slot.starts_at > now]


def next_free(days: Sequence[Day], wanted: datetime, is_online: bool = False) -> list[Free]:
    """Give the free times nearest after one that is taken; the first ones where none is later."""
    every = [each for day in days for each in day.free if each.slot.is_online is is_online]
    later = [each for each in every if each.slot.starts_at >= wanted]
    return (later or every)[:MOST_OFFERED]


def _taken(office: AppointmentOffice, first: date, last: date) -> dict[tuple[datetime, bool], int]:
    columns = Appointment.starts_at, Appointment.is_online
    mine = select(*columns, func.count()).where(
        Appointment.office_id == office.id, Appointment.day.between(first, last),
        Appointment.seat.is_not(None),
    )  # fmt: skip
    found: dict[tuple[datetime, bool], int] = defaultdict(int)
    for starts_at, is_online, count in db.session.execute(mine.group_by(*columns)):
        found[starts_at, is_online] = count
    return found


def seats_taken(office_id: int, slot: Slot) -> set[int]:
    """Give the seats of a slot that somebody has."""
    mine = select(Appointment.seat).where(
        Appointment.office_id == office_id, Appointment.starts_at == slot.starts_at,
        Appointment.is_online.is_(slot.is_online), Appointment.seat.is_not(None),
    )  # fmt: skip
    return {each for each in db.session.scalars(mine) if each is not None}


def numbers_of(office_id: int, day: date, besides: int | None = None) -> set[int]:
    """Give the numbers of a day that somebody has, but for the appointment ``besides``."""
    mine = Appointment.office_id == office_id, Appointment.day == day
    numbers = select(Appointment.number).where(*mine, Appointment.number.is_not(None))
    if besides is not None:
        numbers = numbers.where(Appointment.id != besides)
    return {each for each in db.session.scalars(numbers) if each is not None}


def misses(who: str, office_id: int) -> list[date]:
    """Give the days on which somebody did not come to an office."""
    mine = Appointment.who == who, Appointment.office_id == office_id
    missed = select(Appointment.day).where(*mine, Appointment.status == MISSED)
    return list(db.session.scalars(missed))


def held(who: str, office_id: int, matter_id: int) -> Appointment | None:
    """Give the open appointment that somebody has at an office for a matter."""
    mine = select(Appointment).where(
        Appointment.who == who, Appointment.office_id == office_id,
        Appointment.matter_id == matter_id, Appointment.status.in_(OPEN),
    )  # fmt: skip
    return db.session.scalars(mine.order_by(Appointment.id).limit(1)).first()


def open_count(user_id: int, is_helped: bool) -> int:
    """Give how many open appointments somebody has: their own, or those for others."""
    mine = select(func.count()).where(
        Appointment.user_id == user_id, Appointment.is_helped.is_(is_helped),
        Appointment.status.in_(OPEN),
    )  # fmt: skip
    return db.session.scalar(mine) or 0


def of_user(user_id: int) -> Sequence[Appointment]:
    """Give all that somebody booked, each with its office."""
    mine = select(Appointment).where(Appointment.user_id == user_id).order_by(Appointment.id)
    return db.session.scalars(mine.options(joinedload(Appointment.office))).all()


def mine_page(user_id: int, after: str | None) -> Page[Appointment]:
    """Give a page of what somebody booked, the newest first."""
    mine = select(Appointment).where(Appointment.user_id == user_id)
    mine = mine.options(joinedload(Appointment.office))
    point = select(Appointment.id).where(Appointment.code == after, Appointment.user_id == user_id)
    behind = db.session.scalar(point) if after else None
    return LATEST.page(mine, behind, code_of)


def coming(user_id: int, now: datetime) -> Sequence[Appointment]:
    """Give what somebody has booked and is not long over, the next first."""
    given = {"user_id": user_id, "since": now - SOON}
    return db.session.scalars(_coming(), given).all()


@cache
def _coming() -> Select[Any]:
    mine = select(Appointment).join(Appointment.office).where(
        Appointment.user_id == bindparam("user_id"), Appointment.status.in_(OPEN),
        Appointment.starts_at > bindparam("since", type_=UTCDateTime),
    )  # fmt: skip
    whole = mine.options(contains_eager(Appointment.office))
    return whole.order_by(Appointment.starts_at).limit(3)


# --- the counter


def of_day(office_id: int, day: date) -> Sequence[Appointment]:
    """Give who is expected on a day and who came, by their time and number."""
    mine = Appointment.office_id == office_id, Appointment.day == day
    wanted = select(Appointment).where(*mine, Appointment.number.is_not(None))
    whole = wanted.options(joinedload(Appointment.person_key))
    return db.session.scalars(whole.order_by(Appointment.starts_at, Appointment.number)).all()


def waiting(office_id: int, day: date) -> Sequence[Appointment]:
    """Give who waits to be called, in the order in which they are."""
    mine = Appointment.office_id == office_id, Appointment.day == day
    here = select(Appointment).where(*mine, Appointment.status == HERE)
    return db.session.scalars(here.order_by(Appointment.starts_at, Appointment.number)).all()


def called(office_id: int, day: date) -> dict[int, Appointment]:
    """Give who was called last to each counter, and is there still."""
    mine = Appointment.office_id == office_id, Appointment.day == day
    there = select(Appointment).where(*mine, Appointment.status == CALLED)
    rows = db.session.scalars(there.order_by(Appointment.called_at, Appointment.id))
    return {each.counter: each for each in rows if each.counter is not None}


def here_today(agencies: Any, day: date) -> Select[Any]:
    """Select who waits today at the counters of those agencies."""
    offices = select(AppointmentOffice.id).where(AppointmentOffice.agency_id.in_(agencies))
    mine = Appointment.day == day, Appointment.status == HERE
    return select(Appointment.id).where(Appointment.office_id.in_(offices), *mine)
