"""Supporting agencies' parts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.core.db import db
from app.service_requests import policies
from app.service_requests.models import ServiceRequest, Support

PAGE = 100


def part_by_code(viewer: Viewer, code: str) -> Support | None:
    """Give the part if the viewer's agency is the one that was asked."""
    statement = (
        select(Support)
        .where(Support.code == code.upper())
        .options(joinedload(Support.service_request).joinedload(ServiceRequest.village))
    )
    found = db.session.scalars(statement).unique().one_or_none()
    return found if found is not None and policies.may_support(viewer, found) else None


def parts_for(viewer: Viewer) -> Sequence[Support]:
    """Give the parts of the viewer's agencies: those that wait first, the oldest in front."""
    ids = viewer.agency_ids(permissions.HANDLE) | viewer.agency_ids(permissions.LEAD)
    statement = (
        select(Support)
        .join(Support.service_request)
        .where(
            Support.agency_id.in_(ids),
            ServiceRequest.sealed_kind.is_(None),
            ServiceRequest.about_officials.is_(False),
        )
        .options(
            contains_eager(Support.service_request).joinedload(ServiceRequest.service),
            joinedload(Support.agency),
        )
        .order_by(Support.done_at.is_not(None), Support.id)
        .limit(PAGE)
    )
    return db.session.scalars(statement).unique().all() if ids else []
