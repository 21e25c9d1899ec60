"""Which feeds, and which of their entries were seen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from app.accounts.viewer import Viewer
from app.core.db import db, one
from app.news import policies
from app.news.feed_reading.entries import Entry
from app.news.models import Article, FeedEntry, FeedSource


def due(now: datetime) -> Sequence[FeedSource]:
    statement = select(FeedSource).where(FeedSource.is_on, FeedSource.next_at <= now)
    return db.session.scalars(statement.order_by(FeedSource.id)).all()


def run_by(viewer: Viewer) -> Sequence[FeedSource]:
    ids = viewer.agency_ids(policies.PUBLISH_NEWS)
    statement = select(FeedSource).where(FeedSource.agency_id.in_(ids))
    return db.session.scalars(statement.order_by(FeedSource.name)).all()


def by_id(viewer: Viewer, source_id: int) -> FeedSource | None:
    found: FeedSource | None = one(select(FeedSource).where(FeedSource.id == source_id))
    return found if found is not None and policies.may_change_feed(viewer, found) else None


def by_url(url: str) -> FeedSource | None:
    return db.session.scalar(select(FeedSource).where(FeedSource.url == url))


def seen_like(source: FeedSource, entries: Sequence[Entry]) -> list[FeedEntry]:
    """Give the rows that may be one of ``entries``: with a guid, link or content of theirs."""
    names = [each.identity for each in entries]
    columns = {
        FeedEntry.guid_key: [each.guid for each in names],
        FeedEntry.link_key: [each.link for each in names],
        FeedEntry.content_key: [each.content for each in names],
        FeedEntry.key: [each.earlier_key for each in entries],
    }
    alike = [column.in_(sorted(set(values) - {""})) for column, values in columns.items()]
    statement = select(FeedEntry).where(FeedEntry.source_id == source.id, or_(*alike))
    return list(db.session.scalars(statement.order_by(FeedEntry.id)))


def offer_of(article: Article) -> FeedEntry | None:
    """Give what an article's source wrote since it was last saved, if it did."""
    return db.session.scalar(
        select(FeedEntry)
        .where(FeedEntry.article_id == article.id, FeedEntry.offered_at >= article.updated_at)
        .limit(1)
    )
