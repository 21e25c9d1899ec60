"""Makes the app: core first, then the rooms from the ground up, then the pages above them."""

from importlib import import_module

from flask import Flask
from sqlalchemy.orm import configure_mappers

from app.commands import COMMANDS
from app.core import (
    addresses,
    addressing,
    assets,
    bodies,
    compression,
    error_pages,
    events,
    figures,
    folding,
    formats,
    health,
    htmx,
    icons,
    jobs,
    layout,
    logs,
    migrations,
    naming,
    navigation,
    offline,
    page_cache,
    preferences,
    security,
    standby,
)
from app.core.application import Application
from app.core.config import ROOT, Config
from app.core.db import db
from app.core.engines import engine_options

ROOMS = (
    "places",
    "media",
    "accounts",
    "voices",
    "notifications",
    "sheets",
    "payments",
    "service_requests",
    "bills",
    "news",
    "villages",
    "directory",
    "appointments",
    "community",
    "market",
    "personal_data",
    "enquiries",
    "surveys",
    "planning",
    "scorecards",
    "home",
    "desk",
    "pwa",
    "operation",
)


def create_app(settings: Config | None = None, testing: bool = False) -> Flask:
    """Give the app for ``settings`` (read from the environment when None).

    Raises:
        ConfigurationError: where the environment does not suffice.
    """
    app = _bare_app(settings or Config.from_env(), testing)
    _set_up_core(app)
    events.in_order_of(ROOMS)
    for room in ROOMS:
        import_module(f"app.{room}").init_app(app)
    for command in COMMANDS:
        app.cli.add_command(command)
    security.guard(app)
    return app


def warm(app: Flask) -> None:
    """Load what the first pages would load, so that processes forked from this one share it."""
    configure_mappers()
    preferences.load_languages(app)


def _bare_app(settings: Config, testing: bool) -> Flask:
    app = Application(
        "app",
        root_path=str(ROOT / "app"),
        template_folder=str(ROOT / "templates"),
        static_folder=None,  # core/assets serves /static/
        instance_path=str(settings.instance),
    )
    app.config.update(SETTINGS=settings, TESTING=testing)
    app.jinja_environment = folding.Environment
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app


def _set_up_core(app: Flask) -> None:
    settings: Config = app.config["SETTINGS"]
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(
        settings.database_url, settings.shares_connections
    )
    addresses.init_app(app)
    addressing.init_app(app)
    compression.init_app(app)
    logs.init_app(app)
    bodies.init_app(app)
    naming.init_app(app)
    health.init_app(app)
    security.init_app(app)
    db.init_app(app)
    standby.init_app(app)
    for part in (
        migrations,
        preferences,
        navigation,
        layout,
        htmx,
        icons,
        assets,
        formats,
        error_pages,
        figures,
        jobs,
        page_cache,
        offline,
    ):
        part.init_app(app)
