"""What an editor typed, cleaned but not yet judged: it goes back into the form when refused."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Request
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.errors import DomainError
from app.core.text import clean, whole
from app.core.text import moment as read_moment
from app.news import whereabouts
from app.news.models import Article, Content, FeedEntry
from app.news.models.article import LONGEST_BODY, LONGEST_SUMMARY, LONGEST_TITLE
from app.news.pasting import tidy
from app.news.sections import known
from app.news.whereabouts import Chosen

LONGEST_NOTE = 1_000
LONGEST_URL = 500


@dataclass
class ArticleForm:
    """The form of an article. ``version`` is the one that was on the screen."""

    version: int = 0
    title: str = ""
    summary: str = ""
    body: str = ""
    section: str = ""
    source_name: str = ""
    source_url: str = ""
    note: str = ""
    chosen: Chosen = field(default_factory=Chosen)

    @classmethod
    def of(cls, article: Article) -> "ArticleForm":
        values = {name: getattr(article, name) for name in WORDS}
        chosen = Chosen([row.place for row in article.places])
        return cls(version=article.version, chosen=chosen, **values)

    @classmethod
    def offered(cls, article: Article, offer: FeedEntry) -> "ArticleForm":
        """Give the form with what the article's source wrote since."""
        form = cls.of(article)
        form.title, form.summary = offer.offered_title, offer.offered_summary
        form.body = offer.offered_body
        return form

    @classmethod
    def read(cls, request: Request) -> "ArticleForm":
        sent = request.form
        version = sent.get("version", "")
        return cls(
            version=whole(version) or 0,
            body=tidy(sent.get("body", "")),
            note=clean(sent.get("note", ""), LONGEST_NOTE),
            chosen=whereabouts.read(request),
            **{name: clean(sent.get(name, "")) for name in WORDS if name != "body"},
        )

    @classmethod
    def restored(cls, values: dict[str, Any], version: int) -> "ArticleForm":
        """Give the form as it was typed and kept; see ``kept``."""
        chosen = Chosen(whereabouts.by_codes(values.get("places", [])))
        words = {name: str(values.get(name, "")) for name in (*WORDS, "note")}
        return cls(version=version, chosen=chosen, **words)

    def kept(self) -> dict[str, Any]:
        words = {name: getattr(self, name) for name in (*WORDS, "note")}
        return {**words, "places": self.chosen.codes}

    def content(self) -> Content:
        """Judge the words.

        Raises:
            DomainError: something is too long, or is no section or address.
        """
        for name, most in LIMITS.items():
            if len(getattr(self, name)) > most:
                raise DomainError(
                    _l("This is too long: at most %(most)s characters.", most=most), field=name
                )
        if not known(self.section):
            raise DomainError(_l("Choose a section."), field="section")
        if self.source_url and not is_web_address(self.source_url):
            raise DomainError(
                _l("Give the whole address of the source, beginning with https://"),
                field="source_url",
            )
        return Content(**{name: getattr(self, name) for name in WORDS})


WORDS = ("title", "summary", "body", "section", "source_name", "source_url")
LIMITS = {
    "title": LONGEST_TITLE,
    "summary": LONGEST_SUMMARY,
    "body": LONGEST_BODY,
    "source_name": LONGEST_TITLE,
    "source_url": LONGEST_URL,
}


def is_web_address(url: str) -> bool:
    """Tell whether ``url`` is an http or https address with a host, and nothing odd in it."""
    parts = urlsplit(url)
    plain = not any(character.isspace() or character in '<>"\\' for character in url)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain


def moment(typed: str, field_name: str) -> datetime:
    """Read a ``datetime-local`` field on Viet Nam's clock.

    Raises:
        DomainError: it is no moment.
    """
    found = read_moment(typed[:16])
    if found is None:
        raise DomainError(_l("Choose day and time."), field=field_name)
    return found.replace(tzinfo=clock.VIETNAM)


def as_local(value: datetime) -> str:
    """Write a moment as a ``datetime-local`` field wants it."""
    return clock.local(value).strftime("%Y-%m-%dT%H:%M")
