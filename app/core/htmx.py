"""htmx 4 through Flask-HTMX, whose 0.4 misreads some of htmx 4's headers."""

from typing import Any

from flask import Flask, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_htmx import HTMX


class Htmx(HTMX):
    """Flask-HTMX with what htmx 4 says of a request."""

    @property
    def partial(self) -> bool:
        """Tell whether only a part of the page is wanted; a boosted visit wants it whole."""
        return request.headers.get("HX-Request-Type") == "partial"


htmx = Htmx()


def init_app(app: Flask) -> None:
    """Set htmx up and let every answer say that it depends on htmx's headers."""
    htmx.init_app(app)
    app.after_request(_vary)


def answer(partial: str, url: str, /, **values: Any) -> ResponseReturnValue:
    """Answer an act: the partial to htmx, else a redirect (303) to ``url``."""
    if htmx.partial:
        return make_response(render_template(partial, **values))
    return redirect(url, 303)


def go(url: str) -> ResponseReturnValue:
    """Send the browser to ``url``, by HX-Location for htmx and 303 otherwise."""
    if htmx.partial:
        return Response(status=200, headers={"HX-Location": url})
    return redirect(url, 303)


def _vary(response: Response) -> Response:
    response.vary.update(("HX-Request", "HX-Request-Type"))
    return response
