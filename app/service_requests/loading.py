"""One report, for whoever may have it; locked where it is going to be changed."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.viewer import Viewer
from app.core import db as core_db
from app.core.db import db, for_change, locks_nothing, unless_reading
from app.service_requests.catalogue.models import Service
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import is_owner, may_handle, may_see
from app.service_requests.rows import Support


def by_code(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Give the report with ``code`` if the viewer may know of it; locked when writing."""
    found = _by_code(code)
    return found if found is not None and may_see(viewer, found) else None


def owned(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Give the viewer's own report with ``code``."""
    found = _by_code(code)
    return found if found is not None and is_owner(viewer, found) else None


def linked(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Give the viewer's own report as ``owned`` does, not locked: links are locked before it."""
    found = db.session.scalar(select(ServiceRequest).where(ServiceRequest.code == code.upper()))
    return found if found is not None and is_owner(viewer, found) else None


def _by_code(code: str) -> ServiceRequest | None:
    statement = (
        select(ServiceRequest)
        .where(ServiceRequest.code == code.upper())
        .options(
            selectinload(ServiceRequest.promises),
            joinedload(ServiceRequest.village),
            joinedload(ServiceRequest.reason),
            joinedload(ServiceRequest.agency),
            joinedload(ServiceRequest.service).joinedload(Service.urgency_class),
        )
    )
    hold(code)
    found: ServiceRequest | None = core_db.one(statement, ServiceRequest)
    return found


def steps(service_request: ServiceRequest, visible: Iterable[str]) -> Sequence[StatusChange]:
    """Give the steps of those kinds of visibility, the newest first, each with its voice."""
    statement = select(StatusChange).where(
        StatusChange.service_request_id == service_request.id,
        StatusChange.visibility.in_(list(visible)),
    )
    spoken = statement.options(joinedload(StatusChange.spoken), joinedload(StatusChange.paper))
    return db.session.scalars(spoken.order_by(StatusChange.id.desc())).all()


def by_id(request_id: int) -> ServiceRequest | None:
    """Give the report with that id to whoever holds its link."""
    return db.session.get(ServiceRequest, request_id)


def handled(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Give the report if the viewer works on it, with all its page shows; locked for an act."""
    hold(code)
    held = unless_reading(_handled(), ServiceRequest)
    rows = db.session.scalars(held, {"code": code.upper()}).unique()
    found: ServiceRequest | None = rows.one_or_none()
    return found if found is not None and may_handle(viewer, found) else None


@cache
def _handled() -> Select[Any]:
    """Build what loads a report with all that its page at the desk shows."""
    return (
        select(ServiceRequest)
        .where(ServiceRequest.code == bindparam("code"))
        .options(
            joinedload(ServiceRequest.service).lazyload(Service.urgency_class),
            joinedload(ServiceRequest.urgency_class),
            joinedload(ServiceRequest.agency),
            joinedload(ServiceRequest.assignee),
            joinedload(ServiceRequest.village),
            joinedload(ServiceRequest.promises),
            joinedload(ServiceRequest.pauses),
            joinedload(ServiceRequest.supports).joinedload(Support.agency),
            joinedload(ServiceRequest.person_key),
            joinedload(ServiceRequest.drafts),
        )
    )


def hold(*codes: str) -> None:
    """Lock the reports with these codes and those that lead them, in the order of ``core/locks``.

    Called before they are loaded, and once with all that an act changes.
    """
    if not locks_nothing():
        _hold(ServiceRequest.code.in_([code.upper() for code in codes]))


def hold_numbers(numbers: Iterable[int]) -> None:
    """Lock the reports with these ids as ``hold`` does."""
    ids = list(numbers)
    if ids:
        _hold(ServiceRequest.id.in_(ids))


def _hold(those: ColumnElement[bool]) -> None:
    leaders = select(ServiceRequest.main_id).where(those)
    family = func.coalesce(ServiceRequest.main_id, ServiceRequest.id)
    held = (
        select(ServiceRequest.id)
        .where(or_(those, ServiceRequest.id.in_(leaders)))
        .order_by(family, ServiceRequest.main_id.is_not(None), ServiceRequest.id)
    )
    db.session.execute(for_change(held)).all()


def main_of(service_request: ServiceRequest) -> ServiceRequest | None:
    if service_request.main_id is None:
        return None
    return db.session.get(ServiceRequest, service_request.main_id)
