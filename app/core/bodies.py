"""What a request brings: read whole, within limits, before its first statement.

A sender who is slow, or stops in the middle, then holds nobody up: no transaction is open while
a body comes in. JSON from outside is never larger, never deeper than we read.
"""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from app.core import multipart
from app.core.db import READING

View = TypeVar("View", bound=Callable[..., Any])
MULTIPART, FORM = "multipart/form-data", "application/x-www-form-urlencoded"
MOST_OF_A_FORM = 1024 * 1024
"""Bytes of a form without its files: those are kept on disk while they come in."""
MOST_ELSE = 64 * 1024
"""Bytes of what programs send, unless the view takes more (``at_most``)."""


def init_app(app: Flask) -> None:
    """Take every body before anything else may ask the database. Comes before other parts."""
    multipart.install()
    app.before_request(_take_whole)


def at_most(most: int) -> Callable[[View], View]:
    """Take a body of up to ``most`` bytes, whatever its type. It stands below ``@access``."""

    def mark(view: View) -> View:
        view.most_of_body = most  # type: ignore[attr-defined]
        return view

    return mark


def body(most: int) -> bytes:
    """Give the request's body; one of more than ``most`` bytes is refused (413)."""
    found = request.get_data()
    if len(found) > most:
        abort(413)
    return found


def json_of(raw: bytes | str, **how: Callable[[str], Any]) -> Any:
    """Read JSON; raise ``ValueError`` for what is none, or is nested beyond all reason.

    ``how`` goes to ``json.loads``: ``parse_float`` and the like.
    """
    try:
        return json.loads(raw, **how)  # type: ignore[arg-type]
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _take_whole() -> None:
    if request.method in READING:
        return
    try:
        _take()
    except HTTPException:
        # The error page asks what was typed: it must not wait for the rest of the body.
        request.form, request.files = ImmutableMultiDict(), ImmutableMultiDict()
        raise


def _take() -> None:
    """Read the body whole: kept by the request, where forms and views find it."""
    if request.mimetype == MULTIPART:
        _ = request.form
        return
    view = current_app.view_functions.get(request.endpoint or "")
    usual = MOST_OF_A_FORM if request.mimetype == FORM else MOST_ELSE
    request.max_content_length = getattr(view, "most_of_body", usual)
    request.get_data()
