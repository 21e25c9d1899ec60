"""Manifest, service worker and offline page: all public, none personal."""

import hashlib
from functools import lru_cache

import brotli
from flask import Response, current_app, json, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import PUBLIC, access
from app.pwa.blueprint import pwa
from app.pwa.manifest import manifest as described

HOUR = "public, max-age=3600"
ALWAYS_ASK = "no-cache"
"""The browser asks again each time, so that a mended worker reaches phones at once."""

SHELL = (
    "app.css", "home.css", "app.js", "form.js", "shrink.js", "queue.js", "voice.js", "carried.js",
    "pin.js", "map.css",
)  # fmt: skip
"""Files every kept page needs; those that are there."""
PAGES = (
    "service_requests.new",
    "service_requests.mine",
    "notifications.index",
    "home.index",
    "home.emergency",
    "directory.urgent",
    "pwa.queue",
    "places.carry",
)
"""What a phone keeps before it was ever opened there, the form first: small, and wanted where
there is no network."""


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
    script = _script()
    response = _answer(script, "text/javascript", ALWAYS_ASK)
    if request.accept_encodings.best_match(["br"]):
        response.data = _compressed(script)
        response.headers["Content-Encoding"] = "br"
    response.vary.add("Accept-Encoding")
    return response


def _script() -> str:
    """Give the worker: what it keeps and how it calls itself, then its code."""
    assets = current_app.extensions["assets"]
    files = [url_for("pwa.offline"), *_shell()]
    kept = hashlib.sha256(f"{files} {request.query_string!r}".encode()).hexdigest()[:6]
    values = {
        "SHELL": f"shell-{kept}",
        "FILES": files,
        "PAGES": [url_for(each) for each in PAGES if each in current_app.view_functions],
        "SHARE": url_for("pwa.share"),
        "SUBSCRIBE": url_for("notifications.subscribe"),
        "NAME": current_app.config["SETTINGS"].site_name,
        "ICON": assets.url("icon-192.png"),
        "BADGE": assets.url("badge-96.png"),
    }
    named = ",".join(
        f"{name}={json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for name, value in values.items()
    )
    return f"const {named};{assets.text('worker.js')}"


@pwa.get("/offline")
@access(PUBLIC)
def offline() -> ResponseReturnValue:
    """Give the page shown without a network; the service worker keeps it."""
    return render_template("pwa/offline.html")


@lru_cache(maxsize=8)
def _compressed(script: str) -> bytes:
    """Give the script as small as it gets, once a version and language: it is 3 kB on the way."""
    packed: bytes = brotli.compress(script.encode(), mode=brotli.MODE_TEXT, quality=11)
    return packed


def _shell() -> list[str]:
    assets = current_app.extensions["assets"]
    return [assets.url(name) for name in SHELL if name in assets.names]


def _answer(text: str, mimetype: str, keep: str) -> Response:
    response = Response(text, content_type=f"{mimetype}; charset=utf-8")
    response.headers["Cache-Control"] = keep
    return response
