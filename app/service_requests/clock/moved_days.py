"""Declaring a working day or a day off: what would move, and moving it only when told to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.accounts.actors import Actor
from app.core import audit, clock
from app.core.db import db
from app.core.promises import WORKING, advance, elapsed
from app.core.working_days import CalendarDay, calendar, forget, set_day
from app.core.working_time import Calendar
from app.service_requests import life
from app.service_requests.clock import extending
from app.service_requests.clock.queries import open_promises
from app.service_requests.loading import hold_numbers
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Promise


@dataclass(frozen=True)
class Moved:
    """A promise that a day would move, with its moments before and after."""

    service_request: ServiceRequest
    before: datetime
    after: datetime
    accept_by: datetime | None


def with_day(now: Calendar, day: date, works: bool | None) -> Calendar:
    """Give the calendar with ``day`` working or off, or as usual for None."""
    overrides = {each: on for each, on in now.overrides.items() if each != day}
    if works is not None:
        overrides[day] = works
    return Calendar(overrides, now.hours)


def would_move(day: date, works: bool | None, now: datetime) -> list[Moved]:
    """Give the open promises that run over ``day`` and would end at another moment.

    What is missed already, waits on another clock, or names its own day is not among them.
    """
    old = calendar()
    new = with_day(old, day, works)
    if old.works_on(day) == new.works_on(day):
        return []
    begin = clock.at(day)
    found = open_promises(max(begin, now), begin + timedelta(days=1))
    moved = [_moved(each, old, new, now) for each in found]
    return [each for each in moved if each is not None and each.before != each.after]


def declare(
    day: date,
    works: bool | None,
    note: str,
    actor: Actor,
    now: datetime,
    move_because: str | None = None,
) -> int:
    """Declare ``day``; give how many promises moved: none unless ``move_because`` gives a reason.

    Audited with what was declared before. Raises ``DomainError`` for too short a reason.
    """
    moved = _held(day, works, now) if move_because is not None else []
    before = db.session.get(CalendarDay, day)
    was = {"working": before.working, "note": before.note} if before else None
    if works is not None:
        set_day(day, works, note)
    elif before is not None:
        db.session.delete(before)
    for each in moved:
        extending.move_deadline(
            each.service_request,
            actor,
            now,
            move_because or "",
            accept_by=each.accept_by,
            answer_by=each.after,
        )
    after = {"working": works, "note": note, "moved": len(moved)}
    audit.record(
        actor.reference, "calendar.declare", f"day:{day}", now=now, before=was, after=after
    )
    db.session.flush()
    forget()
    return len(moved)


def _held(day: date, works: bool | None, now: datetime) -> list[Moved]:
    """Give what ``would_move``, as it is once nobody else can change it."""
    hold_numbers(each.service_request.id for each in would_move(day, works, now))
    db.session.expire_all()
    return would_move(day, works, now)


def _moved(
    service_request: ServiceRequest, old: Calendar, new: Calendar, now: datetime
) -> Moved | None:
    promise = service_request.promise
    if promise.clock != WORKING or promise.kind == Promise.COMMITMENT:
        return None
    after = _again(promise.started_at, service_request.answer_by, old, new)
    accept_by = None
    if service_request.status == life.RECEIVED and service_request.accept_by > now:
        accept_by = _again(promise.started_at, service_request.accept_by, old, new)
    if after <= now:
        return None
    return Moved(service_request, service_request.answer_by, after, accept_by)


def _again(start: datetime, end: datetime, old: Calendar, new: Calendar) -> datetime:
    return advance(new, WORKING, start, elapsed(old, WORKING, start, end))
