"""A guest's wish for one text message: their number, kept until it has served."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Grant
from app.core import personal
from app.core.db import db
from app.core.personal import PersonKey

KEPT = timedelta(days=180)
"""A report that was never answered by then is not going to be: the number is forgotten."""


class TextWish(db.Model):
    """A number that a guest left to be told once, sealed under a key of its own."""

    __tablename__ = "text_wish"

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grant.id", ondelete="CASCADE"), unique=True)
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    phone_sealed: Mapped[bytes]
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime] = mapped_column(index=True)

    grant: Mapped[Grant] = relationship()
    person_key: Mapped[PersonKey] = relationship(
        lazy="joined", innerjoin=True, cascade="all, delete-orphan", single_parent=True
    )

    @property
    def phone(self) -> str | None:
        """Give the number in E.164."""
        return personal.decrypt(self.person_key, self.phone_sealed)


def leave(grant: Grant, phone: str, language: str, now: datetime) -> TextWish:
    """Keep ``phone`` (E.164) for one message about what ``grant`` opens; it replaces another."""
    for old in of_grants([grant.id]):
        take_back(old)
    key = personal.new_key()
    wish = TextWish(
        grant=grant,
        person_key=key,
        phone_sealed=personal.encrypt(key, phone),
        language=language,
        created_at=now,
    )
    db.session.add(wish)
    return wish


def take_back(wish: TextWish) -> None:
    """Forget the number, with the key under which it was sealed."""
    db.session.delete(wish)
    db.session.flush()


def of_grants(grant_ids: Collection[int]) -> Sequence[TextWish]:
    """Give what was wished for by whoever holds one of those grants."""
    if not grant_ids:
        return []
    statement = select(TextWish).where(TextWish.grant_id.in_(grant_ids)).order_by(TextWish.id)
    return db.session.scalars(statement).all()


def forget_old(now: datetime) -> None:
    """Forget numbers that were kept too long."""
    old = TextWish.created_at < now - KEPT
    gone = delete(TextWish).where(old).returning(TextWish.person_key_id)
    keys = db.session.scalars(gone).all()
    db.session.execute(delete(PersonKey).where(PersonKey.id.in_(keys)))
