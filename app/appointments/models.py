"""Where one may book, for what and when: offices, their matters, their week, other days."""

from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency
from app.core import codes
from app.core.db import db
from app.core.preferences import language
from app.core.referring import Referenced
from app.core.versions import Versioned

MAX_NAME, MAX_LINE, MAX_ABOUT, MAX_LINK = 120, 160, 600, 300
MOST_COUNTERS, MOST_AHEAD, MOST_SEATS = 20, 60, 20
WEEKDAYS: tuple[Any, ...] = (
    _l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"),
    _l("Sunday"),
)  # fmt: skip


class AppointmentOffice(Versioned, Referenced, db.Model):
    """A place where people are received at a time of their own.

    ``ahead_days``: how far ahead one may book. ``counters``: how many call people in. ``link``: the
    address at which on-line times take place; who booked one sees it. ``closed_on``: since when
    nobody can book there any more.
    """

    __tablename__ = "appointment_office"
    __table_args__ = (Index("ix_appointment_office_agency", "agency_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    address: Mapped[str] = mapped_column(String(MAX_LINE), default="")
    about: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(String(MAX_LINK), default="")
    ahead_days: Mapped[int] = mapped_column(default=14)
    counters: Mapped[int] = mapped_column(default=1)
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship()
    matters: Mapped[list["AppointmentMatter"]] = relationship(
        cascade="all, delete-orphan", order_by="AppointmentMatter.id", back_populates="office"
    )
    windows: Mapped[list["AppointmentWindow"]] = relationship(
        cascade="all, delete-orphan", back_populates="office",
        order_by="AppointmentWindow.weekday, AppointmentWindow.begins, AppointmentWindow.id",
    )  # fmt: skip
    days: Mapped[list["AppointmentDay"]] = relationship(
        cascade="all, delete-orphan", order_by="AppointmentDay.day, AppointmentDay.id",
        back_populates="office",
    )  # fmt: skip

    @property
    def is_open(self) -> bool:
        return self.closed_on is None and not self.agency.is_closed

    @property
    def offered(self) -> list["AppointmentMatter"]:
        """Give the matters for which one may book."""
        return [each for each in self.matters if not each.is_off]


class AppointmentMatter(db.Model):
    """What one may come for. One that is off is offered no more; its bookings stay."""

    __tablename__ = "appointment_matter"
    __table_args__ = (UniqueConstraint("office_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey(AppointmentOffice.id, ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    name_en: Mapped[str] = mapped_column(String(MAX_NAME), default="")
    is_off: Mapped[bool] = mapped_column(default=False)

    office: Mapped[AppointmentOffice] = relationship(back_populates="matters")

    @property
    def label(self) -> str:
        """Give its name in the language being spoken, else in Vietnamese."""
        return (self.name_en if language() == "en" else "") or self.name


class AppointmentWindow(db.Model):
    """A span of a weekday (Monday is 0), cut into slots; it holds on working days alone."""

    __tablename__ = "appointment_window"
    __table_args__ = (Index("ix_appointment_window_office", "office_id", "weekday"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey(AppointmentOffice.id, ondelete="CASCADE"))
    weekday: Mapped[int]
    begins: Mapped[time]
    ends: Mapped[time]
    minutes: Mapped[int]
    seats: Mapped[int]
    is_online: Mapped[bool] = mapped_column(default=False)

    office: Mapped[AppointmentOffice] = relationship(back_populates="windows")

    @property
    def weekday_name(self) -> Any:
        return WEEKDAYS[self.weekday]


class AppointmentDay(db.Model):
    """A day that is otherwise: closed, all of it or a span; or open beside what the week says.

    ``reason`` is told to those whose booking falls. An open one holds whatever the calendar says.
    """

    __tablename__ = "appointment_day"
    __table_args__ = (Index("ix_appointment_day_office", "office_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey(AppointmentOffice.id, ondelete="CASCADE"))
    day: Mapped[date]
    opens: Mapped[bool]
    begins_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    minutes: Mapped[int] = mapped_column(default=0)
    seats: Mapped[int] = mapped_column(default=0)
    is_online: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(MAX_LINE), default="")

    office: Mapped[AppointmentOffice] = relationship(back_populates="days")

    @property
    def begins(self) -> time:
        return self.begins_at or time()

    @property
    def ends(self) -> time:
        return self.ends_at or time()

    @property
    def span(self) -> tuple[time | None, time | None]:
        return self.begins_at, self.ends_at
