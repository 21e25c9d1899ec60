"""A right: a permission in an agency and in everything below it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models.agency import Agency
from app.accounts.models.user import User
from app.core.db import db


class Right(db.Model):
    """What one official may do in one agency. There is no flag that allows everything."""

    __tablename__ = "right"
    __table_args__ = (UniqueConstraint("user_id", "permission", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    permission: Mapped[str] = mapped_column(String(40))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)

    user: Mapped[User] = relationship(back_populates="rights", foreign_keys=[user_id])
    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)

    def covers(self, permission: str, agency: Agency) -> bool:
        """Tell whether this right allows ``permission`` in ``agency``."""
        return self.permission == permission and self.agency.covers(agency)
