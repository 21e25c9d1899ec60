"""What was answered to a service's own questions."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db
from app.service_requests.catalogue.question_models import Question


class RequestAnswer(db.Model):
    """What a citizen answered to one question of their report.

    ``value`` is the text, a decimal number with a point, a local time in ISO 8601, or the keys
    chosen, with commas between them.
    """

    __tablename__ = "request_answer"
    __table_args__ = (
        UniqueConstraint("service_request_id", "question_id"),
        Index("ix_request_answer_question", "question_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE")
    )
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    value: Mapped[str]

    question: Mapped[Question] = relationship()
