"""What a report has in common with others: those joined under it, and those who follow it."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db


class RequestTogether(db.Model):
    """The report that leads it, and how many people it concerns beside its sender."""

    __abstract__ = True

    main_id: Mapped[int | None] = mapped_column(ForeignKey("service_request.id"))
    """The report it was joined under; it closes with that one."""
    joined_status: Mapped[str | None] = mapped_column(String(20))
    """Where it stood when it closed with its main report: undoing gives that back."""
    followers: Mapped[int] = mapped_column(default=0)
    """Kept with the rows of ``Follow``, so that no list has to count."""
    affected: Mapped[int] = mapped_column(default=0)
    """How many of the followers said that it concerns them too."""

    @property
    def is_joined(self) -> bool:
        """Tell whether another report leads it."""
        return self.main_id is not None
