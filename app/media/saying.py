"""What a form says by words, photos and a voice: taken once, however often it is sent.

    form = AskForm.read()  # a Said with fields of its own
    prepared = form.prepare()  # decoded without the write lock
    code = take_once(viewer.reference, form, [form.kind], prepared, now, does)

Refused, the good files wait under the form's key: the caller commits either way, and the form that
comes back shows ``came_along(form)``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug.datastructures import FileStorage

from app.core import idempotency, sent
from app.core.db import db
from app.core.errors import DomainError
from app.media import actions
from app.media.intake import Prepared
from app.media.kinds import PHOTO, VOICE
from app.media.models import Attachment


@dataclass(frozen=True)
class Said(sent.Value):
    """Words, photos and a voice; a form that says more has further fields."""

    key: str = sent.line("idempotency_key")
    words: str = sent.words()
    removed: tuple[str, ...] = sent.several("remove_photo", "remove_voice")
    files: Sequence[FileStorage] = sent.files(PHOTO.field)
    voices: Sequence[FileStorage] = sent.files(VOICE.field)

    def prepare(self) -> Prepared:
        """Decode what came along, without the write lock."""
        return actions.prepare({PHOTO: self.files, VOICE: self.voices})


def take_once(
    sender: str,
    form: Said,
    content: Sequence[Any],
    prepared: Prepared,
    now: datetime,
    does: Callable[[Sequence[Attachment]], str],
) -> str:
    """Do what the form says; give what ``does`` gave, the first time where it came before.

    ``content`` tells, with the words and the files, this form from another under its key. ``does``
    is given all that came along and waits. Raises DomainError, also what ``does`` raises.
    """
    try:
        printed = idempotency.fingerprint([*content, form.words, *prepared.fingerprints])
        claim = idempotency.claim(sender, form.key, printed, now)
    except DomainError:
        prepared.drop()
        raise
    if claim.answer:
        prepared.drop()
        return claim.answer
    try:
        claim.answer = does(staged(form.key, form.removed, prepared, now))
    except DomainError:
        db.session.delete(claim)  # a mended form may come back under its key
        raise
    return claim.answer


def staged(key: str, removed: Sequence[str], prepared: Prepared, now: datetime) -> list[Attachment]:
    """Let what came along wait under ``key``; give all that waits there: photos, then voices."""
    actions.remove_staged(key, removed)
    return [each for kind in actions.stage_all((PHOTO, VOICE), prepared, key, now) for each in kind]


def came_along(form: Said | None) -> dict[str, Any]:
    """Give what a form's template shows of the files that wait for it; none on a new page."""
    key = form.key if form else ""
    return {
        "staged": [(photo.code, None) for photo in actions.staged(PHOTO, key)] if key else [],
        "spoken": actions.staged(VOICE, key) if key else [],
    }
