"""An answer that waits for a lead's word (dự thảo → trình duyệt → công bố)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.db import db
from app.service_requests.models.services import Reason


class AnswerDraft(db.Model):
    """What an official wants to say for an agency that asks its leads first.

    It becomes the act ``verb`` (reply, close, refuse) when a lead publishes it. The citizen
    sees nothing of it before; its photos, voice and paper hang on the step that submitted it.
    """

    __tablename__ = "answer_draft"
    __table_args__ = (
        Index(
            "ix_answer_draft_waiting",
            "agency_id",
            "submitted_at",
            sqlite_where=text("state = 'submitted'"),
            postgresql_where=text("state = 'submitted'"),
        ),
    )

    DRAFT, SUBMITTED, PUBLISHED, DISCARDED = "draft", "submitted", "published", "discarded"
    LIVE = (DRAFT, SUBMITTED)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    """For which it speaks: no other agency sees it, even when the report goes there."""
    state: Mapped[str] = mapped_column(String(12), default=DRAFT)
    verb: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(default="")
    resolution: Mapped[str] = mapped_column(String(20), default="")
    scheduled_on: Mapped[date | None]
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("reason.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    status_change_id: Mapped[int | None] = mapped_column(
        ForeignKey("status_change.id", ondelete="SET NULL")
    )
    """The step with which it was submitted last."""
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    words: Mapped[str | None]
    """Why a lead sent it back."""

    reason: Mapped[Reason | None] = relationship()
    author: Mapped[User | None] = relationship()

    @property
    def is_submitted(self) -> bool:
        """Tell whether it waits for a lead."""
        return self.state == self.SUBMITTED

    @property
    def is_unpublished(self) -> bool:
        """Tell whether what hangs on its step is not out."""
        return self.state in self.LIVE
