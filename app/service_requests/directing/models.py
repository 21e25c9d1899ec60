"""A direction: who gave it, to whom, about what, by when; and what was answered."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency, User
from app.core import codes
from app.core.db import db
from app.core.lifecycle import Life
from app.core.referring import Referenced
from app.service_requests.record import ServiceRequest

OPEN, ANSWERED, TAKEN_BACK = "open", "answered", "taken_back"
DIRECTION: Life["Direction"] = Life("direction")
ANSWER = DIRECTION.verb("answer", {OPEN}, ANSWERED, label=_l("Answered"))
TAKE_BACK = DIRECTION.verb(
    "take_back", {OPEN}, TAKEN_BACK, label=lazy_pgettext("direction", "Taken back")
)


class Direction(Referenced, db.Model):
    """A word of direction to an agency, about one of its reports or in general.

    ``due_at`` is the end of office hours of ``due_on``. One about a report that was sealed since,
    or turned out to be about officials, is shown to nobody (``rights``).
    """

    __tablename__ = "direction"
    __table_args__ = (
        Index("ix_direction_agency", "agency_id", "status", "due_at"),
        Index("ix_direction_status", "status", "due_at"),
        CheckConstraint("status <> 'answered' OR answered_at IS NOT NULL", "answered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(12), default=OPEN)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    from_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    """For which the lead spoke."""
    service_request_id: Mapped[int | None] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    given_at: Mapped[datetime]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    words: Mapped[str]
    due_on: Mapped[date]
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    answer: Mapped[str | None]

    agency: Mapped[Agency] = relationship(foreign_keys=[agency_id])
    from_agency: Mapped[Agency | None] = relationship(foreign_keys=[from_agency_id])
    given_by: Mapped[User | None] = relationship(foreign_keys=[given_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
    service_request: Mapped[ServiceRequest | None] = relationship()

    @property
    def is_open(self) -> bool:
        return self.status == OPEN

    def is_late(self, now: datetime) -> bool:
        """Tell whether the day passed without an answer, or the answer came after it."""
        return self.due_at < (self.answered_at or now) and self.status != TAKEN_BACK

    @property
    def is_shown(self) -> bool:
        """Tell whether what it is about may be spoken of among officials who handle reports."""
        it = self.service_request
        return it is None or not (it.sealed_kind or it.about_officials)
