"""Whole pages kept for seconds, for visitors of whom nothing is known.

A page is kept by its address, languages, text size and chosen home, and given only to browsers
without a session cookie: nobody signed in, no guest's link, no flashed message, no form's token.
What is kept is the body alone; headers are made anew for every answer.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, session

from app.core import clock
from app.core.preferences import preferences, saves_data

View = TypeVar("View", bound=Callable[..., Any])
MOST_PAGES = 500
MOST_BYTES = 200_000
"""A page larger than this is not kept."""
LONGEST_ADDRESS = 300


@dataclass(frozen=True)
class Kept:
    """A page's body, when it was made and how long it is good."""

    body: bytes
    made_at: datetime
    good_for: timedelta


class Pages:
    """The pages one process keeps, the least recently used leaving first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, now: datetime) -> bytes | None:
        """Give the page under ``key`` unless it is too old."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or not clock.lasts(kept.made_at, kept.good_for, now):
                return None
            self._kept.move_to_end(key)
            return kept.body

    def put(self, key: str, body: bytes, good_for: timedelta, now: datetime) -> None:
        with self._lock:
            self._kept[key] = Kept(body, now, good_for)
            self._kept.move_to_end(key)
            if len(self._kept) > MOST_PAGES:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


def init_app(app: Flask) -> None:
    """Answer from what is kept, before anything asks the database. Off in tests unless set."""
    app.config.setdefault("PAGE_CACHE", not app.testing)
    app.extensions["pages"] = Pages()
    app.before_request(_answer)
    app.after_request(_keep)


def for_strangers(seconds: int) -> Callable[[View], View]:
    """Keep the view's page for ``seconds``. It stands below ``@access``."""

    def mark(view: View) -> View:
        view.kept_seconds = seconds  # type: ignore[attr-defined]
        return view

    return mark


def pages() -> Pages:
    found: Pages = current_app.extensions["pages"]
    return found


def _seconds() -> int:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "kept_seconds", 0)


def _is_stranger() -> bool:
    return current_app.config["SESSION_COOKIE_NAME"] not in request.cookies


def _may_be_kept() -> bool:
    plain = request.method == "GET" and not request.headers.get("HX-Request")
    short = len(request.full_path) <= LONGEST_ADDRESS
    return bool(current_app.config["PAGE_CACHE"] and plain and short and _seconds())


def _key() -> str:
    chosen = preferences()
    home = f"{chosen.commune_id} {chosen.village_id}"
    person = f"{chosen.language} {chosen.tongue} {chosen.text} {home} {saves_data()}"
    return f"{person} {request.host} {request.full_path}"


def _answer() -> Response | None:
    if not (_may_be_kept() and _is_stranger()):
        return None
    body = pages().get(_key(), clock.now())
    if body is None:
        g.keep_page = True
        return None
    return _page(body)


def _keep(response: Response) -> Response:
    if not g.pop("keep_page", False) or response.status_code != 200:
        return response
    # The session's own cookie is written after this: a page that touched it is somebody's.
    if session or "Set-Cookie" in response.headers or response.mimetype != "text/html":
        return response
    body = response.get_data()
    if len(body) <= MOST_BYTES:
        pages().put(_key(), body, timedelta(seconds=_seconds()), clock.now())
    return _revalidated(response)


def _page(body: bytes) -> Response:
    return _revalidated(Response(body, mimetype="text/html"))


def _revalidated(response: Response) -> Response:
    """Let the browser go back to the page without asking, and ask whenever it is opened anew."""
    response.headers["Cache-Control"] = "private, no-cache"
    return response
