"""Which pages a phone may keep for reading without a network, and in whose name.

Every page says in a header who looked at it, by a name that tells nothing (``X-Viewer``). A page
that may be kept says so too (``X-Keep``), by an explicit rule of its view: all others stay
``no-store`` for the service worker as for everybody. The worker keeps one store, of the viewer
it saw last, and empties it when another name comes.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, get_flashed_messages, request

from app.core import clock
from app.core.access import current_viewer

View = TypeVar("View", bound=Callable[..., Any])
SEALED_HOURS = 12
"""How long after the server last showed it to them a list of people opens on a helper's phone: an
afternoon and an evening without a signal, not the next day."""
STRANGER = "g"
"""The name of every browser that holds no session of ours."""


def kept_offline(view: View) -> View:
    """Let the phone of whoever looks keep the view's page. It stands below ``@access``."""
    view.kept_offline = True  # type: ignore[attr-defined]
    return view


def keep() -> None:
    g.keep_offline = True


def seal() -> None:
    """Let the phone keep this page, this time, sealed and for some hours: people stand on it.

    The page's own script does that (``sealed.js``); the worker never keeps the page as it is.
    """
    g.seal_offline = True


def sealed_hours() -> int:
    """Give for how many hours the present page opens without a network; 0: it is not sealed."""
    wanted = g.get("seal_offline", False) and request.method == "GET" and not request.query_string
    return SEALED_HOURS if wanted and _is_theirs_alone() else 0


def is_kept() -> bool:
    """Tell whether the present page may be kept.

    The plain address alone, without a query, and by no phone whose pages a PIN guards.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    wanted = g.get("keep_offline", False) or getattr(view, "kept_offline", False)
    plain = request.method == "GET" and not request.query_string
    return bool(wanted and plain and _is_theirs_alone())


def viewer_name() -> str:
    """Give the name of whoever looks: ``u…`` a person, ``g…`` a guest's browser."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies and "viewer" not in g:
        return STRANGER
    name: str = current_viewer().pseudonym
    return name


def said_here() -> list[tuple[str, Any]]:
    """Give what the last act has to say, with its tone; to the page that a person opens.

    The worker fetches pages ahead: what was to be said would be gone with one that nobody sees,
    and stay in it for ever.
    """
    mode, partly = request.headers.get("Sec-Fetch-Mode", ""), "HX-Request" in request.headers
    seen = mode in {"", "navigate"} or partly
    return list(get_flashed_messages(with_categories=True)) if seen else []  # type: ignore[arg-type]


def init_app(app: Flask) -> None:
    """Mark answers, and offer the names to the layouts."""
    app.after_request(_mark)
    app.jinja_env.globals.update(
        viewer_name=viewer_name, is_kept_offline=is_kept, fetched_at=clock.now,
        said_here=said_here, sealed_hours=sealed_hours,
    )  # fmt: skip


def _mark(response: Response) -> Response:
    """Name the viewer where that is known already; an error page asks nobody.

    ``X-Trouble`` tells our own word of a trouble from a proxy's, which hands nothing back.
    """
    if response.status_code >= 500:
        response.headers["X-Trouble"] = "1"
    known = "viewer" in g or current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
    if not known or (response.mimetype != "text/html" and not is_kept()):
        return response
    response.headers["X-Viewer"] = viewer_name()
    if response.status_code == 200 and is_kept():
        response.headers["X-Keep"] = "1"
    return response


def _is_theirs_alone() -> bool:
    """Tell whether the viewer's phone is theirs alone: no PIN guards their pages."""
    return "viewer" not in g or bool(g.viewer.may_keep_pages)
