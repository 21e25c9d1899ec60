"""People around a report: whose it is, and who is told."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import joinedload

from app.accounts import permissions
from app.accounts.models import Agency, Grant, Right, User
from app.accounts.queries import ids_on, officials_in, officials_with
from app.core.db import db
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import SUBJECT

ORDER = (
    permissions.RECEPTION, permissions.OVERSEE_OFFICIALS, permissions.LEAD, permissions.HANDLE,
    permissions.OPERATE,
)  # fmt: skip
"""In which those who work on a report are named."""


def grants_to(service_request: ServiceRequest) -> Sequence[Grant]:
    """Give the guests' links to the report that no account has claimed."""
    statement = select(Grant).where(*links_to(service_request.id), Grant.claimed_by_id.is_(None))
    return db.session.scalars(statement).all()


def links_to(request_id: Any) -> tuple[ColumnElement[bool], ...]:
    """Give the condition "a guest's link to the report" of that id, claimed or not."""
    return Grant.subject_kind == SUBJECT, Grant.subject_id == request_id


def told_of_answers(service_request: ServiceRequest) -> Sequence[User]:
    """Give who is told when the citizen speaks: the assignee, else the agency's leads.

    What is sealed concerns neither of them.
    """
    if service_request.sealed_kind:
        return []
    if service_request.assignee is not None:
        return [service_request.assignee]
    return leads_of(service_request)


def leads_of(service_request: ServiceRequest) -> Sequence[User]:
    """Give the leads of the responsible agency itself; none while it waits for the operator."""
    if service_request.agency is None or service_request.about_officials:
        return []
    return officials_in(service_request.agency, permissions.LEAD)


def who_work_on(service_request: ServiceRequest) -> Sequence[User]:
    """Give the officials who may work on it, the leads first: whom a note can name."""
    statement = _holding(or_(Right.permission == permissions.OPERATE, _works_on(service_request)))
    rights = sorted(db.session.scalars(statement), key=lambda right: ORDER.index(right.permission))
    return list(dict.fromkeys(right.user for right in rights))


def _works_on(service_request: ServiceRequest) -> ColumnElement[bool]:
    agency = service_request.agency
    if service_request.sealed_kind:
        return Right.permission == permissions.RECEPTION
    if agency is None:
        return false()
    about = service_request.about_officials
    held = (permissions.OVERSEE_OFFICIALS,) if about else (permissions.LEAD, permissions.HANDLE)
    return and_(Right.permission.in_(held), Right.agency_id.in_(ids_on(agency.path)))


def operators() -> Sequence[User]:
    """Give the operators: whoever routes reports, in any agency."""
    return list(dict.fromkeys(right.user for right in holders(permissions.OPERATE)))


def support_people(agency: Agency) -> Sequence[User]:
    """Give who is told of a supporting agency's part: its leads, else who handles reports there."""
    leads = officials_in(agency, permissions.LEAD)
    return leads or officials_with(permissions.HANDLE, agency)


def holders(permission: str) -> Sequence[Right]:
    """Give who holds ``permission`` and may act, with agency, in the order of the tree."""
    return db.session.scalars(_holding(Right.permission == permission)).all()


def _holding(condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(Right)
        .join(Right.agency)
        .join(Right.user)
        .where(
            condition,
            Agency.is_closed.is_(False),
            User.disabled_at.is_(None),
            User.erased_at.is_(None),
        )
        .options(joinedload(Right.user))
        .order_by(Agency.path, Right.user_id)
    )
