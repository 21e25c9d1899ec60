"""Who may write, publish and warn, for which agency."""

from app.accounts.permissions import ALERT as ALERT
from app.accounts.permissions import PUBLISH_NEWS as PUBLISH_NEWS
from app.accounts.permissions import WRITE_NEWS as WRITE_NEWS
from app.accounts.viewer import Viewer
from app.news.models import Alert, Article, FeedSource


def works_on_news(viewer: Viewer) -> bool:
    """May open the editors' pages."""
    return viewer.has(WRITE_NEWS) or viewer.has(PUBLISH_NEWS)


def works_at_desk(viewer: Viewer) -> bool:
    """May open the tab of news and alerts."""
    return works_on_news(viewer) or may_alert(viewer)


def may_edit(viewer: Viewer, article: Article) -> bool:
    """May see it before it is published, and write it: the agency's writers and publishers."""
    return viewer.can(WRITE_NEWS, article.agency) or viewer.can(PUBLISH_NEWS, article.agency)


def may_publish(viewer: Viewer, article: Article) -> bool:
    """May review, publish, correct and withdraw it."""
    return viewer.can(PUBLISH_NEWS, article.agency)


def may_run_feeds(viewer: Viewer) -> bool:
    """May decide which feeds are fetched: whoever publishes."""
    return viewer.has(PUBLISH_NEWS)


def may_change_feed(viewer: Viewer, source: FeedSource) -> bool:
    return viewer.can(PUBLISH_NEWS, source.agency)


def may_alert(viewer: Viewer) -> bool:
    """May send alerts for some agency."""
    return viewer.has(ALERT)


def may_change_alert(viewer: Viewer, alert: Alert) -> bool:
    """May update, correct and end this alert: every duty officer of its agency."""
    return viewer.can(ALERT, alert.agency)


def may_see_alert(viewer: Viewer, alert: Alert) -> bool:
    """May read it: everybody, a test alert officials alone."""
    return not alert.is_test or viewer.is_official
