"""Headers on every answer, errors too; cookies; host check; CSRF; proxies."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core.bodies import MOST_OF_A_FORM
from app.core.config import Config, settings
from app.core.session_cookie import Cookies

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MAX_BODY = 100 * 1024 * 1024
"""Four photos of 20 MB with room to spare; each photo has its own, smaller limit."""

IMAGES = "img-src 'self' blob: data:"
CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",  # of the service worker too
        "style-src 'self'",
        IMAGES,
        "media-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
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
FILE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""For the server's own files: a style, a script, a picture is no page and needs no more. With each
of the three files of a cold visit, what a page needs would be 400 bytes."""
NEEDLESS = frozenset({"last-modified", "etag"})
"""Of the server's own files: the name of each tells its content, so nobody ever asks again."""
FILES = "/static/"
SENT = ("200", "206", "304")
HSTS = "max-age=31536000; includeSubDomains"

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    found: Config = app.config["SETTINGS"]
    _configure(app, found)
    app.session_interface = Cookies()
    csrf.init_app(app)
    app.after_request(_keep_to_themselves)
    app.before_request(_refuse_another_port)
    app.jinja_env.globals["csrf_field"] = _csrf_field
    if found.trusted_proxies:
        hops = found.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def guard(app: Flask) -> None:
    """Put the headers on all that ``app`` answers. Comes after whatever else wraps it."""
    found: Config = app.config["SETTINGS"]
    app.wsgi_app = Headers(  # type: ignore[method-assign]
        app.wsgi_app, found.is_production, _origin(found.tile_url)
    )


def is_local(url: str | None) -> bool:
    """Tell whether ``next=`` points inside this site: a path, nothing that leaves it."""
    if not url or not url.startswith("/") or url.startswith(("//", "/\\")):
        return False
    return not any(character in url for character in "\\\r\n\t\0") and not urlsplit(url).netloc


def _configure(app: Flask, found: Config) -> None:
    app.config.update(
        SECRET_KEY=found.secret_key,
        SECRET_KEY_FALLBACKS=list(found.secret_key_fallbacks),
        SESSION_COOKIE_NAME="__Host-phien" if found.is_production else "phien",
        SESSION_COOKIE_SECURE=found.is_production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=365 * 24 * 3600,
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MOST_OF_A_FORM,
        MAX_FORM_PARTS=200,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=found.is_production,
        TRUSTED_HOSTS=_hosts(found),
        PREFERRED_URL_SCHEME=urlsplit(found.base_url).scheme,
    )


def _origin(tile_url: str) -> str:
    """Give where a map's tiles come from: a CSP's source; "" where there are none."""
    parts = urlsplit(tile_url.replace("{s}", "a"))
    return f"{parts.scheme}://{parts.netloc}" if tile_url else ""


def _hosts(found: Config) -> list[str]:
    host = urlsplit(found.base_url).hostname or "localhost"
    return [host] if found.is_production else [host, "127.0.0.1", "localhost"]


def _keep_to_themselves(response: Response) -> Response:
    response.vary.add("Cookie")
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _refuse_another_port() -> None:
    """In production a ``Host`` with another port than the base URL's is another site."""
    current = settings()
    if current.is_production and request.host != urlsplit(current.base_url).netloc.lower():
        abort(400)


class Headers:
    """Puts the security headers on every answer: the app's, static files, and what refuses them."""

    def __init__(self, wsgi_app: "WSGIApplication", production: bool, pictures: str = "") -> None:
        """``pictures``: one more origin whose pictures a page may show."""
        self.wsgi_app = wsgi_app
        always = {"Strict-Transport-Security": HSTS} if production else {}
        self.headers, self.of_files = {**HEADERS, **always}, {**FILE_HEADERS, **always}
        if pictures:
            policy = CSP.replace(IMAGES, f"{IMAGES} {pictures}")
            self.headers["Content-Security-Policy"] = policy

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer as the app does, with the headers it did not set itself."""
        is_file = environ.get("PATH_INFO", "").startswith(FILES)

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            # What says that there is no such file is a page like any other.
            own = self.of_files if is_file and status.startswith(SENT) else self.headers
            if own is self.of_files:
                headers = [pair for pair in headers if pair[0].lower() not in NEEDLESS]
            said = {name.lower() for name, _ in headers}
            missing = [pair for pair in own.items() if pair[0].lower() not in said]
            if "cache-control" not in said:
                missing.append(("Cache-Control", "no-store"))
            return start_response(status, headers + missing, *error)

        return self.wsgi_app(environ, start)


def _csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
