"""To keep what editors write: articles, unsaved typing, pictures."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.accounts.actors import Actor
from app.core import codes
from app.core.db import db
from app.core.errors import DomainError
from app.media import actions as media
from app.media.intake import Prepared
from app.media.kinds import PHOTO
from app.news.actions import correcting, publishing
from app.news.forms import ArticleForm
from app.news.models import Article, ArticlePhoto, ArticleTyping
from app.news.models import article_life as life
from app.news.queries import articles

MOST_PHOTOS = 12
LONGEST_CAPTION = 300
EMPTY_AFTER = timedelta(days=2)
TYPING_AFTER = timedelta(days=30)


def save(article: Article, form: ArticleForm, actor: Actor, now: datetime) -> None:
    """Write the form into the article; once it is published, lay it before a second person."""
    if article.status == life.PUBLISHED:
        correcting.propose(article, form, actor, now)
        form.version = article.version
        return keep_typing(article, form, actor.user_id or 0, now)
    was = article.status
    article.save(form.content(), form.version, actor, now)
    if was != life.DRAFT:
        publishing.revised(article, was, actor, now)
    article.concern(form.chosen.places)
    forget_typing(article, actor)
    return None


def keep_typing(article: Article, form: ArticleForm, user_id: int, now: datetime) -> None:
    """Keep what somebody typed and has not saved."""
    row = articles.typing_of(article, user_id)
    if row is None:
        row = ArticleTyping(article_id=article.id, user_id=user_id)
        db.session.add(row)
    row.version, row.values, row.saved_at = form.version, form.kept(), now


def forget_typing(article: Article, actor: Actor) -> None:
    """Drop what the person had typed: it was saved, or is not wanted."""
    mine = (ArticleTyping.article_id == article.id, ArticleTyping.user_id == actor.user_id)
    db.session.execute(delete(ArticleTyping).where(*mine))


def add_photos(
    article: Article, prepared: Prepared, caption: str, description: str, now: datetime
) -> None:
    """Add uploaded pictures. Raises ``Refused`` where some were not taken.

    Raises:
        DomainError: a description is missing, or there are too many.
    """
    if prepared.copies and not description:
        raise DomainError(
            _l("Describe what the picture shows: people who cannot see it hear this."),
            field="description",
        )
    if len(article.photos) + len(prepared.copies) > MOST_PHOTOS:
        raise DomainError(_l("An article has room for 12 pictures."), field="photos")
    photos = media.stage(PHOTO, prepared, codes.random_token(), now)
    media.attach(photos)
    article.photos += [
        ArticlePhoto(photo=photo, photo_id=photo.id, caption=caption, description=description)
        for photo in photos
    ]
    article.version += 1


def describe_photo(link: ArticlePhoto, caption: str, description: str) -> None:
    """Change the words of a picture."""
    link.caption, link.description = caption[:LONGEST_CAPTION], description[:LONGEST_CAPTION]


def remove_photo(article: Article, link: ArticlePhoto) -> None:
    photo = link.photo
    article.photos.remove(link)
    db.session.flush()
    media.erase(photo)


def forget_empty(now: datetime) -> None:
    """Drop drafts that were begun and never written, and typing nobody came back to."""
    empty = select(Article).where(
        Article.status == life.DRAFT,
        Article.title == "",
        Article.body == "",
        Article.updated_at < now - EMPTY_AFTER,
    )
    for article in db.session.scalars(empty.limit(200)).all():
        for link in list(article.photos):
            remove_photo(article, link)
        db.session.delete(article)
    old = ArticleTyping.saved_at < now - TYPING_AFTER
    db.session.execute(delete(ArticleTyping).where(old))
