"""What belongs to an article: places, pictures, words of the search, unsaved typing."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db
from app.media.models import Photo
from app.places.models import Place


class ArticlePlace(db.Model):
    """A place that an article is about."""

    __tablename__ = "article_place"
    __table_args__ = (Index("ix_article_place_place", "place_id", "article_id"),)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id), primary_key=True)

    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)


class ArticlePhoto(db.Model):
    """A picture: ``caption`` stands below it, ``description`` says what it shows."""

    __tablename__ = "article_photo"
    __table_args__ = (
        UniqueConstraint("photo_id"),
        Index("ix_article_photo_article", "article_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    photo_id: Mapped[int] = mapped_column(ForeignKey(Photo.id))
    caption: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")

    photo: Mapped[Photo] = relationship(lazy="joined", innerjoin=True)


class ArticleWord(db.Model):
    """A folded word of a published article: the public search walks this table."""

    __tablename__ = "article_word"

    word: Mapped[str] = mapped_column(String(40), primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ArticleTyping(db.Model):
    """What somebody typed and has not saved yet, kept while they type."""

    __tablename__ = "article_typing"
    __table_args__ = (UniqueConstraint("article_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    """The article's version that was on the screen."""
    values: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime] = mapped_column(index=True)
