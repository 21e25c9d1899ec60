"""What the room shows on other pages: tile, tabs, what the front page's search finds."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from app.accounts.viewer import Viewer
from app.core.access import current_viewer
from app.core.formats import day
from app.core.navigation import Card, Found, Goal, Link, Source, Waiting
from app.news import policies
from app.news.models import article_life
from app.news.queries import alerts, articles
from app.news.queries.articles import Filters
from app.news.rescue import queries as rescue
from app.news.sections import SECTIONS

LOOKED_AT = 5
NEWS = Link("news.index", _l("News"), "news", order=20)
ALERTS = Link("news.alerts_index", _l("Alerts"), "warning", "red", order=25)
DESK = Link("news.home", _l("News, alerts"), "news", order=30, shown_to=policies.works_at_desk)


def find_news(viewer: Viewer, typed: str, limit: int) -> list[Found]:
    """Find published articles by their words."""
    rows = articles.public_page(Filters(text=typed), articles.NEWEST.at_most(limit)).rows
    return [
        Found(
            row.title,
            f"{SECTIONS.get(row.section, '')} · {day(row.published_at)}"
            if row.published_at
            else "",
            url_for("news.show", code=row.code),
            "news",
        )
        for row in rows
    ]


def newest(_now: datetime) -> list[Card]:
    """Give the newest article that has a picture, else the newest; none where there is none."""
    rows = articles.public_page(Filters(), articles.NEWEST.at_most(LOOKED_AT)).rows
    own = [row for row in rows if not row.is_link]
    pictured = [row for row in own if row.photos and row.photos[0].photo.is_ready]
    return [Card("news/_newest.html", row) for row in (pictured or own)[:1]]


SEARCH = Source("news", _l("News"), find_news, order=25)


def _alerts_on(viewer: Viewer, now: datetime) -> Any:
    """Count the alerts of the viewer's agencies that wait for an update or the all-clear."""
    return alerts.on_count(viewer, now) if policies.may_alert(viewer) else None


def _to_review(viewer: Viewer, _now: datetime) -> Any:
    """Count the articles that wait for the viewer's review."""
    return articles.review_count(viewer) if viewer.has(policies.PUBLISH_NEWS) else None


WAITING = (
    Waiting(
        "news.rescue_desk",
        lambda number, count: ngettext(
            "%(count)s call for rescue", "%(count)s calls for rescue", number, count=count
        ),
        rescue.count_open, order=5,
    ),
    Waiting(
        "news.alert_desk",
        lambda number, count: ngettext(
            "%(count)s alert on", "%(count)s alerts on", number, count=count
        ),
        _alerts_on, order=10,
    ),
    Waiting(
        "news.desk",
        lambda number, count: ngettext(
            "%(count)s article to review", "%(count)s articles to review", number, count=count
        ),
        _to_review, order=20, values={"trang-thai": article_life.IN_REVIEW},
    ),
)  # fmt: skip


def desk_pages() -> dict[str, bool]:
    """Give which pages of the desk's tab the viewer may open."""
    viewer = current_viewer()
    may_alert = policies.may_alert(viewer)
    return {"news": policies.works_on_news(viewer), "alerts": may_alert, "rescue": may_alert}


GOALS = (
    Goal(
        "news.rescues", _l("Call for rescue"), "call",
        lazy_pgettext(
            "typed",
            "sos, call for rescue, trapped by the flood, on the roof, help in a flood, landslide, "
            "boat to bring us out",
        ),
    ),
    Goal(
        "news.alerts_index", _l("Warnings"), "warning",
        lazy_pgettext(
            "typed",
            "storm, flood, landslip warning, "
            "weather, heavy rain, cold, disaster",
        ),
    ),
    Goal(
        "news.index", _l("News"), "news",
        lazy_pgettext("typed", "news, notices of the commune, events, what is new"),
    ),
)  # fmt: skip
"""What the front page's search finds of this room: pages by what one wants there."""
