"""An appointment: whose it is, when, under which number, and what became of it."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.appointments.models import MAX_LINE, AppointmentMatter, AppointmentOffice
from app.core import codes, personal
from app.core.db import db
from app.core.lifecycle import Life, WithStatus
from app.core.personal import PersonKey
from app.core.referring import Referenced

BOOKED, HERE, CALLED = "booked", "here", "called"
SERVED, MISSED, CANCELLED, DROPPED, LAPSED = "served", "missed", "cancelled", "dropped", "lapsed"
OPEN = (BOOKED, HERE, CALLED)
STATUSES: dict[str, tuple[Any, str]] = {
    # status: (name, tone of its chip)
    BOOKED: (_l("Booked"), "ok"),
    HERE: (_l("Waiting here"), "soon"),
    CALLED: (_l("Called"), "soon"),
    SERVED: (_l("Served"), "ok"),
    MISSED: (_l("Did not come"), "late"),
    CANCELLED: (_l("Cancelled"), "info"),
    DROPPED: (_l("The office is closed then"), "late"),
    LAPSED: (_l("Over"), "info"),
}
CITIZEN, DESK, ITSELF = "citizen", "desk", "itself"

LIFE: Life["Appointment"] = Life("appointment")
LIFE.verb("move", {BOOKED}, by={CITIZEN})
LIFE.verb("cancel", {BOOKED}, CANCELLED, by={CITIZEN})
LIFE.verb("drop", {BOOKED}, DROPPED, by={ITSELF})
LIFE.verb("arrive", {BOOKED, MISSED}, HERE, by={DESK})
LIFE.verb("call", {HERE, BOOKED}, CALLED, by={DESK})
LIFE.verb("serve", {HERE, CALLED}, SERVED, by={DESK})
LIFE.verb("miss", {BOOKED, HERE, CALLED}, MISSED, by={DESK, ITSELF})
LIFE.verb("lapse", {BOOKED, HERE, CALLED}, LAPSED, by={ITSELF})


class Appointment(WithStatus, Referenced, db.Model):
    """A seat in a slot. The name is sealed under a key of its own.

    ``user`` booked it; ``is_helped``: for somebody else who has no phone. ``who`` is a keyed hash
    by which one person is known again, and none once that is forgotten. ``day`` is the day in Viet
    Nam. ``seat`` is None once others may have it; of those who came without a booking too.
    """

    __tablename__ = "appointment"
    statuses = STATUSES
    __table_args__ = (
        UniqueConstraint("office_id", "starts_at", "is_online", "seat"),
        Index("ix_appointment_day", "office_id", "day", "status"),
        Index("ix_appointment_who", "who", "office_id", "status"),
        Index("ix_appointment_status", "status", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: "HK" + codes.readable_code()
    )
    version: Mapped[int] = mapped_column(default=1)
    office_id: Mapped[int] = mapped_column(ForeignKey(AppointmentOffice.id))
    matter_id: Mapped[int] = mapped_column(ForeignKey(AppointmentMatter.id), index=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    is_helped: Mapped[bool] = mapped_column(default=False)
    person_key_id: Mapped[int | None] = mapped_column(ForeignKey("person_key.id"))
    name_sealed: Mapped[bytes | None]
    who: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(12), default=BOOKED)
    day: Mapped[date]
    starts_at: Mapped[datetime]
    is_online: Mapped[bool] = mapped_column(default=False)
    seat: Mapped[int | None]
    number: Mapped[int | None]
    counter: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(MAX_LINE), default="")
    created_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]
    called_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    office: Mapped[AppointmentOffice] = relationship()
    matter: Mapped[AppointmentMatter] = relationship(lazy="joined", innerjoin=True)
    user: Mapped[User | None] = relationship()
    person_key: Mapped[PersonKey | None] = relationship()

    @property
    def is_booked(self) -> bool:
        return self.status == BOOKED

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def name(self) -> str:
        if self.person_key is None:
            return ""
        return personal.decrypt(self.person_key, self.name_sealed) or ""

    def seal(self, name: str) -> None:
        """Keep whom the office is to expect."""
        self.person_key = personal.new_key()
        self.name_sealed = personal.encrypt(self.person_key, name)

    def free(self) -> None:
        """Let others have its seat and its number."""
        self.seat = self.number = None

    def forget(self) -> None:
        """Keep no more than the matter, the time and what became of it."""
        if self.person_key is not None:
            personal.destroy(self.person_key)
        self.name_sealed = self.who = self.user_id = None
