"""What the worker asks: which reports are due to be looked at, and what was told before."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts import permissions
from app.accounts.models import Agency, User
from app.accounts.queries import below
from app.core.db import db, for_change
from app.core.working_days import CalendarDay
from app.service_requests.clock.models import Escalation, EscalationRecipient, MorningDigest
from app.service_requests.life import AWAITING_CITIZEN
from app.service_requests.people import holders
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Commitment

BATCH = 100


def due(now: datetime) -> Sequence[ServiceRequest]:
    """Give the reports to be looked at by ``now``, the longest due first, locked; a batch."""
    statement = (
        select(ServiceRequest)
        .where(ServiceRequest.next_step_at <= now)
        .options(
            selectinload(ServiceRequest.promises),
            selectinload(ServiceRequest.pauses),
            selectinload(ServiceRequest.commitments),
            selectinload(ServiceRequest.assignee),
            selectinload(ServiceRequest.agency),
        )
        .order_by(ServiceRequest.next_step_at, ServiceRequest.id)
        .limit(BATCH)
    )
    held = for_change(statement, ServiceRequest, skip_locked=True)
    return db.session.scalars(held).all()


def taken(requests: Iterable[ServiceRequest]) -> dict[int, set[tuple[int, str]]]:
    """Give the steps taken for each report: (number of the promise, step)."""
    found: dict[int, set[tuple[int, str]]] = {each.id: set() for each in requests}
    columns = (Escalation.service_request_id, Escalation.promise_number, Escalation.step)
    statement = select(*columns).where(Escalation.service_request_id.in_(found))
    for request_id, number, step in db.session.execute(statement) if found else ():
        found[request_id].add((number, step))
    return found


def untold() -> Sequence[tuple[EscalationRecipient, Escalation, User, ServiceRequest]]:
    """Give the steps their people were not told yet, oldest first."""
    statement = (
        select(EscalationRecipient, Escalation, User, ServiceRequest)
        .join(Escalation, Escalation.id == EscalationRecipient.escalation_id)
        .join(User, User.id == EscalationRecipient.user_id)
        .join(ServiceRequest, ServiceRequest.id == Escalation.service_request_id)
        .where(EscalationRecipient.told_at.is_(None))
        .order_by(EscalationRecipient.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(statement)]


def leads_of_agencies() -> dict[int, list[Agency]]:
    """Give the agencies that each lead leads, by the lead's id."""
    found: dict[int, list[Agency]] = {}
    for right in holders(permissions.LEAD):
        found.setdefault(right.user_id, []).append(right.agency)
    return found


def figures(agencies: Sequence[Agency], now: datetime, tonight: datetime) -> tuple[int, int, int]:
    """Count the open reports of those branches: late, due until ``tonight``, given to nobody."""
    branch = select(Agency.id).where(below(agencies))
    report = ServiceRequest
    late = func.count().filter(report.answer_by < now)
    today = func.count().filter(report.answer_by >= now, report.answer_by <= tonight)
    loose = func.count().filter(report.assignee_id.is_(None))
    statement = select(late, today, loose).where(
        report.agency_id.in_(branch), report.is_open, report.sealed_kind.is_(None),
        report.about_officials.is_(False), report.status != AWAITING_CITIZEN,
        report.main_id.is_(None),
    )  # fmt: skip
    row: Any = db.session.execute(statement).one()
    return row[0], row[1], row[2]


def digest_of(day: date) -> MorningDigest | None:
    """Give the mark that the leads got the figures of ``day``."""
    return db.session.get(MorningDigest, day)


def open_promises(after: datetime, before: datetime) -> Sequence[ServiceRequest]:
    """Give the open reports whose promise runs through the day from ``after`` to ``before``.

    One that is joined under another waits for what that one promised.
    """
    statement = (
        select(ServiceRequest)
        .where(
            ServiceRequest.is_open,
            ServiceRequest.main_id.is_(None),
            ServiceRequest.answer_by >= after,
            ServiceRequest.requested_datetime < before,
        )
        .options(selectinload(ServiceRequest.promises), joinedload(ServiceRequest.agency))
        .order_by(ServiceRequest.answer_by, ServiceRequest.id)
    )
    return db.session.scalars(statement).all()


def register(
    agency_ids: Iterable[int] | None, since: date, limit: int = 200
) -> Sequence[Commitment]:
    """Give the named days from ``since`` on, of those agencies or of all, the next one first.

    An agency's own register leaves out what was sealed or turned out to be about officials.
    """
    statement = (
        select(Commitment)
        .where(Commitment.due_on >= since)
        .options(
            joinedload(Commitment.service_request).joinedload(ServiceRequest.service),
            joinedload(Commitment.agency),
        )
        .order_by(Commitment.due_on, Commitment.id)
        .limit(limit)
    )
    if agency_ids is not None:
        statement = statement.join(Commitment.service_request).where(
            Commitment.agency_id.in_(list(agency_ids)),
            ServiceRequest.sealed_kind.is_(None),
            ServiceRequest.about_officials.is_(False),
        )
    return db.session.scalars(statement).unique().all()


def declared_days(since: date) -> Sequence[CalendarDay]:
    """Give the days that were declared working or off, from ``since`` on."""
    statement = select(CalendarDay).where(CalendarDay.day >= since).order_by(CalendarDay.day)
    return db.session.scalars(statement).all()
