"""The room's pages; importing them adds their routes to the blueprint."""

from app.news.views import (
    alert_desk,
    alert_sending,
    alert_templates,
    alerts,
    articles,
    bulletin,
    editor,
    editor_acts,
    feeds,
    photos,
    syndication,
)

__all__ = [
    "alert_desk", "alert_sending", "alert_templates", "alerts", "articles", "bulletin", "editor",
    "editor_acts", "feeds", "photos", "syndication",
]  # fmt: skip
