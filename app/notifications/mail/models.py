"""Where an official wants mail, and which."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import codes, personal
from app.core.db import db, for_change, one
from app.core.events import person_erased, person_exported


class MailAddress(db.Model):
    """An official's address, sealed under their key. Nothing goes there before it is confirmed.

    The secret stands in every mail: it confirms the address, and ends the mails with one tap.
    """

    __tablename__ = "mail_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    address_sealed: Mapped[bytes]
    token_sealed: Mapped[bytes]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    morning: Mapped[bool] = mapped_column(default=True)
    """What waits, on a working morning."""
    late: Mapped[bool] = mapped_column(default=True)
    """What has become late, once for each report."""
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    """When a server last said that there is no such mailbox; the next mail it takes ends that."""

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def address(self) -> str | None:
        return personal.decrypt(self.user.person_key, self.address_sealed)

    @property
    def token(self) -> str | None:
        return personal.decrypt(self.user.person_key, self.token_sealed)

    @property
    def is_in_use(self) -> bool:
        """Tell whether mail may go there: confirmed, and still an official's."""
        user = self.user
        return bool(self.confirmed_at and user.is_active and user.is_official and user.rights)

    def wants(self, kind: str) -> bool:
        """Tell whether mail of ``kind``, ``morning`` or ``late``, is to go there now."""
        return self.is_in_use and bool(getattr(self, kind))

    def change(self, address: str, now: datetime) -> None:
        """Set another address, to be confirmed; links of mails to the one before end."""
        key, token = self.user.person_key, codes.random_token()
        self.address_sealed = personal.encrypt(key, address)
        self.token_sealed = personal.encrypt(key, token)
        self.token_hash = codes.sha256(token)
        self.made_at, self.confirmed_at, self.refused_at = now, None, None


def of_user(user_id: int | None) -> MailAddress | None:
    return one(select(MailAddress).where(MailAddress.user_id == user_id), MailAddress)


def of_owner(user: User) -> MailAddress | None:
    """Give the official's own for change; nobody makes one of theirs meanwhile."""
    db.session.execute(for_change(select(User.id).where(User.id == user.id)))
    return of_user(user.id)


def by_token(_viewer: Any, token: str) -> MailAddress | None:
    """Give the address in whose mails that secret stands."""
    hashed = codes.sha256(token)
    return one(select(MailAddress).where(MailAddress.token_hash == hashed), MailAddress)


def wanting(kind: str) -> list[MailAddress]:
    """Give the addresses to which mail of ``kind`` goes, in one statement."""
    column = getattr(MailAddress, kind)
    wanted = select(MailAddress).where(column, MailAddress.confirmed_at.is_not(None))
    return [each for each in db.session.scalars(wanted).unique() if each.wants(kind)]


@person_erased.connect
def _erase(user: User, **_: Any) -> None:
    db.session.execute(delete(MailAddress).where(MailAddress.user_id == user.id))


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    found = db.session.scalar(select(MailAddress).where(MailAddress.user_id == user.id))
    if found is None:
        return "mail_address", []
    return "mail_address", [{"email": found.address, "created_at": found.made_at.isoformat()}]
