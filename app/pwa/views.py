"""Manifest, service worker and offline page: all public, none personal."""

import hashlib

from flask import Blueprint, Response, current_app, json, render_template, request
from flask.typing import ResponseReturnValue
from rjsmin import jsmin

from app.core.access import PUBLIC, access
from app.pwa.manifest import manifest as described

pwa = Blueprint("pwa", __name__)

HOUR = "public, max-age=3600"
ALWAYS_ASK = "no-cache"
"""The browser asks again each time, so that a mended worker reaches phones at once."""


@pwa.get("/manifest.webmanifest")
@access(PUBLIC)
def manifest() -> ResponseReturnValue:
    """Describe the app to the browser that would install it (W3C Web Application Manifest)."""
    text = json.dumps(described(), ensure_ascii=False)
    return _answer(text, "application/manifest+json", HOUR)


@pwa.get("/sw.js")
@access(PUBLIC)
def service_worker() -> ResponseReturnValue:
    """Give the service worker; it changes by a byte whenever what it keeps changes.

    Pages ask with their language in the query, so a change of language renews the offline page.
    """
    style = current_app.extensions["assets"].url("app.css")
    kept = hashlib.sha256(f"{style} {request.query_string!r}".encode()).hexdigest()[:8]
    script = render_template("pwa/sw.js", version=kept)
    return _answer(jsmin(script), "text/javascript", ALWAYS_ASK)


@pwa.get("/offline")
@access(PUBLIC)
def offline() -> ResponseReturnValue:
    """Give the page shown without a network; the service worker keeps it."""
    return render_template("pwa/offline.html")


def _answer(text: str, mimetype: str, keep: str) -> Response:
    response = Response(text, content_type=f"{mimetype}; charset=utf-8")
    response.headers["Cache-Control"] = keep
    return response
