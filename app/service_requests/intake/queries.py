"""Reports that officials took in for others."""

from sqlalchemy import select

from app.accounts.permissions import INTAKE
from app.accounts.viewer import Viewer
from app.core.db import db
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest
from app.service_requests.wording import CHANNEL


def taken_in(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Give the report that one of the viewer's agencies took in for somebody."""
    mine = viewer.agency_ids(INTAKE)
    statement = (
        select(ServiceRequest)
        .join(StatusChange, StatusChange.service_request_id == ServiceRequest.id)
        .where(
            ServiceRequest.code == code.upper(),
            ServiceRequest.source.in_(list(CHANNEL)),
            StatusChange.verb == "receive",
            StatusChange.agency_id.in_(sorted(mine)),
        )
    )
    return db.session.scalars(statement).unique().one_or_none() if mine else None
