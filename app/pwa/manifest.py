"""The web app manifest's members, see https://www.w3.org/TR/appmanifest/."""

from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from app.core.config import settings
from app.core.preferences import language

PAPER = "#faf9f5"
BRAND = "#0b6b4f"
SCREEN = "360x640"
SHORT = 12
"""Characters that fit under an icon on most home screens."""


def manifest() -> dict[str, Any]:
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
        "screenshots": _screenshots(),
        "shortcuts": _shortcuts(),
        "share_target": _share_target(),
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


def _screenshots() -> list[dict[str, str]]:
    """Give narrow pictures of real pages, for the browser's own question whether to install."""
    labels = (("screen-home.png", _("Front page")), ("screen-report.png", _("A report")))
    url = current_app.extensions["assets"].url
    return [
        {
            "src": url(name),
            "sizes": SCREEN,
            "type": "image/png",
            "form_factor": "narrow",
            "label": label,
        }
        for name, label in labels
    ]


def _share_target() -> dict[str, Any]:
    """Let photos be shared from the gallery into the form; the service worker takes them."""
    return {
        "action": url_for("pwa.share"),
        "method": "POST",
        "enctype": "multipart/form-data",
        "params": {
            "title": "title",
            "text": "text",
            "url": "url",
            "files": [{"name": "photos", "accept": ["image/*"]}],
        },
    }


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
