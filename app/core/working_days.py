"""The operator's own working days and days off, and the calendar built from them."""

from datetime import date, datetime, timedelta

import click
from flask import g
from sqlalchemy import event, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import db
from app.core.working_time import Calendar

FRESH = timedelta(seconds=30)


class CalendarDay(db.Model):
    """A day the operator declares working or off, whatever the national calendar says."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")


def calendar() -> Calendar:
    """Give the present calendar; read once in an app context, and again after half a minute."""
    now = clock.now()
    read_at, known = g.get("working_calendar", (now, None))
    if known is None or not clock.lasts(read_at, FRESH, now):
        rows = db.session.execute(select(CalendarDay.day, CalendarDay.working))
        known = Calendar({day: working for day, working in rows})
        g.working_calendar = (now, known)
    return known


def set_day(day: date, working: bool, note: str = "") -> CalendarDay:
    """Declare ``day`` working or off, with the reason; a second time replaces the first."""
    return db.session.merge(CalendarDay(day=day, working=working, note=note))


def forget() -> None:
    """Have the next ``calendar()`` of this app context read the days again."""
    g.pop("working_calendar", None)


@event.listens_for(CalendarDay, "after_insert")
@event.listens_for(CalendarDay, "after_update")
@event.listens_for(CalendarDay, "after_delete")
def _changed(*_: object) -> None:
    forget()


def declare(day: datetime, kind: str, note: str) -> None:
    """Do what ``working-days set`` does."""
    row = set_day(day.date(), kind == "working", note)
    db.session.commit()
    click.echo(f"{row.day:%d/%m/%Y}: {kind}")


def print_days() -> None:
    """Do what ``working-days list`` does."""
    for row in db.session.scalars(select(CalendarDay).order_by(CalendarDay.day)):
        click.echo(f"{row.day:%d/%m/%Y}\t{'working' if row.working else 'off'}\t{row.note}")
