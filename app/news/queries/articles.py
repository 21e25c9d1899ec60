"""Finding articles: one, the public lists, related ones, the desk's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import lazyload, selectinload

from app.accounts.viewer import Viewer
from app.core import text
from app.core.db import db, one
from app.core.listing import Listing, Page, code_of, counted, id_of
from app.core.navigation import MOST_WAITING
from app.news import policies
from app.news.models import Article, ArticlePhoto, ArticlePlace, ArticleTyping, ArticleWord
from app.news.models import article_life as life
from app.places.queries import descendant_ids

NEWEST = Listing(Article.published_at, Article.id, newest_first=True, most=15)
DESK = Listing(Article.id, newest_first=True, most=15)
RELATED = 4
FEED = 30
WORDS, MIN_WORD = 6, 2
BARE = (lazyload(Article.places), lazyload(Article.photos))
"""For the words alone."""


@dataclass(frozen=True)
class Filters:
    """What the public list is narrowed by; ``before`` is the code of the last one seen."""

    section: str = ""
    place_id: int | None = None
    text: str = ""
    before: str = ""


def by_code(viewer: Viewer, code: str) -> Article | None:
    """Give the article with ``code`` that everybody may open, withdrawn ones too."""
    found = _by_code(code)
    return found if found is not None and found.status in life.PUBLIC else None


def edited(viewer: Viewer, code: str) -> Article | None:
    """Give the article with ``code`` if the viewer works on it."""
    found = _by_code(code)
    return found if found is not None and policies.may_edit(viewer, found) else None


def by_id(article_id: int) -> Article | None:
    """Give the article with that id, locked for change."""
    found: Article | None = one(select(Article).where(Article.id == article_id))
    return found


def public_page(filters: Filters, order: Listing = NEWEST) -> Page[Article]:
    """Give a page of published articles, the newest first."""
    statement = _narrowed(filters).where(Article.status == life.PUBLISHED)
    last = _position(filters.before) if filters.before else None
    if filters.before and last is None:
        return Page([])
    return order.page(statement, last, code_of)


def feed(section: str, place_id: int | None) -> list[Article]:
    """Give what a feed shows: the newest articles, newspapers' links left out."""
    statement = (
        _narrowed(Filters(section=section, place_id=place_id))
        .where(Article.status == life.PUBLISHED, Article.is_link.is_(False))
        .order_by(Article.published_at.desc(), Article.id.desc())
    )
    return list(db.session.scalars(statement.limit(FEED)))


def related(article: Article) -> list[Article]:
    """Give a few others: of the same places first, then of the section, the newest first."""
    places = [row.place_id for row in article.places]
    shared = select(ArticlePlace.article_id).where(ArticlePlace.place_id.in_(places))
    same_place = Article.id.in_(shared) if places else Article.section == article.section
    statement = (
        select(Article)
        .where(Article.status == life.PUBLISHED, Article.id != article.id)
        .where(or_(Article.section == article.section, same_place))
        .where(Article.is_link.is_(False))
        .order_by(Article.published_at.desc(), Article.id.desc())
        .limit(RELATED * 3)
    )
    found = list(db.session.scalars(statement))
    wanted = set(places)
    found.sort(key=lambda each: not wanted & {row.place_id for row in each.places})
    return found[:RELATED]


def recent(since: datetime, agency_ids: Sequence[int] | None = None) -> list[Article]:
    """Give what was published since ``since``, the newest first: for the bulletin."""
    statement = select(Article).where(
        Article.status == life.PUBLISHED,
        Article.published_at >= since,
        Article.is_link.is_(False),
    )
    if agency_ids is not None:
        statement = statement.where(Article.agency_id.in_(agency_ids))
    ordered = statement.order_by(Article.published_at.desc()).limit(60)
    return list(db.session.scalars(ordered.options(*BARE)))


def by_codes(codes: Sequence[str]) -> list[Article]:
    """Give the published articles of those codes, in their order."""
    statement = select(Article).where(Article.code.in_(codes), Article.status == life.PUBLISHED)
    rows = db.session.scalars(statement.options(*BARE))
    found = {article.code: article for article in rows}
    return [found[code] for code in codes if code in found]


def desk_page(viewer: Viewer, status: str, before: int | None = None) -> Page[Article]:
    """Give a page of the articles of a status that the viewer works on, the newest first."""
    return DESK.page(select(Article).where(Article.status == status, _mine(viewer)), before, id_of)


def desk_counts(viewer: Viewer) -> dict[str, int]:
    """Give how many articles the viewer works on, by status."""
    statement = select(Article.status, func.count()).where(_mine(viewer)).group_by(Article.status)
    return {status: count for status, count in db.session.execute(statement)}


def review_count(viewer: Viewer) -> Any:
    """Select how many articles wait for the viewer's review."""
    mine = Article.agency_id.in_(viewer.agencies_below(policies.PUBLISH_NEWS))
    waiting = select(Article.id).where(mine, Article.status == life.IN_REVIEW)
    return counted(waiting, MOST_WAITING)


def photo_of(article: Article, code: str) -> ArticlePhoto | None:
    """Give the article's picture with that code."""
    return next((link for link in article.photos if link.photo.code == code), None)


def typing_of(article: Article, user_id: int) -> ArticleTyping | None:
    statement = select(ArticleTyping).where(
        ArticleTyping.article_id == article.id, ArticleTyping.user_id == user_id
    )
    found: ArticleTyping | None = db.session.scalar(statement)
    return found


def search_words(typed: str) -> list[str]:
    """Give the folded words of a query that the index can know, longest first."""
    words = {word for word in text.words(typed) if len(word) >= MIN_WORD}
    return sorted(words, key=len, reverse=True)[:WORDS]


def _by_code(code: str) -> Article | None:
    statement = select(Article).where(Article.code == code.lower())
    found: Article | None = one(statement.options(selectinload(Article.steps)))
    return found


def _mine(viewer: Viewer) -> Any:
    ids = viewer.agency_ids(policies.WRITE_NEWS) | viewer.agency_ids(policies.PUBLISH_NEWS)
    return Article.agency_id.in_(ids)


def _narrowed(filters: Filters) -> Select[Any]:
    statement = select(Article)
    if filters.section:
        statement = statement.where(Article.section == filters.section)
    if filters.place_id is not None:
        there = select(ArticlePlace.article_id).where(
            ArticlePlace.place_id.in_(descendant_ids(filters.place_id))
        )
        statement = statement.where(Article.id.in_(there))
    return _matching(statement, search_words(filters.text)) if filters.text else statement


def _matching(statement: Select[Any], words: list[str]) -> Select[Any]:
    if not words:
        return statement.where(Article.id < 0)
    for word in words:
        having = select(ArticleWord.article_id).where(ArticleWord.word == word)
        statement = statement.where(Article.id.in_(having))
    return statement


def _position(code: str) -> tuple[datetime, int] | None:
    """Give where the list goes on behind the article with ``code``; None where it never stood."""
    last = select(Article.published_at, Article.id).where(Article.code == code)
    row = db.session.execute(last).first()
    return (row.published_at, row.id) if row is not None and row.published_at else None
