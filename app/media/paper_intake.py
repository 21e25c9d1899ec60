"""An uploaded PDF is looked through and kept as it is: the part that touches no database.

As with photos, a view commits first, prepares, and only then writes its rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from app.core.errors import Busy, DomainError
from app.media import paper_decoding as decoding
from app.media.models import new_file_key
from app.media.paper_models import paper_name
from app.media.storage import store
from app.media.uploads import last_chosen

log = structlog.get_logger()

FIELD = "paper"
MAX_BYTES = 10 * 1024 * 1024

SENTENCES = {
    "empty": _l("This file is empty. Please choose the document again."),
    "too_many_bytes": _l("This document is larger than 10\u00a0MB. Please send a smaller one."),
    decoding.NOT_A_PAPER: _l("This is not a PDF. Please save the document as PDF and choose it."),
    decoding.LOCKED: _l("This PDF has a password. Please choose one that everybody can open."),
    decoding.ACTIVE: _l(
        "This PDF has a script, a file inside or something that runs by itself. "
        "Please save it as a plain PDF and choose it again."
    ),
    decoding.BEHIND: _l(
        "Something stands behind the end of this PDF. Please save it anew as PDF and choose it "
        "again."
    ),
    decoding.TOO_LONG: _l("This PDF has more than 300 pages. Please choose a shorter one."),
    decoding.DAMAGED: _l("This PDF is damaged or not whole. Please choose it again."),
    decoding.TOO_HEAVY: _l("This PDF takes too long to look through. Please send a simpler one."),
}


class PaperRefused(DomainError):
    """The document was not taken; `reason` is a key of SENTENCES."""

    def __init__(self, reason: str) -> None:
        """Say why, and what to do."""
        super().__init__(SENTENCES[reason], field=FIELD)
        self.reason = reason


class PaperBusy(Busy):
    """The limited processes have more to do than they can; the same form may be sent again."""

    def __init__(self) -> None:
        """Say what happened, what is safe, and what to do."""
        super().__init__(
            _l("Very many documents are coming in just now. Nothing was sent: try again soon."),
            field=FIELD,
        )


@dataclass(frozen=True)
class PreparedPaper:
    """A document in the store, how long it is, and the SHA-256 of what was uploaded."""

    file_key: str
    pages: int
    byte_size: int
    upload_sha256: str

    def drop(self) -> None:
        """Remove its file: no row names it."""
        store().delete(paper_name(self.file_key))


def prepare(uploads: Iterable[FileStorage]) -> PreparedPaper | None:
    """Look through the last of `uploads` that was chosen and keep it; None without one.

    Raises PaperRefused, StorageFull and PaperBusy, leaving no file behind.
    """
    content = last_chosen(uploads, MAX_BYTES)
    if content is None:
        return None
    if not content or len(content) > MAX_BYTES:
        raise PaperRefused("too_many_bytes" if content else "empty")
    pages, file_key = _pages(content), new_file_key()
    store().write(paper_name(file_key), content)
    return PreparedPaper(file_key, pages, len(content), hashlib.sha256(content).hexdigest())


def _pages(content: bytes) -> int:
    try:
        return decoding.pages(content)
    except decoding.Undecodable as undecodable:
        raise PaperRefused(undecodable.reason) from undecodable
    except decoding.DecoderBusy as error:
        log.warning("media.decoders_busy")
        raise PaperBusy from error
