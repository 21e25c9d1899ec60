"""Articles from feeds: an agency's own become drafts or news, a newspaper's a title and a link."""

from calendar import timegm
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from flask import current_app

from app.accounts.actors import SYSTEM
from app.core import clock, codes, jobs, outbox
from app.core.config import Config
from app.core.db import db
from app.core.text import clean
from app.news.actions import publishing
from app.news.fetching import Fetched, NotFetched, Way, check, fetch
from app.news.forms import is_web_address
from app.news.models import Article, Content, FeedEntry, FeedSource
from app.news.models.article import LONGEST_BODY, LONGEST_SUMMARY, LONGEST_TITLE
from app.news.pasting import to_markdown
from app.news.queries import feeds
from app.news.sections import PRESS
from app.notifications.endpoints import BadEndpoint

log = structlog.get_logger()

QUEUE, FETCH = "feeds", "news.fetch"
MOST_ENTRIES = 50
OLDEST = timedelta(days=30)
"""Older entries of a feed are noted as seen and not taken: the first fetch is no flood."""


@dataclass(frozen=True)
class Entry:
    """One entry of a feed, cleaned. ``key`` tells it from all others of its source."""

    key: str
    title: str
    url: str
    summary: str
    body: str
    at: datetime | None


@jobs.every(timedelta(minutes=1))
def ask_for_due() -> None:
    """Have every feed fetched that is due."""
    for source in feeds.due(clock.now()):
        ask_for(source)
    db.session.commit()


def ask_for(source: FeedSource) -> None:
    """Have the worker fetch a feed; asking twice is asking once."""
    outbox.add(QUEUE, FETCH, {"source": source.id}, dedupe_key=f"feed:{source.id}")


@outbox.handler(FETCH)
def fetch_one(job: outbox.Job) -> None:
    """Fetch one feed and take what is new."""
    source = db.session.get(FeedSource, job.payload["source"])
    if source is None or not source.is_on:
        return
    source_id, url, etag, modified = source.id, source.url, source.etag, source.last_modified
    db.session.commit()  # nothing is locked while the network takes its time
    try:
        fetched: Fetched | None = _fetched(url, etag, modified)
        entries, error = _entries(fetched), ""
    except (NotFetched, BadEndpoint) as why:
        fetched, entries, error = None, [], str(why)
    again = db.session.get(FeedSource, source_id)
    if again is not None:
        _keep(again, fetched, entries, error, clock.now())


def take(source: FeedSource, entries: Sequence[Entry], now: datetime) -> int:
    """Take the entries that were not seen before; give how many became articles."""
    known = feeds.known_keys(source, [entry.key for entry in entries])
    taken = 0
    for entry in entries:
        if entry.key in known:
            continue
        known.add(entry.key)
        is_old = entry.at is not None and entry.at < now - OLDEST
        article = None if is_old else _article(source, entry, now)
        taken += article is not None
        db.session.add(
            FeedEntry(
                source_id=source.id,
                key=entry.key,
                article_id=article.id if article else None,
                seen_at=now,
            )
        )
    return taken


def read(content: bytes, content_type: str) -> list[Entry]:
    """Read RSS or Atom; what it says of its own encoding is only believed where it works.

    Raises:
        NotFetched: it is no feed.
    """
    import feedparser  # here: only the worker needs it

    headers = {"content-type": content_type or "application/xml"}
    parsed = feedparser.parse(content, response_headers=headers, sanitize_html=True)
    if not parsed.get("version"):
        raise NotFetched("this is neither RSS nor Atom")
    found = (_entry(each) for each in parsed.entries[:MOST_ENTRIES])
    return [entry for entry in found if entry is not None]


def _fetched(url: str, etag: str, modified: str) -> Fetched:
    config: Config = current_app.config["SETTINGS"]
    endpoint = check(url, config.feed_hosts, local_allowed=not config.is_production)
    way: Way | None = current_app.extensions.get("feed_way")
    return fetch(endpoint, etag, modified, way)


def _entries(fetched: Fetched | None) -> list[Entry]:
    if fetched is None or fetched.content is None:
        return []
    return read(fetched.content, fetched.content_type)


def _keep(
    source: FeedSource, fetched: Fetched | None, entries: list[Entry], error: str, now: datetime
) -> None:
    if fetched is None:
        source.failed(error, now)
        log.warning("feed.failed", source=source.id, why=error)
        return
    source.succeeded(fetched.etag, fetched.last_modified, now)
    taken = take(source, entries, now)
    log.info("feed.fetched", source=source.id, taken=taken)


def _entry(each: Any) -> Entry | None:
    """Read one entry; without a title or an address that can be followed there is none."""
    url = str(each.get("link", "")).strip()
    title = clean(_text(each.get("title", "")), LONGEST_TITLE)
    if not title or not is_web_address(url) or len(url) > 500:
        return None
    parts = each.get("content") or [{}]
    html = parts[0].get("value") or each.get("summary", "")
    return Entry(
        key=codes.sha256(str(each.get("id") or url)),
        title=title,
        url=url,
        summary=clean(_text(each.get("summary", "")), LONGEST_SUMMARY),
        body=to_markdown(html)[:LONGEST_BODY],
        at=_moment(each),
    )


def _text(html: str) -> str:
    return " ".join(to_markdown(html).replace("\\", "").replace("*", "").split())


def _moment(each: Any) -> datetime | None:
    found = each.get("published_parsed") or each.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(found), UTC) if found else None
    except (ValueError, TypeError, OverflowError):
        return None


def _article(source: FeedSource, entry: Entry, now: datetime) -> Article:
    """Make the article; of a newspaper's words nothing but the title is taken."""
    article = Article.begin(
        source.agency, PRESS if source.is_press else source.section, SYSTEM, now
    )
    article.is_link = source.is_press
    content = Content(
        title=entry.title,
        summary="" if source.is_press else entry.summary,
        body="" if source.is_press else (entry.body or entry.summary or entry.title),
        section=article.section,
        source_name=source.name,
        source_url=entry.url,
    )
    article.save(content, article.version, SYSTEM, now)
    article.submit(SYSTEM, now)
    if source.is_direct:
        publishing.publish(article, SYSTEM, now)
    return article


def _section(source: FeedSource) -> str:
    return PRESS if source.is_press else source.section
