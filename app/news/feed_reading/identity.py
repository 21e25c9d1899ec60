"""Which entry is which: by guid, link and content, since each of them alone lies somewhere.

The rule (docs/decisions/125): an entry is one that was seen before when its guid says so; or
its content (title and day) and its link do; or its link does, and no guid says otherwise. A
guid or link that several different entries of one document share names none of them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from app.core import codes

SHORTEST_GUID = 5
"""Shorter ones ("0", "-1", "null") are fillings of a form; a number so short has a link beside."""
SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^?#;/]*", re.IGNORECASE)
PASSING = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w*|sid|session_?id|utm_\w+|fbclid|gclid)", re.IGNORECASE
)


@dataclass(frozen=True)
class Identity:
    """What tells an entry from others of its source, each a hash; empty where it tells nothing."""

    guid: str
    link: str
    content: str

    def is_same(self, other: "Identity") -> bool:
        """Tell whether both are one entry, perhaps with other words."""
        if self.guid and self.guid == other.guid:
            return True
        if self.content == other.content and (self.link == other.link or not other.link):
            return True
        contradicted = bool(self.guid and other.guid)
        return bool(self.link) and self.link == other.link and not contradicted

    @property
    def key(self) -> str:
        return codes.sha256(f"{self.guid} {self.link} {self.content}")


@dataclass(frozen=True)
class Named:
    """What an entry says of itself: guid, address, title and day as the feed has them."""

    guid: str
    url: str
    title: str
    day: str

    @property
    def content(self) -> tuple[str, str]:
        return self.title, self.day


def lasting(address: str) -> str:
    """Give an address (or a guid like one) without what changes by itself from day to day."""
    bare = SESSION.sub("", address.strip())
    try:
        parts = urlsplit(bare)
    except ValueError:
        return bare
    if parts.scheme not in ("http", "https"):
        return bare
    kept = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not PASSING.fullmatch(pair[0])
    ]  # fmt: skip
    path = parts.path.rstrip("/")
    return urlunsplit(("https", parts.netloc.lower(), path, urlencode(kept), ""))


def identities(entries: Iterable[Named], site: str = "") -> list[Identity]:
    """Give the identity of each entry of one document, in order; ``site``: the feed's own link."""
    named = list(entries)
    guids = _shared(named, _guid) | {lasting(site)}
    links = _shared(named, _link) | {lasting(site)}
    return [
        Identity(
            _hash(_guid(each), guids),
            _hash(_link(each), links),
            codes.sha256("\n".join(each.content)),
        )
        for each in named
    ]


def _guid(entry: Named) -> str:
    found = lasting(entry.guid)
    return found if len(found) >= SHORTEST_GUID else ""


def _link(entry: Named) -> str:
    return lasting(entry.url)


def _shared(entries: list[Named], of: Callable[[Named], str]) -> set[str]:
    """Give the values that several entries with other contents have: they name none."""
    pairs = {(of(each), each.content) for each in entries}
    counts = Counter(value for value, _ in pairs)
    return {value for value, count in counts.items() if count > 1}


def _hash(value: str, shared: set[str]) -> str:
    return codes.sha256(value) if value and value not in shared else ""
