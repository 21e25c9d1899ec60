"""A programme to apply to until a day, or an app of the State; and whether its link works."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.businesses import COOPERATIVE, HOUSEHOLD, STALL, Business
from app.accounts.models import Agency
from app.core import codes
from app.core.db import db
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.places import contacts

SUPPORT, CALL, TRAINING, APP = "support", "call", "training", "app"
KINDS: dict[str, Any] = {
    SUPPORT: _l("Support"),
    CALL: lazy_pgettext("programme", "Call"),
    TRAINING: _l("Training"),
    APP: _l("App or page of the State"),
}
FITS: dict[str, Any] = {
    HOUSEHOLD: _l("Household"),
    COOPERATIVE: _l("Cooperative"),
    STALL: _l("Market stall"),
}
"""For which kinds of businesses a programme may be; the names are those of the market's shops."""
MAX_TITLE, MAX_WHO, MAX_ABOUT, MAX_LINK, MAX_PHONES, MAX_WHY = 120, 400, 2_000, 300, 80, 160
DEAD_AFTER = 2
"""So many tests have to fail, on different days, before a link is said to be dead."""


class Programme(Versioned, Referenced, db.Model):
    """What one may apply to. ``until`` None: there is no last day.

    ``fits``: the kinds of businesses it is for, as the market has them; none: for all.
    ``link_tested_at``: when somebody last looked whether the link works; ``link_failures``: how
    many tests failed since it worked last, and ``link_why`` why, for the office.
    """

    __tablename__ = "directory_programme"
    __table_args__ = (
        Index("ix_directory_programme_agency", "agency_id", "id"),
        Index("ix_directory_programme_tested", "link_tested_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id))
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    who: Mapped[str] = mapped_column(String(MAX_WHO), default="")
    about: Mapped[str] = mapped_column(default="")
    phones: Mapped[str] = mapped_column(String(MAX_PHONES), default="")
    until: Mapped[date | None]
    fits: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    link: Mapped[str] = mapped_column(String(MAX_LINK), default="")
    link_tested_at: Mapped[datetime | None]
    link_failures: Mapped[int] = mapped_column(default=0)
    link_why: Mapped[str] = mapped_column(String(MAX_WHY), default="")
    checked_on: Mapped[date]
    closed_on: Mapped[date | None]

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)

    @property
    def label(self) -> Any:
        return KINDS[self.kind]

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_dead(self) -> bool:
        """Tell whether its link failed often enough to say so."""
        return self.link_failures >= DEAD_AFTER

    def is_for(self, business: Business) -> bool:
        """Tell whether a business may apply: by its kind, and by where the office's area is."""
        within = contacts.whose(self.agency.place)
        near = within is None or within.id == business.commune.id
        return self.kind != APP and near and (not self.fits or business.kind in self.fits)

    def is_over(self, today: date) -> bool:
        return self.until is not None and self.until < today
