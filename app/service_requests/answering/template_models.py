"""Answers that an agency keeps ready, with places to be filled in from the report."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency
from app.core.db import db
from app.service_requests.catalogue.models import Service


class AnswerTemplate(db.Model):
    """An answer kept ready, for an agency with all below it or for all, for a service or any.

    It is written in Vietnamese, the language in which agencies answer.
    """

    __tablename__ = "answer_template"

    REPLY, FIXED, EXPLAINED = "reply", "fixed", "explained"
    PURPOSES = (REPLY, FIXED, EXPLAINED)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(12))
    """A reply that leaves the report open, or how it ends."""
    title: Mapped[str] = mapped_column(String(80))
    """What stands on its button."""
    body: Mapped[str]
    position: Mapped[int] = mapped_column(default=100)
    active: Mapped[bool] = mapped_column(default=True)

    agency: Mapped[Agency | None] = relationship()
    service: Mapped[Service | None] = relationship()

    @property
    def verb(self) -> str:
        """Give what is done with it: reply or close."""
        return "reply" if self.purpose == self.REPLY else "close"

    @property
    def resolution(self) -> str:
        """Give how a report ends that is closed with it; empty for a reply."""
        return "" if self.purpose == self.REPLY else self.purpose
