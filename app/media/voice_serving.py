"""A recording as an answer. The room that owns it has already asked its policy."""

from __future__ import annotations

import structlog
from flask import Response, abort, request

from app.media.serving import say_who_may_keep_it
from app.media.storage import store
from app.media.voice_models import Recording

log = structlog.get_logger()

TYPES = {"webm": "audio/webm", "m4a": "audio/mp4"}


def serve(recording: Recording, kind: str, *, public: bool) -> Response:
    """Answer with the recording as one of TYPES, whole or the range asked for.

    An iPhone plays nothing that it cannot ask for in ranges. Only with `public` may anyone keep
    it; a private one is not stored anywhere. 404 for another kind and where the file is gone.
    """
    content = store().read(recording.name(kind)) if kind in TYPES else None
    if content is None:
        if kind in TYPES:
            log.error("media.file_missing", recording=recording.id, kind=kind)
        abort(404)
    response = Response(content, mimetype=TYPES[kind])
    say_who_may_keep_it(response, public)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = "inline"
    if public:
        response.set_etag(f"{recording.code}-{kind}")
    response.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return response
