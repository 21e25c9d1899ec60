"""Whom a provider of sign-ins knows by which of its names (OpenID Connect's subject)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models.user import User
from app.core import personal
from app.core.db import db
from app.core.providers import Provider


class Identity(db.Model):
    """One person at one kind of provider. The provider's name for them is kept as a keyed hash.

    ``level``: the best for which the provider ever vouched here; 0 where it said none that counts.
    """

    __tablename__ = "provider_identity"
    __table_args__ = (UniqueConstraint("user_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    subject_index: Mapped[str] = mapped_column(String(64), unique=True)
    level: Mapped[int]
    linked_at: Mapped[datetime]
    last_used_at: Mapped[datetime]

    user: Mapped[User] = relationship()


def index(provider: Provider, what: str, value: str) -> str:
    """Give the hash by which a provider's word for a person or a session is found again."""
    return personal.blind_index(f"provider-{what}", f"{provider.kind} {provider.issuer} {value}")
