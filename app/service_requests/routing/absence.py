"""Colleagues, and what a person has that another may have to take over."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.accounts import permissions
from app.accounts.models import Absence, Agency, Right, User
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.db import db, locks_nothing, unless_reading
from app.core.text import name_sort_key
from app.service_requests.loading import hold_numbers
from app.service_requests.record import ServiceRequest

AT_WORK = (permissions.HANDLE, permissions.LEAD, permissions.OVERSEE_OFFICIALS, permissions.OPERATE)


def open_reports_of(user: User) -> Sequence[ServiceRequest]:
    """Give the open reports assigned to ``user``, locked for an act."""
    theirs = (ServiceRequest.assignee_id == user.id, ServiceRequest.is_open)
    if not locks_nothing():
        hold_numbers(db.session.scalars(select(ServiceRequest.id).where(*theirs)))
    statement = select(ServiceRequest).where(*theirs).order_by(ServiceRequest.id)
    return db.session.scalars(unless_reading(statement, ServiceRequest)).unique().all()


def count_open_of(user: User) -> int:
    """Count the open reports assigned to ``user``."""
    theirs = (ServiceRequest.assignee_id == user.id, ServiceRequest.is_open)
    return db.session.scalar(select(func.count()).select_from(ServiceRequest).where(*theirs)) or 0


def standing_in_for(user: User, now: datetime) -> Sequence[Absence]:
    """Give the absences, present and to come, in which ``user`` is the deputy."""
    today = clock.local(now).date()
    statement = select(Absence).where(
        Absence.deputy_id == user.id, Absence.ends_on >= today, Absence.ended_at.is_(None)
    )
    return db.session.scalars(statement).all()


def colleagues_of(people: Iterable[User]) -> list[User]:
    """Give whoever works in an agency of ``people``, or on the way up from there, by name."""
    theirs = select(Right.agency_id).where(
        Right.user_id.in_([each.id for each in people]), Right.permission.in_(AT_WORK)
    )
    return people_in(db.session.scalars(select(Agency).where(Agency.id.in_(theirs))).all())


def people_in(agencies: Iterable[Agency]) -> list[User]:
    """Give the active officials of those agencies and of those above them, by name."""
    on_the_way = {int(part) for each in agencies for part in each.path.split("/") if part}
    return _by_name(on_the_way)


def led_people(viewer: Viewer) -> list[User]:
    """Give the active officials of the branches that the viewer leads or administers, by name."""
    ids = viewer.agency_ids(permissions.LEAD) | viewer.agency_ids(permissions.ADMINISTER)
    return _by_name(ids) if ids else []


def _by_name(agency_ids: Iterable[int]) -> list[User]:
    holders = select(Right.user_id).where(
        Right.agency_id.in_(list(agency_ids)), Right.permission.in_(AT_WORK)
    )
    statement = select(User).where(User.id.in_(holders)).options(selectinload(User.rights))
    found = db.session.scalars(statement).all()
    return sorted((each for each in found if each.is_active), key=lambda u: name_sort_key(u.name))
