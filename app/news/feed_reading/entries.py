"""A feed's bytes become entries: clean words, an address that can be followed, the right day."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from app.core import codes
from app.core.lazy import lazy
from app.core.text import clean
from app.news.feed_reading.dates import written
from app.news.feed_reading.encoding import JOINER, decoded, guarded
from app.news.feed_reading.identity import Identity, Named, identities
from app.news.fetching import NotFetched
from app.news.forms import is_web_address
from app.news.models.article import LONGEST_BODY, LONGEST_SUMMARY, LONGEST_TITLE
from app.news.pasting import to_markdown, to_words

if TYPE_CHECKING:
    import feedparser
else:
    feedparser = lazy("feedparser")

MOST_ENTRIES = 50
LONGEST_URL = 500
DATES = ("published", "updated", "created")


@dataclass(frozen=True)
class Entry:
    """One entry of a feed, cleaned. ``at``: when it was written (UTC), as the feed has it."""

    identity: Identity
    earlier_key: str
    title: str
    url: str
    summary: str
    body: str
    at: datetime | None

    @property
    def words_key(self) -> str:
        return codes.sha256("\n".join((self.title, self.summary, self.body)))


def read(content: bytes, content_type: str = "", url: str = "") -> list[Entry]:
    """Read RSS or Atom that came from ``url``, against which relative links count.

    Raises:
        NotFetched: it is no feed.
    """
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    text = guarded(decoded(content, content_type))
    parsed = feedparser.parse(text.encode(), response_headers=headers, sanitize_html=True)
    if not parsed.get("version"):
        raise NotFetched("this is neither RSS nor Atom")
    usable = [each for each in parsed.entries[:MOST_ENTRIES] if _title(each) and _url(each)]
    folder = urljoin(url, ".")
    named = [_named(each, folder) for each in usable]
    known = identities(named, str(parsed.feed.get("link", "")))
    return [_entry(*each) for each in zip(usable, named, known, strict=True)]


def _named(each: Any, folder: str) -> Named:
    # A guid is no address, yet feedparser makes one of "0", as of a link: it is undone.
    guid = str(each.get("id", "")).replace(JOINER, "").removeprefix(folder)
    return Named(guid, _url(each), _title(each), _day(each))


def _entry(each: Any, named: Named, identity: Identity) -> Entry:
    parts = each.get("content") or [{}]
    html = parts[0].get("value") or each.get("summary", "")
    tells = identity.guid or not named.guid
    return Entry(
        identity=identity,
        earlier_key=codes.sha256(named.guid or named.url) if tells else "",
        title=named.title,
        url=named.url,
        summary=clean(to_words(each.get("summary", "")), LONGEST_SUMMARY),
        body=to_markdown(html)[:LONGEST_BODY],
        at=_moment(each),
    )


def _title(each: Any) -> str:
    return clean(to_words(each.get("title", "")), LONGEST_TITLE)


def _url(each: Any) -> str:
    """Give the address, empty where it cannot be followed."""
    found = str(each.get("link", "")).replace(JOINER, "").strip()
    return found if is_web_address(found) and len(found) <= LONGEST_URL else ""


def _day(each: Any) -> str:
    """Give the day that tells this month's notice from last month's of the same title."""
    at = _moment(each)
    return f"{at:%Y-%m-%d}" if at else ""


def _moment(each: Any) -> datetime | None:
    named = (name for name in DATES if name in each)
    read_so = (written(str(each[name]), each.get(f"{name}_parsed")) for name in named)
    return next((found for found in read_so if found is not None), None)
