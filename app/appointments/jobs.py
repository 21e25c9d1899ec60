"""What the worker does: reminds the day before, ends what is over, follows the calendar."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.appointments import kinds
from app.appointments.booking import settle, told
from app.appointments.models import AppointmentDay, AppointmentOffice
from app.appointments.tickets import BOOKED, CALLED, HERE, ITSELF, LIFE, OPEN, SERVED, Appointment
from app.core import clock, jobs
from app.core.db import db, for_change
from app.core.working_days import calendar
from app.notifications import reminding

CHUNK = 200
DAYS_KEPT = timedelta(days=30)


@jobs.every(timedelta(minutes=30))
def remind_now() -> None:
    """Remind those whose appointment is tomorrow, once each."""
    jobs.by_parts(remind, CHUNK)


@jobs.every(timedelta(hours=1))
def end_now() -> None:
    """End what past days left open, and let fall what a day off took away."""
    for office_id in db.session.scalars(select(AppointmentOffice.id)).all():
        mine = select(AppointmentOffice).where(AppointmentOffice.id == office_id)
        office = db.session.scalars(for_change(mine, of=AppointmentOffice)).one()
        end(office, clock.now())
        settle(office, clock.now(), calendar())
        db.session.commit()
    old = AppointmentDay.day < clock.local(clock.now() - DAYS_KEPT).date()
    db.session.execute(delete(AppointmentDay).where(old))
    db.session.commit()


def remind(now: datetime) -> int:
    """Remind some, in the caller's transaction; give how many rows were looked at."""
    due = select(Appointment).where(
        Appointment.status == BOOKED, Appointment.day == reminding.tomorrow(now),
        Appointment.reminded_at.is_(None),
    )  # fmt: skip
    some = due.order_by(Appointment.id).limit(CHUNK)
    rows = db.session.scalars(for_change(some, of=Appointment)).all()
    for row in rows:
        row.reminded_at = now
        if reminding.needs(row.created_at, now):
            told(row, kinds.REMINDER.name, f"reminder:{row.version}", now)
    return len(rows)


def end(office: AppointmentOffice, now: datetime) -> None:
    """End what past days left open at an office.

    Who did not come is counted as missing it only where the counter wrote down that day who came:
    else nobody knows. Who was here missed nothing.
    """
    today = clock.local(now).date()
    past = Appointment.office_id == office.id, Appointment.day < today
    left = select(Appointment).where(*past, Appointment.status.in_(OPEN)).order_by(Appointment.id)
    rows = db.session.scalars(for_change(left, of=Appointment)).all()
    kept = {day for day in {each.day for each in rows} if _was_kept(office.id, day)}
    for row in rows:
        if row.status == BOOKED and row.day in kept:
            LIFE.move(row, "miss", ITSELF)
            told(row, kinds.MISSED.name, f"missed:{row.version}", now)
        else:
            LIFE.move(row, "lapse", ITSELF)
        row.ended_at = now


def _was_kept(office_id: int, day: object) -> bool:
    came = Appointment.status.in_((HERE, CALLED, SERVED))
    mine = Appointment.office_id == office_id, Appointment.day == day
    return db.session.scalar(select(Appointment.id).where(*mine, came).limit(1)) is not None
