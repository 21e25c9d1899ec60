"""A code that carries a guest's grants to another browser."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models.session import Session
from app.core import clock, codes, personal
from app.core.db import db

LIFETIME = timedelta(minutes=10)
LENGTH = 6


class TransferCode(db.Model):
    """Six digits, good for ten minutes and once; they open what ``session`` holds as a guest."""

    __tablename__ = "transfer_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_index: Mapped[str] = mapped_column(String(64), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(Session.id, ondelete="CASCADE"), index=True)
    network_index: Mapped[str] = mapped_column(String(64), server_default="", default="")
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    @classmethod
    def issue(cls, session: Session, network: str, now: datetime) -> tuple["TransferCode", str]:
        """Make a code for what ``session`` holds and add it; give the row and the code.

        ``network`` is where it is shown.
        """
        code = codes.digits(LENGTH)
        row = cls(
            code_index=index(code),
            session_id=session.id,
            network_index=_network(network),
            created_at=now,
            expires_at=now + LIFETIME,
        )
        db.session.add(row)
        return row, code

    def is_open(self, now: datetime) -> bool:
        is_young = clock.has_begun(self.created_at, now) and now < self.expires_at
        return self.used_at is None and is_young

    def was_shown_at(self, network: str) -> bool:
        return self.network_index == _network(network)

    def use(self, now: datetime) -> None:
        self.used_at = now


def index(code: str) -> str:
    """Give the keyed hash under which ``code`` is found."""
    return personal.blind_index("transfer_code", code)


def _network(network: str) -> str:
    return personal.blind_index("transfer_network", network)
