"""A grave right that one administrator proposed: another one confirms it before it counts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models.agency import Agency
from app.accounts.models.user import User
from app.core.db import db


class RightProposal(db.Model):
    """``permission`` in ``agency`` for ``user``. ``proposed_by`` is None for the command line."""

    __tablename__ = "right_proposal"
    __table_args__ = (
        Index(
            "uq_right_proposal_open", "user_id", "permission", "agency_id", unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )  # fmt: skip

    CONFIRMED, REFUSED = "confirmed", "refused"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    permission: Mapped[str] = mapped_column(String(40))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(10), default="")

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for a second administrator."""
        return self.decided_at is None

    def decide(self, outcome: str, by_id: int | None, now: datetime) -> None:
        """Note what a second administrator said."""
        self.outcome, self.decided_by_id, self.decided_at = outcome, by_id, now
