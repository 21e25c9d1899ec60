"""The life of an article, and the rows its steps leave behind."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db
from app.core.lifecycle import Life

DRAFT, IN_REVIEW, SCHEDULED = "draft", "in_review", "scheduled"
PUBLISHED, WITHDRAWN = "published", "withdrawn"
STATUSES = (DRAFT, IN_REVIEW, SCHEDULED, PUBLISHED, WITHDRAWN)
PUBLIC = (PUBLISHED, WITHDRAWN)
"""Everybody may open these; of a withdrawn one only that it was."""

SILENT = "silent"
"""The fact of a verb that leaves no row: a draft is saved every few seconds."""

ARTICLE: Life[Any] = Life("article")
ARTICLE.verb("save", {DRAFT}, facts={SILENT})
ARTICLE.verb("revise", {IN_REVIEW, SCHEDULED}, IN_REVIEW)
ARTICLE.verb("submit", {DRAFT}, IN_REVIEW)
ARTICLE.verb("send_back", {IN_REVIEW, SCHEDULED}, DRAFT)
ARTICLE.verb("schedule", {IN_REVIEW, SCHEDULED}, SCHEDULED)
ARTICLE.verb("publish", {IN_REVIEW, SCHEDULED}, PUBLISHED)
ARTICLE.verb("propose", {PUBLISHED})
ARTICLE.verb("correct", {PUBLISHED})
ARTICLE.verb("drop_correction", {PUBLISHED})
ARTICLE.verb("withdraw", {PUBLISHED}, WITHDRAWN)

CORRECTING = ("propose", "correct", "drop_correction")
"""The newest of these says whether a correction waits for a second person."""


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
