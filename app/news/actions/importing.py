"""Articles from feeds: an agency's own become drafts or news, a newspaper's a title and a link."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from flask import current_app

from app.accounts.actors import SYSTEM
from app.core import clock, jobs, outbox
from app.core.config import Config
from app.core.db import db
from app.news.actions import publishing
from app.news.feed_reading.dates import believed
from app.news.feed_reading.entries import Entry, read
from app.news.fetching import Fetched, NotFetched, check, fetch
from app.news.models import Article, Content, FeedEntry, FeedSource
from app.news.models import article_life as life
from app.news.queries import feeds
from app.news.sections import PRESS
from app.notifications.endpoints import BadEndpoint
from app.notifications.reaching import Way

log = structlog.get_logger()

QUEUE, FETCH = "feeds", "news.fetch"
OLDEST = timedelta(days=30)
"""Older entries of a feed are noted as seen and not taken: the first fetch is no flood."""


@jobs.every(timedelta(minutes=1))
def ask_for_due() -> None:
    for source in feeds.due(clock.now()):
        ask_for(source)
    db.session.commit()


def ask_for(source: FeedSource) -> None:
    """Have the worker fetch a feed; asking twice is asking once."""
    outbox.add(QUEUE, FETCH, {"source": source.id}, dedupe_key=f"feed:{source.id}")


@outbox.handler(FETCH)
def fetch_one(job: outbox.Job) -> None:
    source = db.session.get(FeedSource, job.payload["source"])
    if source is None or not source.is_on:
        return
    source_id, url, etag, modified = source.id, source.url, source.etag, source.last_modified
    db.session.commit()  # nothing is locked while the network takes its time
    try:
        fetched: Fetched | None = _fetched(url, etag, modified)
        entries, error = _entries(fetched, url), ""
    except (NotFetched, BadEndpoint) as why:
        fetched, entries, error = None, [], str(why)
    again = db.session.get(FeedSource, source_id)
    if again is not None:
        _keep(again, fetched, entries, error, clock.now())


def take(source: FeedSource, entries: Sequence[Entry], now: datetime) -> int:
    """Take the entries that were not seen before; give how many became articles."""
    first = source.fetched_at is None
    known = feeds.seen_like(source, entries)
    taken = 0
    for entry in entries:
        seen = _seen(known, entry)
        if seen is not None:
            _follow(seen, entry, source, now)
            continue
        at = believed(entry.at, now)
        article = _article(source, entry, at, now) if _is_new(at, now, first=first) else None
        known.append(_note(source, entry, article, now))
        taken += article is not None
    return taken


def _is_new(at: datetime | None, now: datetime, *, first: bool) -> bool:
    """Tell whether to take an entry: of unknown age only where it came since the last time."""
    return not first if at is None else at >= now - OLDEST


def _seen(known: Sequence[FeedEntry], entry: Entry) -> FeedEntry | None:
    for row in known:
        if row.content_key:
            if entry.identity.is_same(row.identity):
                return row
        elif row.key == entry.earlier_key:
            return row
    return None


def _follow(seen: FeedEntry, entry: Entry, source: FeedSource, now: datetime) -> None:
    """Offer what the source wrote since as a correction, once, and tell who publishes."""
    changed = seen.words_key not in ("", entry.words_key)
    seen.know(entry.identity, entry.words_key)
    article = db.session.get(Article, seen.article_id) if changed and seen.article_id else None
    if article is None or article.status == life.WITHDRAWN:
        return
    words = _words(source, entry)
    if (words.title, words.summary, words.body) == (article.title, article.summary, article.body):
        return
    seen.offer(words.title, words.summary, words.body, now)
    publishing.tell_of_correction(article, entry.words_key, now)


def _note(source: FeedSource, entry: Entry, article: Article | None, now: datetime) -> FeedEntry:
    row = FeedEntry(
        source_id=source.id,
        key=entry.identity.key,
        article_id=article.id if article else None,
        seen_at=now,
    )
    row.know(entry.identity, entry.words_key)
    db.session.add(row)
    return row


def _fetched(url: str, etag: str, modified: str) -> Fetched:
    config: Config = current_app.config["SETTINGS"]
    endpoint = check(url, config.feed_hosts, local_allowed=not config.is_production)
    way: Way | None = current_app.extensions.get("feed_way")
    return fetch(endpoint, etag, modified, way)


def _entries(fetched: Fetched | None, url: str) -> list[Entry]:
    if fetched is None or fetched.content is None:
        return []
    return read(fetched.content, fetched.content_type, url)


def _keep(
    source: FeedSource, fetched: Fetched | None, entries: list[Entry], error: str, now: datetime
) -> None:
    if fetched is None:
        source.failed(error, now)
        log.warning("feed.failed", source=source.id, why=error)
        return
    taken = take(source, entries, now)
    source.succeeded(fetched.etag, fetched.last_modified, now)
    log.info("feed.fetched", source=source.id, taken=taken)


def _article(source: FeedSource, entry: Entry, at: datetime | None, now: datetime) -> Article:
    """Make the article; of a newspaper's words nothing but the title is taken.

    One of an unknown day waits for a person even where its feed is published directly: nobody
    but a person can tell that it is news.
    """
    article = Article.begin(source.agency, _section(source), SYSTEM, now)
    article.is_link = source.is_press
    article.save(_words(source, entry), article.version, SYSTEM, now)
    article.submit(SYSTEM, now)
    if source.is_direct and at is not None:
        publishing.publish(article, SYSTEM, now)
        article.published_at = at
    return article


def _words(source: FeedSource, entry: Entry) -> Content:
    return Content(
        title=entry.title,
        summary="" if source.is_press else entry.summary,
        body="" if source.is_press else (entry.body or entry.summary or entry.title),
        section=_section(source),
        source_name=source.name,
        source_url=entry.url,
    )


def _section(source: FeedSource) -> str:
    return PRESS if source.is_press else source.section
