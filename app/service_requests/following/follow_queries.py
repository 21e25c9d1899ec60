"""Who follows what. Never shown beside a name: only whether oneself does, and how many do."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core.db import db
from app.service_requests.following.lists import line, public
from app.service_requests.following.models import Follow
from app.service_requests.record import ServiceRequest

MOST_SHOWN = 20


def follows_of(service_request: ServiceRequest) -> Sequence[Follow]:
    statement = (
        select(Follow)
        .where(Follow.service_request_id == service_request.id)
        .options(joinedload(Follow.user), joinedload(Follow.grant))
        .order_by(Follow.id)
    )
    return db.session.scalars(statement).all()


def own(viewer: Viewer, service_request: ServiceRequest) -> Follow | None:
    """Give the viewer's follow of a report: of the account, or of the phone they proved."""
    mine = _mine(viewer)
    if mine is None:
        return None
    statement = select(Follow).where(Follow.service_request_id == service_request.id, mine)
    return db.session.scalars(statement.order_by(Follow.id)).first()


def followed_by(viewer: Viewer) -> Sequence[ServiceRequest]:
    """Give the reports the viewer follows that everybody may know of, newest first: a page."""
    given = {"user_id": viewer.user_id, "phone_index": viewer.proved_phone_index}
    by = frozenset(name for name, value in given.items() if value is not None)
    return db.session.scalars(_followed(by), given).unique().all() if by else []


@cache
def _followed(by: frozenset[str]) -> Select[Any]:
    """Build what asks for them, by whichever of the two a follow is known by."""
    return (
        select(ServiceRequest)
        .join(Follow, Follow.service_request_id == ServiceRequest.id)
        .where(or_(*(getattr(Follow, name) == bindparam(name) for name in sorted(by))))
        .where(ServiceRequest.is_listed)
        .options(*line(), public())
        .order_by(Follow.id.desc())
        .limit(MOST_SHOWN)
    )


def follows_of_person(user: User) -> Sequence[Follow]:
    """Give all follows of one person, also those made as a guest with the same phone."""
    mine = Follow.user_id == user.id
    if user.phone_index is not None:
        mine = or_(mine, Follow.phone_index == user.phone_index)
    statement = select(Follow).where(mine).options(joinedload(Follow.service_request))
    return db.session.scalars(statement.order_by(Follow.id)).unique().all()


def follows_by_grants(grant_ids: Sequence[int]) -> Sequence[Follow]:
    """Give the guests' follows that those links carry, as they are now."""
    statement = select(Follow).where(Follow.grant_id.in_(list(grant_ids)))
    fresh = statement.execution_options(populate_existing=True)
    return db.session.scalars(fresh).all()


def counts(service_request: ServiceRequest) -> tuple[int, int]:
    """Count the followers of a report, and those of them whom it concerns too."""
    affected = func.count().filter(Follow.is_affected)
    statement = select(func.count(), affected).where(
        Follow.service_request_id == service_request.id
    )
    row = db.session.execute(statement).one()
    return row[0], row[1]


def _mine(viewer: Viewer) -> ColumnElement[bool] | None:
    proved = viewer.proved_phone_index
    parts = []
    if viewer.user_id is not None:
        parts.append(Follow.user_id == viewer.user_id)
    if proved is not None:
        parts.append(Follow.phone_index == proved)
    return or_(*parts) if parts else None
