"""People around a report: whose it is, who is told, who may be assigned."""

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from app.accounts import permissions
from app.accounts.models import Agency, Grant, Right, User
from app.accounts.queries import officials_in, officials_with
from app.core.db import db
from app.service_requests.models import ServiceRequest
from app.service_requests.policies import SUBJECT
from app.service_requests.queries.clock import holders

MOST_COLLEAGUES = 100


def grants_to(service_request: ServiceRequest) -> Sequence[Grant]:
    """Give the guests' links to the report that no account has claimed."""
    statement = select(Grant).where(
        Grant.subject_kind == SUBJECT,
        Grant.subject_id == service_request.id,
        Grant.claimed_by_id.is_(None),
    )
    return db.session.scalars(statement).all()


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


def operators() -> Sequence[User]:
    """Give the operators: whoever routes reports, in any agency."""
    return list(dict.fromkeys(right.user for right in holders(permissions.OPERATE)))


def support_people(agency: Agency) -> Sequence[User]:
    """Give who is told of a supporting agency's part: its leads, else who handles reports there."""
    leads = officials_in(agency, permissions.LEAD)
    return leads or officials_with(permissions.HANDLE, agency)


def assignable(service_request: ServiceRequest) -> Sequence[User]:
    """Give the officials who may work on the report in its agency."""
    if service_request.agency is None:
        return []
    wanted = (
        permissions.OVERSEE_OFFICIALS if service_request.about_officials else permissions.HANDLE
    )
    return officials_with(wanted, service_request.agency)


def colleagues(agency_ids: Iterable[int], also: Iterable[int] = ()) -> Sequence[User]:
    """Give the active officials who handle reports of exactly those agencies, a hundred at most.

    ``also``: ids of others to be given with them, active or not.
    """
    held = select(Right.user_id).where(
        Right.permission == permissions.HANDLE, Right.agency_id.in_(sorted(agency_ids))
    )
    active = and_(User.id.in_(held), User.disabled_at.is_(None), User.erased_at.is_(None))
    statement = (
        select(User)
        .where(or_(active, User.id.in_(sorted(also))))
        .options(joinedload(User.person_key, innerjoin=False))
        .order_by(User.id)
        .limit(MOST_COLLEAGUES)
    )
    return db.session.scalars(statement).all()
