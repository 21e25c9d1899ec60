"""Planned cuts of power or water."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.bills.models.biller import Biller
from app.core import codes
from app.core.db import db
from app.core.errors import DomainError
from app.core.tables.values import as_key
from app.places.models import Place

MAX_REASON = 200


class PlannedCut(db.Model):
    """For customers in a place, or whose codes begin so; both empty: for all of the biller's."""

    __tablename__ = "planned_cut"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    biller_id: Mapped[int] = mapped_column(ForeignKey("biller.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id), index=True)
    prefixes: Mapped[list[Any]]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(String(MAX_REASON))
    made_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    biller: Mapped[Biller] = relationship(lazy="joined", innerjoin=True)
    place: Mapped[Place | None] = relationship()

    @classmethod
    def plan(
        cls,
        biller: Biller,
        span: tuple[datetime, datetime],
        reason: str,
        place: Place | None,
        prefixes: str,
        now: datetime,
    ) -> "PlannedCut":
        """Make one and add it to the session; raises ``DomainError`` for a span that ends early."""
        begins, ends = span
        if ends <= begins or ends <= now:
            raise DomainError(
                _l("It has to end after it begins, and not in the past."), field="ends"
            )
        if not reason:
            raise DomainError(_l("Say why in a few words."), field="reason")
        cut = cls(
            biller=biller,
            place=place,
            prefixes=[as_key(each) for each in prefixes.replace(",", " ").split()],
            begins_at=begins,
            ends_at=ends,
            reason=reason[:MAX_REASON],
            made_at=now,
        )
        db.session.add(cut)
        return cut

    def concerns(self, code_key: str, place_ids: set[int]) -> bool:
        if self.place_id is None and not self.prefixes:
            return True
        here = self.place_id is not None and self.place_id in place_ids
        return here or any(code_key.startswith(each) for each in self.prefixes)

    def cancel(self, now: datetime) -> None:
        self.cancelled_at = self.cancelled_at or now
