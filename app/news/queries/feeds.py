"""Which feeds, and which of their entries were seen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.accounts.viewer import Viewer
from app.core.db import db, one
from app.news import policies
from app.news.models import FeedEntry, FeedSource


def due(now: datetime) -> Sequence[FeedSource]:
    """Give the feeds that should be fetched now."""
    statement = select(FeedSource).where(FeedSource.is_on, FeedSource.next_at <= now)
    return db.session.scalars(statement.order_by(FeedSource.id)).all()


def run_by(viewer: Viewer) -> Sequence[FeedSource]:
    """Give the feeds of the viewer's agencies."""
    ids = viewer.agency_ids(policies.PUBLISH_NEWS)
    statement = select(FeedSource).where(FeedSource.agency_id.in_(ids))
    return db.session.scalars(statement.order_by(FeedSource.name)).all()


def by_id(viewer: Viewer, source_id: int) -> FeedSource | None:
    """Give the feed with that id if the viewer may change it."""
    found: FeedSource | None = one(select(FeedSource).where(FeedSource.id == source_id))
    return found if found is not None and policies.may_change_feed(viewer, found) else None


def by_url(url: str) -> FeedSource | None:
    """Give the feed at that address."""
    return db.session.scalar(select(FeedSource).where(FeedSource.url == url))


def known_keys(source: FeedSource, keys: Sequence[str]) -> set[str]:
    """Give those of ``keys`` that were seen before."""
    seen = (FeedEntry.source_id == source.id, FeedEntry.key.in_(keys))
    return set(db.session.scalars(select(FeedEntry.key).where(*seen)))
