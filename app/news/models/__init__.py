"""The room's tables."""

from app.news.models.alert import (
    Alert,
    AlertBroadcast,
    AlertContent,
    AlertMessage,
    AlertPhoto,
    AlertPlace,
)
from app.news.models.alert_template import AlertTemplate, AlertTemplateText
from app.news.models.article import Article, Content
from app.news.models.article_life import ArticleStep
from app.news.models.article_parts import (
    ArticlePhoto,
    ArticlePlace,
    ArticleTyping,
    ArticleWord,
)
from app.news.models.feed import FeedEntry, FeedSource

__all__ = [
    "Alert", "AlertBroadcast", "AlertContent", "AlertMessage", "AlertPhoto",
    "AlertPlace", "AlertTemplate",
    "AlertTemplateText", "Article", "ArticlePhoto", "ArticlePlace", "ArticleStep",
    "ArticleTyping", "ArticleWord", "Content", "FeedEntry", "FeedSource",
]  # fmt: skip
