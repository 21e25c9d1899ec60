"""Everything of one person, for export and erasure."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.accounts.models import Grant, User
from app.core.db import db
from app.service_requests.history import RequestPaper, RequestPhoto, RequestRecording, StatusChange
from app.service_requests.life import INTERNAL_STEP
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import AnswerDraft


def all_of(user: User) -> Sequence[ServiceRequest]:
    """Give every report of the account, oldest first."""
    statement = select(ServiceRequest).where(ServiceRequest.citizen_id == user.id)
    return db.session.scalars(statement.order_by(ServiceRequest.id)).unique().all()


def numbers_of(user: User) -> Sequence[int]:
    """Give the ids of the account's reports: to lock them before they are loaded."""
    return db.session.scalars(
        select(ServiceRequest.id).where(ServiceRequest.citizen_id == user.id)
    ).all()


def by_grants(grant_ids: Iterable[int], kind: str) -> Sequence[ServiceRequest]:
    """Give the reports that those guests' links open, as they are now."""
    subjects = select(Grant.subject_id).where(
        Grant.id.in_(list(grant_ids)), Grant.subject_kind == kind
    )
    statement = select(ServiceRequest).where(ServiceRequest.id.in_(subjects))
    fresh = statement.execution_options(populate_existing=True)
    return db.session.scalars(fresh).unique().all()


def photos_of_citizen(service_request: ServiceRequest) -> Sequence[RequestPhoto]:
    statement = select(RequestPhoto).where(
        RequestPhoto.service_request_id == service_request.id,
        RequestPhoto.role.in_((RequestPhoto.REPORT, RequestPhoto.ADDITION)),
    )
    return db.session.scalars(statement).all()


def recordings_of_citizen(service_request: ServiceRequest) -> Sequence[RequestRecording]:
    statement = select(RequestRecording).where(
        RequestRecording.service_request_id == service_request.id,
        RequestRecording.role.in_((RequestPhoto.REPORT, RequestPhoto.ADDITION)),
    )
    return db.session.scalars(statement).all()


def papers_of(service_request: ServiceRequest) -> Sequence[RequestPaper]:
    """Give the documents that came with answers."""
    mine = RequestPaper.service_request_id == service_request.id
    return db.session.scalars(select(RequestPaper).where(mine)).all()


def drafts_of(service_request: ServiceRequest) -> Sequence[AnswerDraft]:
    """Give all answers that went to a lead, whatever became of them."""
    mine = AnswerDraft.service_request_id == service_request.id
    return db.session.scalars(select(AnswerDraft).where(mine)).all()


def steps_of(service_request: ServiceRequest) -> Sequence[StatusChange]:
    """Give the steps the citizen may read, oldest first."""
    statement = select(StatusChange).where(
        StatusChange.service_request_id == service_request.id,
        StatusChange.visibility != INTERNAL_STEP,
    )
    return db.session.scalars(statement.order_by(StatusChange.id)).all()
