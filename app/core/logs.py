"""One JSON line an event, with the request's id and without personal data.

A line never holds a query string, a body, an address or a name; links of guests are masked.
"""

import logging
import re
import sys
import time

import structlog
from flask import Flask, Response, g, request

from app.core import codes
from app.core.config import Config

TOKEN_PATHS = re.compile(r"^(.*/nhan/|/lich-han/|/thu/|/m/|/tai-khoan/doi-so/)[^/]+")
log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Set logging up and log each request once."""
    _configure(app.config["SETTINGS"])
    app.before_request(_begin)
    app.after_request(_end)


def masked_path(path: str) -> str:
    """Give ``path`` without the secret that opens it: of a link or of a calendar."""
    return TOKEN_PATHS.sub(r"\1***", path)


def _configure(settings: Config) -> None:
    level = logging.INFO if settings.is_production else logging.WARNING
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_to_stderr,
        cache_logger_on_first_use=False,
    )


def _to_stderr(*_args: object) -> structlog.PrintLogger:
    """Print to what stderr is now: it may have been replaced since the app was made."""
    return structlog.PrintLogger(sys.stderr)


def _begin() -> None:
    g.request_id, g.started = codes.random_token()[:16], time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    if "started" in g:
        took = round((time.perf_counter() - g.started) * 1000, 1)
        response.headers["X-Request-Id"] = g.request_id
        log.info(
            "request",
            method=request.method,
            path=masked_path(request.path),
            status=response.status_code,
            ms=took,
        )
    return response
