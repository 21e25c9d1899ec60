"""Where articles are fetched from: an agency's own feed, or a newspaper's."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency
from app.core.db import db
from app.news.feed_reading.identity import Identity

AGENCY, NEWSPAPER = "agency", "newspaper"
KINDS = (AGENCY, NEWSPAPER)
EVERY = timedelta(minutes=30)
LONGEST_WAIT = timedelta(hours=24)


class FeedSource(db.Model):
    """One feed. ``is_direct``: what comes is published at once, else it waits for review."""

    __tablename__ = "feed_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    name: Mapped[str]
    url: Mapped[str] = mapped_column(String(500), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    section: Mapped[str] = mapped_column(String(30))
    is_direct: Mapped[bool] = mapped_column(default=False)
    is_on: Mapped[bool] = mapped_column(default=True)
    etag: Mapped[str] = mapped_column(default="")
    last_modified: Mapped[str] = mapped_column(default="")
    next_at: Mapped[datetime] = mapped_column(index=True)
    fetched_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_press(self) -> bool:
        """Tell whether only title and link may be taken: the words are a newspaper's."""
        return self.kind == NEWSPAPER

    def succeeded(self, etag: str, last_modified: str, now: datetime) -> None:
        """Note a good fetch, and what makes the next one conditional."""
        self.etag, self.last_modified = etag[:300], last_modified[:100]
        self.fetched_at, self.next_at = now, now + EVERY
        self.failures, self.last_error = 0, ""

    def failed(self, why: str, now: datetime) -> None:
        """Note a failed fetch; the waits grow up to a day."""
        self.failures += 1
        self.last_error = why[:300]
        self.next_at = now + min(EVERY * 2 ** min(self.failures, 10), LONGEST_WAIT)


class FeedEntry(db.Model):
    """One entry that was seen, by three hashes of what tells it from others: never taken twice.

    ``offered_…`` is what its source wrote since, waiting for an editor; ``words_key`` the hash
    of the newest words, so that one correction is offered once. ``key`` is all three in one, and
    the hash of the guid alone in rows older than the three (which are empty there).
    """

    __tablename__ = "feed_entry"
    __table_args__ = (
        UniqueConstraint("source_id", "key"),
        Index("ix_feed_entry_guid", "source_id", "guid_key"),
        Index("ix_feed_entry_link", "source_id", "link_key"),
        Index("ix_feed_entry_content", "source_id", "content_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("feed_source.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64))
    guid_key: Mapped[str] = mapped_column(String(64), default="", server_default="")
    link_key: Mapped[str] = mapped_column(String(64), default="", server_default="")
    content_key: Mapped[str] = mapped_column(String(64), default="", server_default="")
    words_key: Mapped[str] = mapped_column(String(64), default="", server_default="")
    article_id: Mapped[int | None] = mapped_column(
        ForeignKey("article.id", ondelete="SET NULL"), index=True
    )
    seen_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    offered_title: Mapped[str] = mapped_column(default="", server_default="")
    offered_summary: Mapped[str] = mapped_column(default="", server_default="")
    offered_body: Mapped[str] = mapped_column(default="", server_default="")

    @property
    def identity(self) -> Identity:
        return Identity(self.guid_key, self.link_key, self.content_key)

    def know(self, identity: Identity, words_key: str) -> None:
        """Note what it is known by now."""
        self.guid_key = identity.guid or self.guid_key
        self.link_key, self.content_key = identity.link, identity.content
        self.words_key = words_key

    def offer(self, title: str, summary: str, body: str, now: datetime) -> None:
        """Keep what its source wrote since for an editor to look at."""
        self.offered_title, self.offered_summary, self.offered_body = title, summary, body
        self.offered_at = now
