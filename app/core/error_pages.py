"""Every error as a page that says what happened, what is safe and what to do."""

from typing import Any

import structlog
from flask import Flask, Response, json, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException

from app.core.db import READING, only_answer
from app.core.errors import DomainError, TooMany

log = structlog.get_logger()

SENTENCES: dict[int, tuple[Any, Any]] = {
    400: (_l("This request could not be read"), _l("Please go back and try again.")),
    401: (_l("Please sign in first"), _l("Your time was up. Sign in, then send again.")),
    403: (_l("This is not open to you"), _l("If it should be, ask your agency's administrator.")),
    404: (_l("There is nothing here"), _l("The link may be old. Search from the front page.")),
    405: (_l("This cannot be done here"), _l("Please go back and try again.")),
    409: (
        _l("Somebody was quicker, or this came twice"),
        _l("Nothing was done a second time. Look at the page anew; send again only if needed."),
    ),
    413: (_l("That is too large"), _l("Send at most 4 photos, each under 20\u00a0MB.")),
    429: (_l("Too many tries"), _l("Please wait a while and try again.")),
    500: (_l("Something went wrong with us"), _l("It has been noted. Please try again later.")),
    503: (_l("Busy just now"), _l("Nothing was lost. Please send again in a moment.")),
}
HIDDEN = frozenset({"csrf_token", "idempotency_key", "password", "present_password", "code", "pin"})
RETRY_SECONDS = "5"
RETRY_AFTER = {429: "60", 503: RETRY_SECONDS}
"""Seconds after which a phone's queue tries again; most limits count by the minute or hour."""
MET_ANOTHER = frozenset({"23505", "23503", "23P01"})
"""PostgreSQL's unique, foreign key and exclusion violation: two acts met, no bad statement."""
MET_ANOTHER_ON_SQLITE = ("UNIQUE constraint failed", "FOREIGN KEY constraint failed")


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(DBAPIError, _line_lost)
    app.register_error_handler(DataError, _no_value)
    app.register_error_handler(IntegrityError, _met_another)
    app.register_error_handler(StaleDataError, _gone_meanwhile)
    app.register_error_handler(ObjectDeletedError, _gone_meanwhile)
    app.register_error_handler(Exception, _unexpected)


def typed(hidden: frozenset[str] = HIDDEN) -> dict[str, str]:
    """Give what the person had typed, so that the page can hand it back, but for ``hidden``."""
    if request.method in READING:
        return {}
    try:
        fields = request.form.items()
    except HTTPException:
        return {}
    return {name: text for name, text in fields if text.strip() and name not in hidden}


def _refused(error: DomainError) -> ResponseReturnValue:
    return with_retry_after(_page(error.status, error.message, "", kept=typed()), error)


def with_retry_after(response: Response, error: DomainError) -> Response:
    """Let an answer that refuses say when to come again, where ``error`` knows it."""
    if isinstance(error, TooMany):
        seconds = error.retry_after
        response.headers["Retry-After"] = seconds
        if response.is_json:  # a phone's queue reads it there
            response.set_data(json.dumps({**response.get_json(), "wait": int(seconds)}))
    return response


def stale_form(error: CSRFError) -> ResponseReturnValue:
    """Hand back what was typed into a form whose token is missing or too old."""
    title = _l("This form had been open too long")
    advice = _l("What you typed is kept here. Choose your photos again if you had any, and send.")
    return _page(400, title, advice, kept=typed(), again=_same_address())


def _same_address() -> str:
    return "" if request.method in READING else request.full_path


def chosen_files() -> list[str]:
    """Give the names of the fields that brought files: only the person can choose those again."""
    if request.method in READING:
        return []
    return [name for name, files in request.files.lists() if any(file.filename for file in files)]


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Answer with the page of an error; for a room's own handler, too."""
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    title, advice = SENTENCES.get(error.code, SENTENCES[400])
    return _page(error.code, title, advice, kept=typed())


def _line_lost(error: DBAPIError) -> ResponseReturnValue:
    """The connection ended in the middle, or leads to what is the primary no longer."""
    return _database(error) if error.connection_invalidated else _unexpected(error)


def _database(error: DBAPIError) -> ResponseReturnValue:
    log.warning("database.unavailable", error=type(error.orig).__name__)
    # Nothing was taken: the same submission may come again under its own key.
    kept = typed(HIDDEN - {"idempotency_key"})
    return _page(503, *SENTENCES[503], kept=kept, again=_same_address())


def _no_value(error: DataError) -> ResponseReturnValue:
    """PostgreSQL was given what it cannot hold: a NUL in a text, a number beyond its type."""
    log.warning("request.no_value", error=type(error.orig).__name__)
    return _page(400, *SENTENCES[400], kept=typed())


def _met_another(error: IntegrityError) -> ResponseReturnValue:
    """Two acts at once made the same thing, or one took away what the other built upon."""
    state = getattr(error.orig, "sqlstate", None)
    if state not in MET_ANOTHER and not str(error.orig).startswith(MET_ANOTHER_ON_SQLITE):
        return _unexpected(error)
    return _gone_meanwhile(error)


def _gone_meanwhile(error: Exception) -> ResponseReturnValue:
    log.info("request.met_another", error=type(error).__name__, at=request.endpoint)
    return _page(409, *SENTENCES[409], kept=typed())


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.exception("request.failed")
    return _page(500, *SENTENCES[500], kept=typed())


def _page(status: int, title: Any, advice: Any, kept: dict[str, str], again: str = "") -> Response:
    only_answer()
    values = {"title": title, "advice": advice, "kept": kept, "again": again, "status": status}
    values["files"] = chosen_files() if again else []
    if wants_json():
        told = {"error": f"{title} {advice}", "again": bool(again)}
        response = make_response(told, status)
    else:
        response = make_response(render_template("errors/error.html", **values), status)
    if status in RETRY_AFTER:
        response.headers["Retry-After"] = RETRY_AFTER[status]
    return response


def wants_json() -> bool:
    """Tell whether a script is asking: it says so in ``Accept``."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" and "text/html" not in request.accept_mimetypes.values()
