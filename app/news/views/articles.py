"""What everybody may read: the list of news and one article."""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock, page_cache
from app.core.access import PUBLIC, access, current_viewer
from app.core.config import settings
from app.core.filters import Filters, asks, line
from app.core.listing import ways
from app.core.offline import kept_offline
from app.core.preferences import preferences
from app.media import preview
from app.news import hearing
from app.news.blueprint import news
from app.news.markdown import to_html, to_text
from app.news.marking import marked, snippet
from app.news.models import Article
from app.news.models import article_life as life
from app.news.queries import articles
from app.news.sections import SECTIONS, known
from app.places import queries as places
from app.places.models import COMMUNE, Place
from app.voices.offering import offered

FRESH_SECONDS = 10
PREVIEW_SECONDS = 24 * 3600
HERE = "noi-toi-o"


@dataclass(frozen=True)
class Asked(Filters):
    """What the list is narrowed by, as its address says it."""

    section: str = asks("chuyen-muc", known)
    place: str = asks("noi", line(80))
    text: str = asks("q", line(100))


@news.get("/tin-tuc")
@access(PUBLIC)
@kept_offline
@page_cache.for_strangers(FRESH_SECONDS)
def index() -> ResponseReturnValue:
    """Show the news, narrowed as the address says: section, place, words."""
    asked, place = Asked.read(request.args), chosen_place()
    typed, section = asked.text, asked.section
    home = _home()
    before = request.args.get("truoc", "")
    chosen = articles.Filters(section, place.id if place else None, typed, before)
    page = articles.public_page(chosen)
    return render_template(
        "news/index.html",
        rows=[(row, *_said(row, typed)) for row in page.rows],
        typed=typed,
        section=section,
        sections=SECTIONS,
        place=place,
        home=home,
        **ways(".index", page, "truoc", **asked.given),
        is_first=not before,
        now=clock.now(),
    )


@news.get("/tin-tuc/<code>")
@access(PUBLIC, load=articles.by_code)
@kept_offline
@page_cache.for_strangers(FRESH_SECONDS)
def show(article: Article) -> ResponseReturnValue:
    """Show one article; a withdrawn one only says that it was, for good (410)."""
    if article.status == life.WITHDRAWN:
        return render_template("news/withdrawn.html", article=article), 410
    return render_template(
        "news/show.html",
        article=article,
        html=to_html(article.body),
        related=articles.related(article),
        hearing=offered(hearing.of_article(current_viewer(), article), every=True),
        sections=SECTIONS,
        address=address_of(article),
        linked_data=_linked_data(article),
        preview_url=settings().base_url + url_for(".preview_picture", code=article.code),
    )


@news.get("/tin-tuc/<code>/xem-truoc.png")
@access(PUBLIC, load=articles.by_code)
def preview_picture(article: Article) -> ResponseReturnValue:
    """Draw the picture that chat apps show beside the link."""
    title = article.title if article.is_public else ""
    section = str(SECTIONS.get(article.section, "")) if article.is_public else ""
    content = preview.picture(title, section, settings().site_name)
    response = Response(content, mimetype="image/png")
    response.cache_control.public = True
    response.cache_control.max_age = PREVIEW_SECONDS
    response.set_etag(f"{article.code}-{article.version}")
    return response.make_conditional(request)


def chosen_place() -> Place | None:
    """Give the place of the address: a code, or where the visitor lives."""
    code = request.args.get("noi", "")
    if code == HERE:
        return _home()
    found = places.by_code(code[:80]) if code else None
    return places.current(found)[0] if found and places.current(found) else None


def address_of(article: Article) -> str:
    return settings().base_url + url_for("news.show", code=article.code)


def _home() -> Place | None:
    home = places.get(preferences().commune_id)
    return home if home is not None and home.kind == COMMUNE and home.is_current else None


def _said(article: Article, typed: str) -> tuple[Any, Any]:
    """Give title and words of an article in the list, with found words marked."""
    words = set(articles.search_words(typed)) if typed else set()
    if not words:
        return article.title, article.summary
    whole = f"{article.summary}\n{to_text(article.body)}"
    return marked(article.title, words), snippet(whole, words)


def _linked_data(article: Article) -> dict[str, Any]:
    """Give what search engines read (schema.org, NewsArticle)."""
    assert article.published_at is not None
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary,
        "datePublished": article.published_at.isoformat(),
        "dateModified": article.updated_at.isoformat(),
        "publisher": {"@type": "GovernmentOrganization", "name": article.agency.name},
        "mainEntityOfPage": address_of(article),
    }
