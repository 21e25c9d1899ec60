"""The life of an article as a table, and the rows its steps leave behind."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db

DRAFT, IN_REVIEW, SCHEDULED = "draft", "in_review", "scheduled"
PUBLISHED, WITHDRAWN = "published", "withdrawn"
STATUSES = (DRAFT, IN_REVIEW, SCHEDULED, PUBLISHED, WITHDRAWN)
PUBLIC = (PUBLISHED, WITHDRAWN)
"""Everybody may open these; of a withdrawn one only that it was."""

TRANSITIONS: dict[str, tuple[frozenset[str], str | None]] = {
    # verb: (from, to); None leaves the status as it is
    "save": (frozenset({DRAFT, IN_REVIEW, SCHEDULED}), None),
    "submit": (frozenset({DRAFT}), IN_REVIEW),
    "send_back": (frozenset({IN_REVIEW, SCHEDULED}), DRAFT),
    "schedule": (frozenset({IN_REVIEW, SCHEDULED}), SCHEDULED),
    "publish": (frozenset({IN_REVIEW, SCHEDULED}), PUBLISHED),
    "correct": (frozenset({PUBLISHED}), None),
    "withdraw": (frozenset({PUBLISHED}), WITHDRAWN),
}
SHOWN_TO_ALL = frozenset({"publish", "correct", "withdraw"})
SILENT = frozenset({"save"})
"""Verbs that leave no row: a draft is saved every few seconds."""


class ArticleStep(db.Model):
    """One step in the life of an article. ``note``: what was corrected, why it was sent back."""

    __tablename__ = "article_step"
    __table_args__ = (Index("ix_article_step_article", "article_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(String(20))
    from_status: Mapped[str] = mapped_column(String(12))
    to_status: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(default="")
