"""A file as an answer. The room that owns it has already asked its policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Response, abort, request
from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError
from app.core.text import ascii_slug
from app.media.models import Attachment, Paper, Photo
from app.media.storage import store

log = structlog.get_logger()

# A day, not a year: what is taken back from the public leaves other people's caches within it.
PUBLIC_SECONDS = 24 * 60 * 60
TYPES = {
    "webp": "image/webp",
    "webm": "audio/webm",
    "m4a": "audio/mp4",
    "pdf": "application/pdf",
}
DOWNLOADED = (
    "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""A paper is never shown inside our pages, and one shown alone has no rights here."""


@dataclass(frozen=True)
class Asked:
    """What a room lets the viewer have of a file, by its own policy."""

    row: Attachment
    part: str
    public: bool
    """Anyone may keep it; a private one is not stored anywhere."""
    name: str = ""
    """A paper's, which is a download: its letters and digits are kept."""


def asked_of(links: Iterable[Any], code: str, part: str) -> Asked | None:
    """Give a part of the file with that code among ``links``, for nobody else to keep."""
    found = next((link.thing for link in links if link.thing.code == code), None)
    return Asked(found, part, False) if found is not None else None


class FileGone(DomainError):
    """Its row is there and the file is not (404): told on a page, for who opens it by its link."""

    status = 404

    def __init__(self) -> None:
        """Say so; the log told the operator."""
        super().__init__(
            _l("This file can no longer be opened. All that was written is kept; ask for it again.")
        )


def serve(asked: Asked) -> Response:
    """Answer with one of the row's parts, whole or the range asked for.

    404 for another part and for a photo still being prepared. Raises ``FileGone``.
    """
    row, part, public = asked.row, asked.part, asked.public
    content = _content(row, part)
    if content is None:
        abort(404)
    response = Response(content, mimetype=TYPES[row.name(part).rpartition(".")[2]])
    _say_who_may_keep_it(response, public)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = "inline"
    if isinstance(row, Paper):
        response.headers["Content-Security-Policy"] = DOWNLOADED
        file_name = f"{ascii_slug(asked.name) or 'van-ban'}.pdf"
        response.headers.set("Content-Disposition", "attachment", filename=file_name)
    if public:
        response.set_etag(f"{row.code}-{part}")
    # An iPhone plays nothing that it cannot ask for in ranges; a photo is small.
    in_ranges = not isinstance(row, Photo)
    response.make_conditional(request, accept_ranges=in_ranges, complete_length=len(content))
    return response


def _content(row: Attachment, part: str) -> bytes | None:
    if part not in row.PARTS or not row.is_ready:
        return None
    content = store().read(row.name(part))
    if content is None:
        log.error("media.file_missing", kind=row.kind, row=row.id, part=part)
        raise FileGone
    return content


def _say_who_may_keep_it(response: Response, public: bool) -> None:
    if public:
        response.cache_control.public = True
        response.cache_control.max_age = PUBLIC_SECONDS
        response.cache_control.immutable = True
    else:
        response.cache_control.private = True
        response.cache_control.no_store = True
