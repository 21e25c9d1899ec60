"""A text message on its way to the gateway."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import codes, personal
from app.core.db import db
from app.core.personal import PersonKey


class SmsMessage(db.Model):
    """Phone and words, sealed under a key of their own that is destroyed once it was sent."""

    __tablename__ = "sms_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    """What the gateway recognises a repeat by."""
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    phone_sealed: Mapped[bytes]
    words_sealed: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]

    person_key: Mapped[PersonKey] = relationship(
        lazy="joined", innerjoin=True, cascade="all, delete-orphan", single_parent=True
    )

    @classmethod
    def write(cls, phone: str, words: str, now: datetime, expires_at: datetime) -> "SmsMessage":
        """Write ``words`` to ``phone`` (E.164), worth sending until ``expires_at``; add it."""
        key = personal.new_key()
        message = cls(
            reference=codes.random_token(),
            person_key=key,
            phone_sealed=personal.encrypt(key, phone),
            words_sealed=personal.encrypt(key, words),
            created_at=now,
            expires_at=expires_at,
        )
        db.session.add(message)
        return message

    @property
    def phone(self) -> str | None:
        return personal.decrypt(self.person_key, self.phone_sealed)

    @property
    def words(self) -> str | None:
        return personal.decrypt(self.person_key, self.words_sealed)
