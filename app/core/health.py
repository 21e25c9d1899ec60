"""/healthz: this process answers. /readyz: all that its answers rest on is there, or 503.

Neither says anything private: parts by name, and a word for what is wrong with one. On loopback
they answer to any ``Host``, since whoever asks there knows the machine and not the site.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, Flask, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock, migrations, outbox, pulse
from app.core.access import PUBLIC, access
from app.core.addresses import ASKED_HERE
from app.core.config import Config
from app.core.db import db

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger()

LATE = timedelta(minutes=10)
"""Work that was due so long ago is not being done, whatever the worker's pulse says."""
KEPT = timedelta(seconds=2)
"""How long an answer of /readyz is given again: asking it often costs nothing."""
OK = "ok"
UNKNOWN = "unknown"

Part = Callable[[], str]
"""Gives OK, or a word for what is wrong."""

health = Blueprint("health", __name__)


def init_app(app: Flask) -> None:
    """Serve both. Comes before the proxy's hops are read, so that those are read first."""
    app.extensions["readiness"] = dict[str, Part]()
    app.config.setdefault("READINESS_KEPT", timedelta() if app.testing else KEPT)
    app.wsgi_app = _AskedFromHere(app.wsgi_app, app.config["SETTINGS"])  # type: ignore[method-assign]
    app.register_blueprint(health)
    for name, part in (
        ("database", _database),
        ("migrations", _migrations),
        ("worker", _worker),
        ("queue", _queue),
    ):
        ready_when(app, name, part)


def ready_when(app: Flask, name: str, part: Part) -> None:
    """Have /readyz ask ``part``; one that raises is unknown."""
    app.extensions["readiness"][name] = part


@health.get("/healthz")
@access(PUBLIC)
def alive() -> ResponseReturnValue:
    """Say that this process answers, whatever the rest does."""
    return {"status": OK}


@health.get("/readyz")
@access(PUBLIC)
def ready() -> ResponseReturnValue:
    """Say part by part what is ready; 503 where one is not."""
    parts = _kept_parts(clock.now())
    is_ready = all(word == OK for word in parts.values())
    return {"status": OK if is_ready else "not ready", "parts": parts}, 200 if is_ready else 503


def parts() -> dict[str, str]:
    """Ask every part now; OK, or a word for what is wrong, by its name."""
    asked: dict[str, Part] = current_app.extensions["readiness"]
    return {"web": OK} | {name: _asked(name, part) for name, part in asked.items()}


def _kept_parts(now: datetime) -> dict[str, str]:
    kept: tuple[datetime, dict[str, str]] | None = current_app.extensions.get("readiness_kept")
    if kept is None or not clock.lasts(kept[0], current_app.config["READINESS_KEPT"], now):
        kept = now, parts()
        current_app.extensions["readiness_kept"] = kept
    return kept[1]


def _asked(name: str, part: Part) -> str:
    try:
        return part()
    except SQLAlchemyError as error:
        log.warning("health.unknown", part=name, error=type(error).__name__)
        return UNKNOWN
    finally:
        db.session.rollback()


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        log.warning("health.database", exc_info=True)
        return "not answering"
    return OK


def _migrations() -> str:
    return OK if migrations.is_current() else "behind"


def _worker() -> str:
    return OK if pulse.is_felt(clock.now()) else "no pulse"


def _queue() -> str:
    now = clock.now()
    oldest = outbox.oldest_due(now)
    return OK if oldest is None or oldest > now - LATE else "late"


class _AskedFromHere:
    """Lets what loopback asks of these addresses pass for a question to the site itself."""

    def __init__(self, wsgi_app: "WSGIApplication", settings: Config) -> None:
        """Stand before ``wsgi_app``, behind whatever reads the proxies' headers."""
        self.wsgi_app, self.host = wsgi_app, urlsplit(settings.base_url).netloc

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Put the site's own name in the place of the ``Host``, there alone."""
        if environ.get("PATH_INFO") in ASKED_HERE and _is_here(environ):
            environ["HTTP_HOST"] = self.host
        return self.wsgi_app(environ, start_response)


def _is_here(environ: "WSGIEnvironment") -> bool:
    try:
        return ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:  # a socket of the file system has no address
        return False
