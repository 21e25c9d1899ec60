"""What the layouts ask for: the site's name, language, text size, tabs and the unread count.

All are functions or plain settings, so that a page which does not show them (an error page while
the database is away) asks for nothing.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app

from app.core import navigation, retention
from app.core.access import current_viewer
from app.core.config import Config
from app.core.navigation import Banner, Link
from app.core.preferences import language, preferences


def init_app(app: Flask) -> None:
    settings: Config = app.config["SETTINGS"]
    app.jinja_env.globals.update(
        site_name=settings.site_name,
        operator=settings.operator,
        kept_for=retention.kept_for,
        trial=not settings.is_production,
        lang=language,
        text_size=_text_size,
        tabs=_tabs,
        desk_tabs=_desk_tabs,
        folded_tabs=navigation.folded,
        unread=_unread,
        banners=_banners,
    )


def count_unread_with(app: Flask, count: Callable[[Any], int]) -> None:
    """Let the bell show ``count(viewer)``; the room that keeps the inbox calls this."""
    app.extensions["unread"] = count


def _unread() -> int:
    count: Callable[[Any], int] | None = current_app.extensions.get("unread")
    return count(current_viewer()) if count else 0


def _text_size() -> str:
    return preferences().text


def _tabs() -> list[Link]:
    return navigation.shown(navigation.registry().tabs, current_viewer())


def _desk_tabs() -> list[Link]:
    return navigation.shown(navigation.registry().desk_tabs, current_viewer())


def _banners() -> list[Banner]:
    viewer = current_viewer()
    return [each for provider in navigation.registry().banners for each in provider(viewer)]
