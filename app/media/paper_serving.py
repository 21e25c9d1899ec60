"""A paper as an answer: always a download. The room that owns it has already asked its policy."""

from __future__ import annotations

import structlog
from flask import Response, abort, request

from app.core.text import ascii_slug
from app.media.paper_models import Paper
from app.media.serving import say_who_may_keep_it
from app.media.storage import store

log = structlog.get_logger()

POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def serve(paper: Paper, name: str, *, public: bool) -> Response:
    """Answer with the paper as a file called by `name`, of which letters and digits are kept.

    It is never shown inside our pages, and a browser that shows it alone gives it no rights here.
    Only with `public` may anyone keep it. 404 where the file is gone.
    """
    content = store().read(paper.file)
    if content is None:
        log.error("media.file_missing", paper=paper.id)
        abort(404)
    response = Response(content, mimetype="application/pdf")
    say_who_may_keep_it(response, public)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    file_name = f"{ascii_slug(name) or 'van-ban'}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=file_name)
    if public:
        response.set_etag(paper.code)
    response.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return response
