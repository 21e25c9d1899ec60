"""A photo as an answer. The room that owns it has already asked its policy."""

from __future__ import annotations

import structlog
from flask import Response, abort, request

from app.media.models import SIZES, Photo
from app.media.storage import store

log = structlog.get_logger()

# A day, not a year: a photo taken back from the public leaves other people's caches within it.
PUBLIC_SECONDS = 24 * 60 * 60


def serve(photo: Photo, size: str, *, public: bool) -> Response:
    """Answer with one of the photo's sizes ("thumb", "medium", "large").

    Only with `public` may anyone keep it; a private one is not stored anywhere. 404 for another
    size, for a photo still being prepared, and where the file is gone.
    """
    content = store().read(photo.size_name(size)) if size in SIZES and photo.is_ready else None
    if content is None:
        _complain(photo, size)
        abort(404)
    response = Response(content, mimetype="image/webp")
    say_who_may_keep_it(response, public)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = "inline"
    if public:
        response.set_etag(f"{photo.code}-{size}")
        response.make_conditional(request)
    return response


def say_who_may_keep_it(response: Response, public: bool) -> None:
    """Let a public file be kept for PUBLIC_SECONDS, a private one nowhere."""
    if public:
        response.cache_control.public = True
        response.cache_control.max_age = PUBLIC_SECONDS
        response.cache_control.immutable = True
    else:
        response.cache_control.private = True
        response.cache_control.no_store = True


def _complain(photo: Photo, size: str) -> None:
    if size in SIZES and photo.is_ready:
        log.error("media.file_missing", photo=photo.id, size=size)
