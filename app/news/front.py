"""What the room shows on other pages: tile, tabs, what the front page's search finds."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core.access import current_viewer
from app.core.formats import day
from app.core.navigation import Found, Link, Source
from app.news import policies
from app.news.queries import articles
from app.news.queries.articles import Filters
from app.news.sections import SECTIONS

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


SEARCH = Source("news", _l("News"), find_news, order=25)


def desk_pages() -> dict[str, bool]:
    """Give which pages of the desk's tab the viewer may open."""
    viewer = current_viewer()
    return {"news": policies.works_on_news(viewer), "alerts": policies.may_alert(viewer)}
