"""Pages go out compressed, except where that could give a form's token away.

A page that holds a secret beside text its sender chose can be guessed byte by byte from the
compressed length (the attack called BREACH). So a page with a token is compressed only where
nothing of the request can be in it: a GET without a query.
"""

from flask import Flask, Response, g, request
from flask_compress import Compress

TYPES = ["text/html", "application/json", "application/atom+xml", "text/plain", "text/csv"]
TOKEN = "csrf_token"  # noqa: S105 - the name under which Flask-WTF keeps the token it made

_compress = Compress()


def init_app(app: Flask) -> None:
    """Compress answers last of all, after whoever changes or keeps them."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=7,  # no slower than 5 on a page, and some bytes less
        COMPRESS_BR_WINDOW=16,  # pages are smaller than 64 kB: a wider one costs time, not bytes
        COMPRESS_MIMETYPES=TYPES,
        COMPRESS_MIN_SIZE=500,
    )
    _compress.init_app(app)
    app.after_request(_shrink)


def _shrink(response: Response) -> Response:
    if TOKEN in g and (request.method != "GET" or request.query_string):
        return response
    shrunk: Response = _compress.after_request(response)
    return shrunk
