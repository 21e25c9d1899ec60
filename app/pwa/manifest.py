"""The web app manifest's members, see https://www.w3.org/TR/appmanifest/."""

from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from app.core.config import settings
from app.core.preferences import language

PAPER = "#faf9f5"
BRAND = "#0b6b4f"
SHORT = 12
"""Characters that fit under an icon on most home screens."""


def manifest() -> dict[str, Any]:
    """Give the manifest of this deployment in the language of the request."""
    name = settings().site_name
    return {
        "id": "/",
        "name": name,
        "short_name": name if len(name) <= SHORT else name[:SHORT].rsplit(" ", 1)[0],
        "description": _("Report, follow the answer, be told. From your authorities."),
        "lang": language(),
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": PAPER,
        "background_color": PAPER,
        "categories": ["government", "utilities"],
        "icons": _icons(),
        "shortcuts": _shortcuts(),
    }


def _icons() -> list[dict[str, str]]:
    return [
        _icon("icon-192.png", "192x192", "any"),
        _icon("icon-512.png", "512x512", "any"),
        _icon("maskable-192.png", "192x192", "maskable"),
        _icon("maskable-512.png", "512x512", "maskable"),
    ]


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    source = current_app.extensions["assets"].url(name)
    return {"src": source, "sizes": sizes, "type": "image/png", "purpose": purpose}


def _shortcuts() -> list[dict[str, Any]]:
    """Give what a long press on the icon offers: pages that are there."""
    icon = _icon("icon-192.png", "192x192", "any")
    targets = (
        (_("Send a report"), "service_requests.new"),
        (_("My reports"), "service_requests.mine"),
        (_("Emergency numbers"), "home.emergency"),
    )
    return [
        {"name": name, "url": url_for(endpoint), "icons": [icon]}
        for name, endpoint in targets
        if endpoint in current_app.view_functions
    ]
