"""Who follows a commune: once a week they are told what became of its reports."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.db import db
from app.places.models import Place


class CommuneFollow(db.Model):
    """One person follows one commune; ``told_on``: the Monday up to which they were told."""

    __tablename__ = "commune_follow"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True, index=True)
    told_on: Mapped[date]

    user: Mapped[User] = relationship()
    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)
