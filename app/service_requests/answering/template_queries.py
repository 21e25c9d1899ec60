"""Answers kept ready: those of a report, and those that somebody may change."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import joinedload

from app.accounts import permissions
from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.core.db import db
from app.service_requests.answering.template_models import AnswerTemplate
from app.service_requests.catalogue.models import Service
from app.service_requests.catalogue.rights import may_administer
from app.service_requests.record import ServiceRequest
from app.service_requests.scope import scope_of

MOST_OFFERED = 20
WRITERS = (permissions.LEAD, permissions.ADMINISTER)


def offered(service_request: ServiceRequest) -> Sequence[AnswerTemplate]:
    """Give those for the report's agency and service, in the order their writers chose."""
    above = _above(service_request.agency)
    given = {"agencies": above, "service_id": service_request.service_id}
    return db.session.scalars(_fitting(), given).all()


@cache
def _fitting() -> Select[Any]:
    mine, about = AnswerTemplate.agency_id, AnswerTemplate.service_id
    return (
        select(AnswerTemplate)
        .where(
            AnswerTemplate.active,
            or_(mine.is_(None), mine.in_(bindparam("agencies", expanding=True))),
            or_(about.is_(None), about == bindparam("service_id")),
        )
        .order_by(AnswerTemplate.position, AnswerTemplate.id)
        .limit(MOST_OFFERED)
    )


def fits(template: AnswerTemplate, service_request: ServiceRequest) -> bool:
    """Tell whether the desk offers it for the report."""
    mine = template.agency_id is None or template.agency_id in _above(service_request.agency)
    about = template.service_id in (None, service_request.service_id)
    return template.active and mine and about


def editable(viewer: Viewer) -> Sequence[AnswerTemplate]:
    """Give all that the viewer may change, retired ones too."""
    mine = AnswerTemplate.agency_id.in_(_written_for(viewer))
    statement = (
        select(AnswerTemplate)
        .where(or_(mine, AnswerTemplate.agency_id.is_(None)) if _for_all(viewer) else mine)
        .options(
            joinedload(AnswerTemplate.agency),
            joinedload(AnswerTemplate.service).lazyload(Service.urgency_class),
        )
        .order_by(AnswerTemplate.position, AnswerTemplate.id)
    )
    return db.session.scalars(statement).unique().all()


def template_by_code(viewer: Viewer, code: str) -> AnswerTemplate | None:
    """Give the template with ``code``."""
    return db.session.scalar(select(AnswerTemplate).where(AnswerTemplate.code == code))


def agencies_written_for(viewer: Viewer) -> Sequence[Agency]:
    """Give the agencies for which the viewer may write, in the order of the tree."""
    statement = (
        select(Agency)
        .where(Agency.id.in_(_written_for(viewer)), Agency.is_closed.is_(False))
        .order_by(Agency.path)
    )
    return db.session.scalars(statement).unique().all()


def newest_handled(viewer: Viewer, template: AnswerTemplate) -> str | None:
    """Give the code of the newest report that the viewer works on and the template fits."""
    statement = select(ServiceRequest.code).where(
        scope_of(viewer).condition(), ServiceRequest.sealed_kind.is_(None)
    )
    if template.service_id is not None:
        statement = statement.where(ServiceRequest.service_id == template.service_id)
    return db.session.scalar(statement.order_by(ServiceRequest.id.desc()).limit(1))


def _above(agency: Agency | None) -> list[int]:
    return [int(each) for each in agency.path.strip("/").split("/")] if agency else []


def _written_for(viewer: Viewer) -> list[int]:
    return sorted(frozenset().union(*(viewer.agency_ids(each) for each in WRITERS)))


def _for_all(viewer: Viewer) -> bool:
    return may_administer(viewer)
