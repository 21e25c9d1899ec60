"""A person's appointments in their export; gone with the account, or in time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, or_, select

from app.accounts.models import User
from app.appointments import queries
from app.appointments.tickets import CITIZEN, LIFE, OPEN, Appointment
from app.core import clock
from app.core.db import db, for_change
from app.core.events import person_erased, person_exported
from app.core.retention import Kind, register


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    """Give what the account booked; of those for others no name."""
    return "appointments", [
        {
            "code": each.code, "place": each.office.name, "kind": each.matter.label,
            "at": each.starts_at.isoformat(), "status": each.status,
            "created_at": each.created_at.isoformat(),
            "name": "" if each.is_helped else each.name,
        }
        for each in queries.of_user(user.id)
    ]  # fmt: skip


@person_erased.connect
def _erase(user: User, now: datetime, **_: Any) -> None:
    """What is booked is given back; that there was an appointment, and its matter, stay."""
    mine = select(Appointment).where(Appointment.user_id == user.id).order_by(Appointment.id)
    for row in db.session.scalars(for_change(mine, of=Appointment)).all():
        if LIFE.may(row, "cancel", CITIZEN):
            LIFE.move(row, "cancel", CITIZEN)
            row.free()
            row.ended_at = now
        row.forget()


def _end(ids: Sequence[int], _now: datetime) -> None:
    mine = select(Appointment).where(Appointment.id.in_(ids)).order_by(Appointment.id)
    for row in db.session.scalars(for_change(mine, of=Appointment)).all():
        row.forget()


register(
    Kind(
        "appointments", _l("Appointments at an office, after their day"),
        _l("Who came goes; the matter, the time and what became of it stay."),
        180, Appointment.id,
        lambda moment: and_(
            Appointment.day < clock.local(moment).date(),
            or_(Appointment.name_sealed.is_not(None), Appointment.user_id.is_not(None),
                Appointment.who.is_not(None)),
        ),
        _end, is_open=lambda: Appointment.status.in_(OPEN), code=Appointment.code,
        of_person=lambda person_id: Appointment.user_id == person_id, order=44, least=90,
    )
)  # fmt: skip
