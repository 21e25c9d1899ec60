"""The questions of a service."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.viewer import Viewer
from app.core.db import db
from app.service_requests.catalogue.models import Service
from app.service_requests.catalogue.question_models import Question

_WHOLE = (joinedload(Question.texts), joinedload(Question.values))


def of_service(service: Service) -> Sequence[Question]:
    """Give all questions of a service, the retired ones too, in order."""
    statement = select(Question).where(Question.service_id == service.id).options(*_WHOLE)
    ordered = statement.order_by(Question.position, Question.id)
    return db.session.scalars(ordered).unique().all()


def by_code(viewer: Viewer, code: str, question: str) -> Question | None:
    """Give the question with its code, of the service with ``code``."""
    statement = (
        select(Question)
        .join(Service, Service.id == Question.service_id)
        .where(Service.service_code == code, Question.code == question)
        .options(*_WHOLE)
    )
    return db.session.scalars(statement).unique().one_or_none()
