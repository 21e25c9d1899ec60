"""What an editor typed of an article."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.core import clock
from app.core.errors import DomainError
from app.core.forms import Form, Line, Tick, Words, among, at_most
from app.core.text import moment as read_moment
from app.core.text import whole
from app.news import whereabouts
from app.news.models import Article, Content, FeedEntry
from app.news.models.article import LONGEST_BODY, LONGEST_SUMMARY, LONGEST_TITLE
from app.news.pasting import tidy
from app.news.sections import SECTIONS
from app.news.whereabouts import Chosen

LONGEST_NOTE = 1_000
LONGEST_URL = 500
WORDS = ("title", "summary", "body", "section", "source_name", "source_url")


class Body(Words):
    """The words of an article, tidied."""

    def clean(self, typed: str) -> str:
        return tidy(typed)


class ArticleForm(Form):
    """The form of an article. ``version`` is the one that was on the screen."""

    version = Line()
    title = Words(None, at_most(LONGEST_TITLE))
    summary = Words(None, at_most(LONGEST_SUMMARY))
    section = Words(None, among(SECTIONS, _l("Choose a section.")))
    body = Body(None, at_most(LONGEST_BODY))
    chosen = whereabouts.Places(name="place")
    source_name = Words(None, at_most(LONGEST_TITLE))
    source_url = Words(None, at_most(LONGEST_URL))
    note = Words(LONGEST_NOTE)
    previews = Tick(name="xem-truoc")

    @classmethod
    def of(cls, article: Article, **offered: str) -> "ArticleForm":
        """Give the form filled with what the article says, but for what is ``offered``."""
        chosen = Chosen([row.place for row in article.places])
        values = {name: getattr(article, name) for name in WORDS} | offered
        return cls(None, version=f"{article.version}", chosen=chosen, **values)

    @classmethod
    def offered(cls, article: Article, offer: FeedEntry) -> "ArticleForm":
        names = ("title", "summary", "body")
        return cls.of(article, **{name: getattr(offer, f"offered_{name}") for name in names})

    @classmethod
    def restored(cls, values: dict[str, Any], version: int) -> "ArticleForm":
        """Give the form as it was typed and kept; see ``kept``."""
        chosen = Chosen(whereabouts.by_codes(values.get("places", [])))
        words = {name: str(values.get(name, "")) for name in (*WORDS, "note")}
        return cls(None, version=f"{version}", chosen=chosen, **words)

    @property
    def seen(self) -> int:
        """The version that was on the screen; 0 for what is none."""
        return whole(self.version.data) or 0

    def kept(self) -> dict[str, Any]:
        words = {name: self[name].data for name in (*WORDS, "note")}
        return {**words, "places": self.chosen.data.codes}

    def content(self) -> Content:
        """Give the words; raises ``Unfit``."""
        self.check()
        return Content(**{name: self[name].data for name in WORDS})

    def validate_source_url(self, field: Any) -> None:
        if field.data and not is_web_address(field.data):
            raise ValidationError(
                _l("Give the whole address of the source, beginning with https://")
            )


def is_web_address(url: str) -> bool:
    """Tell whether ``url`` is an http or https address with a host, and nothing odd in it."""
    parts = urlsplit(url)
    plain = not any(character.isspace() or character in '<>"\\' for character in url)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain


def moment(typed: str) -> datetime:
    """Read a ``datetime-local`` field on Viet Nam's clock.

    Raises:
        DomainError: it is no moment.
    """
    found = read_moment(typed[:16])
    if found is None:
        raise DomainError(_l("Choose day and time."))
    return found.replace(tzinfo=clock.VIETNAM)


def as_local(value: datetime) -> str:
    """Write a moment as a ``datetime-local`` field wants it."""
    return clock.local(value).strftime("%Y-%m-%dT%H:%M")
