"""What the operator sets and sees of limits: other numbers, refusals, closed sources."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models.user import User
from app.core import personal
from app.core.db import db

ADDRESS, DEVICE = "address", "device"
PURPOSE = "source"


class LimitSetting(db.Model):
    """Another number than the one a limit comes with; ``name`` is the limit's."""

    __tablename__ = "limit_setting"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    most: Mapped[int]


class Source:
    """A table's part: where something came from. The address is sealed and kept for days only."""

    kind: Mapped[str] = mapped_column(String(10))
    source_index: Mapped[str] = mapped_column(String(64), index=True)
    sealed: Mapped[bytes]

    @property
    def name(self) -> str:
        """Give the address, or the short name of a browser."""
        return personal.unseal(PURPOSE, self.sealed)


class LimitRefusal(Source, db.Model):
    """How often a limit refused one source in an hour, which began at ``hour``."""

    __tablename__ = "limit_refusal"
    __table_args__ = (UniqueConstraint("limit_name", "source_index", "hour"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    limit_name: Mapped[str] = mapped_column(String(40))
    hour: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]


class ClosedSource(Source, db.Model):
    """A source from which nothing is taken without an account until ``until``, or it is opened."""

    __tablename__ = "closed_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    closed_at: Mapped[datetime]
    closed_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    until: Mapped[datetime] = mapped_column(index=True)
    opened_at: Mapped[datetime | None]

    @property
    def reference(self) -> str:
        """Give ``source:3``, as audit rows name it."""
        return f"source:{self.id}"


def source_index(kind: str, name: str) -> str:
    """Give the keyed hash under which a source is found."""
    return personal.blind_index(PURPOSE, f"{kind}:{name}")
