"""What can be heard: words that the server says, and words that somebody said in their language."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency
from app.core.db import db
from app.media.models import Recording, Speech


class SpokenText(db.Model):
    """A text that was read aloud: found again by what it is about and by its words."""

    __tablename__ = "spoken_text"
    __table_args__ = (Index("ix_spoken_text_subject", "subject", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(40))
    """``service_request:12``: whatever forgets that one forgets this."""
    digest: Mapped[str] = mapped_column(String(64))
    speech_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(index=True)

    speech: Mapped[Speech] = relationship(lazy="joined", innerjoin=True)


class SpokenMessage(db.Model):
    """What an official said of a message, or as a fixed phrase, in a language of the province.

    Of two that were said at the same time for one office the newer is heard.
    """

    __tablename__ = "spoken_message"
    __table_args__ = (Index("ix_spoken_message_subject", "subject", "tongue"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(40))
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    tongue: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(String(64))
    """Of the words it was said of: under other words it is not heard."""
    recording_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), unique=True)
    said_by: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    said_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)
    recording: Mapped[Recording] = relationship(lazy="joined", innerjoin=True)
