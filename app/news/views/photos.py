"""Pictures of articles and alerts: served by the owner's own rule."""

from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.core.access import PUBLIC, access
from app.media.serving import Asked, serve
from app.news.blueprint import news
from app.news.queries import alerts, articles


def load_article_photo(viewer: Viewer, code: str, photo: str, size: str) -> Asked | None:
    """Give an article's picture: to everybody once published, before to its editors."""
    public = articles.by_code(viewer, code)
    found = public if public and public.is_public else articles.edited(viewer, code)
    link = articles.photo_of(found, photo) if found else None
    return Asked(link.photo, size, found.is_public) if link and found else None


def load_alert_photo(viewer: Viewer, code: str, photo: str, size: str) -> Asked | None:
    """Give an alert's picture to whoever may read the alert."""
    found = alerts.by_code(viewer, code)
    link = alerts.photo_of(found, photo) if found else None
    return Asked(link.photo, size, not found.is_test) if link and found else None


@news.get("/tin-tuc/<code>/anh/<photo>-<size>.webp")
@access(PUBLIC, load=load_article_photo)
def article_photo(asked: Asked) -> ResponseReturnValue:
    """Serve one size of an article's picture."""
    return serve(asked)


@news.get("/canh-bao/<code>/anh/<photo>-<size>.webp")
@access(PUBLIC, load=load_alert_photo)
def alert_photo(asked: Asked) -> ResponseReturnValue:
    """Serve one size of an alert's picture."""
    return serve(asked)
