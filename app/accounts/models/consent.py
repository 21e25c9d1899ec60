"""What was agreed to: when, in which words (by version), and when it was taken back."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db

ACCOUNT, LOCATION, THIRD_PERSON, SELLING = "account", "location", "third_person", "selling"
CLASS = "class"


class Consent(db.Model):
    """One agreement, so that it can be shown later that it was given (law 91/2025).

    ``version`` is of the words that stood there (``terms.VERSION``): a release keeps them.
    ``subject`` names what it was for where that is one thing, such as ``service_request:12``.
    A guest's has no ``user_id``.
    """

    __tablename__ = "consent"
    __table_args__ = (
        Index("ix_consent_user", "user_id", "purpose"),
        Index("ix_consent_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    purpose: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
