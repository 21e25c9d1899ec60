"""News that the authorities publish, and alerts that reach who is concerned."""

from flask import Flask

from app.core import navigation
from app.news import front, jobs, labels, notices, views
from app.news.blueprint import news
from app.news.rescue import desk, personal
from app.news.rescue import views as rescue_views

__all__ = ["init_app", "jobs", "views"]

PAGES = (rescue_views, desk)
"""Importing them adds their routes to the blueprint."""
RECEIVERS = (personal,)


def init_app(app: Flask) -> None:
    """Add the pages, tiles, tabs, the search source, the notices on every page, commands."""
    app.extensions["notices"] = notices.Kept()
    app.register_blueprint(news)
    app.add_template_filter(labels.count_of)
    app.jinja_env.globals["kind_names"] = labels.kind_names
    app.jinja_env.globals["news_desk_pages"] = front.desk_pages
    navigation.add_goals(app, front.GOALS)
    navigation.add_tile(app, front.NEWS)
    navigation.add_tile(app, front.ALERTS)
    navigation.add_tab(app, front.NEWS)
    navigation.add_desk_tab(app, front.DESK)
    for waiting in front.WAITING:
        navigation.add_waiting(app, waiting)
    navigation.add_search(app, front.SEARCH)
    navigation.add_front(app, front.newest)
    navigation.add_banner(app, notices.banners)
