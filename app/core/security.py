"""Headers on every answer, errors too; cookies; host check; CSRF; proxies."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core.bodies import MOST_OF_A_FORM
from app.core.config import Config

MAX_BODY = 100 * 1024 * 1024
"""Four photos of 20 MB with room to spare; each photo has its own, smaller limit."""

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Harden ``app``."""
    settings: Config = app.config["SETTINGS"]
    _configure(app, settings)
    csrf.init_app(app)
    app.after_request(_headers(settings.is_production))
    app.jinja_env.globals["csrf_field"] = _csrf_field
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def is_local(url: str | None) -> bool:
    """Tell whether ``next=`` points inside this site: a path, nothing that leaves it."""
    if not url or not url.startswith("/") or url.startswith(("//", "/\\")):
        return False
    return not any(character in url for character in "\\\r\n\t\0") and not urlsplit(url).netloc


def _configure(app: Flask, settings: Config) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        SESSION_COOKIE_NAME="__Host-phien" if settings.is_production else "phien",
        SESSION_COOKIE_SECURE=settings.is_production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=365 * 24 * 3600,
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MOST_OF_A_FORM,
        MAX_FORM_PARTS=200,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.is_production,
        TRUSTED_HOSTS=_hosts(settings),
        PREFERRED_URL_SCHEME=urlsplit(settings.base_url).scheme,
    )


def _hosts(settings: Config) -> list[str]:
    host = urlsplit(settings.base_url).hostname or "localhost"
    return [host] if settings.is_production else [host, "127.0.0.1", "localhost"]


def _headers(production: bool) -> Callable[[Response], Response]:
    headers = {**HEADERS, "Strict-Transport-Security": HSTS} if production else HEADERS

    def add(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.vary.add("Cookie")
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return add


def _csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
