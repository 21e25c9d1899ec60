"""What a business proposes about an entry: a new one, that one is theirs, or what changed of it."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency
from app.core import codes
from app.core.db import db
from app.core.lifecycle import Life, WithStatus
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.directory.models import MAX_KEY, DirectoryEntry, DirectoryKind

NEW, CLAIM, CHANGE = "new", "claim", "change"
WHAT: dict[str, Any] = {
    NEW: _l("A new entry"),
    CLAIM: _l("Says that the entry is theirs"),
    CHANGE: _l("Changes the entry"),
}
MAX_WHY = 400
WAITING, ACCEPTED, REFUSED, WITHDRAWN = "waiting", "accepted", "refused", "withdrawn"
STATUSES: dict[str, tuple[Any, str]] = {
    WAITING: (_l("The office looks at it"), "soon"),
    ACCEPTED: (lazy_pgettext("proposal", "Accepted"), "ok"),
    REFUSED: (lazy_pgettext("proposal", "Not accepted"), "late"),
    WITHDRAWN: (_l("Withdrawn"), "info"),
}

LIFE: Life["DirectoryProposal"] = Life("directory_proposal")
LIFE.verb("send", {WAITING, ACCEPTED, REFUSED, WITHDRAWN}, WAITING)
LIFE.verb("accept", {WAITING}, ACCEPTED)
LIFE.verb("refuse", {WAITING}, REFUSED)
LIFE.verb("withdraw", {WAITING}, WITHDRAWN)


class DirectoryProposal(Versioned, WithStatus, Referenced, db.Model):
    """The last word of a business about an entry, and what became of it.

    ``subject`` tells what it is about: one row for each, sent again it is the same row.
    ``said``: what the entry is to say, places by their codes; nothing for a claim.
    """

    __tablename__ = "directory_proposal"
    statuses = STATUSES
    __table_args__ = (
        UniqueConstraint("business_code", "subject"),
        Index("ix_directory_proposal_status", "agency_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(12), default=WAITING)
    what: Mapped[str] = mapped_column(String(8))
    business_code: Mapped[str] = mapped_column(String(20))
    business_name: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(MAX_KEY + 4))
    kind_id: Mapped[int] = mapped_column(ForeignKey(DirectoryKind.id))
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id))
    entry_id: Mapped[int | None] = mapped_column(
        ForeignKey(DirectoryEntry.id, ondelete="CASCADE"), index=True
    )
    said: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    why: Mapped[str] = mapped_column(String(MAX_WHY), default="")
    sent_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    kind: Mapped[DirectoryKind] = relationship(lazy="joined", innerjoin=True)
    agency: Mapped[Agency] = relationship()
    entry: Mapped[DirectoryEntry | None] = relationship()

    @property
    def what_name(self) -> Any:
        return WHAT[self.what]

    @property
    def title(self) -> str:
        """Give what the entry is called, or is to be called."""
        return str(self.said.get("name") or (self.entry.name if self.entry else ""))

    @property
    def waits(self) -> bool:
        return self.status == WAITING
