"""Several reports at once: which of those ticked the viewer works on, and who may have them all."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core.db import db
from app.service_requests.catalogue.models import Service
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle
from app.service_requests.routing.assigning import assignable


def chosen(viewer: Viewer, codes: Iterable[str]) -> dict[str, ServiceRequest]:
    """Give those of the reports that the viewer works on, by code, in one statement."""
    statement = (
        select(ServiceRequest)
        .where(ServiceRequest.code.in_(set(codes)))
        .options(
            joinedload(ServiceRequest.service).lazyload(Service.urgency_class),
            joinedload(ServiceRequest.agency),
            lazyload(ServiceRequest.person_key),
        )
    )
    found = db.session.scalars(statement).unique()
    return {each.code: each for each in found if may_handle(viewer, each)}


def common_colleagues(reports: Iterable[ServiceRequest]) -> Sequence[User]:
    kinds = {(each.agency_id, each.about_officials): each for each in reports}
    groups = [assignable(each) for each in kinds.values()]
    if not groups:
        return []
    common = set.intersection(*({user.id for user in group} for group in groups))
    return [user for user in groups[0] if user.id in common]
