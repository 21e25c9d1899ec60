"""Photos and recordings for tests."""

from datetime import datetime

from app.core import clock
from app.core.db import db
from app.media.models import (
    READY,
    SIZES,
    Attachment,
    Paper,
    Photo,
    Recording,
    Speech,
    new_file_key,
)
from app.media.storage import store


def photo(
    *,
    state: str = READY,
    size: tuple[int, int] = (1600, 1200),
    token: str | None = None,
    now: datetime | None = None,
    with_files: bool = False,
) -> Photo:
    """A photo, shown already unless `state` says otherwise; `token` makes it wait for a form.

    `with_files` also writes its sizes: bytes that only look like WebP.
    """
    moment = now or clock.now()
    facts = {"width": size[0], "height": size[1], "state": state}
    row = Photo.stage(new_file_key(), 90_000, "0" * 64, moment, **facts)
    _keep(row, token, moment)
    if with_files:
        for name in SIZES:
            store().write(row.name(name), b"RIFF\x04\x00\x00\x00WEBP" + name.encode())
    return row


def recording(
    *, seconds: int = 12, token: str | None = None, with_files: bool = False
) -> Recording:
    """A recording; `token` makes it wait for a form.

    `with_files` also writes its files: bytes that only look like WebM and MP4.
    """
    moment = clock.now()
    row = Recording.stage(new_file_key(), 200_000, "0" * 64, moment, seconds=seconds)
    _keep(row, token, moment)
    if with_files:
        store().write(row.name("webm"), b"\x1a\x45\xdf\xa3 webm")
        store().write(row.name("m4a"), b"\0\0\0\x18ftypM4A ")
    return row


def paper(*, token: str | None = None, with_file: bool = False) -> Paper:
    """A PDF of 340 kB; `token` makes it wait for a form. `with_file`: bytes that only look so."""
    moment = clock.now()
    row = Paper.stage(new_file_key(), 348_160, "0" * 64, moment, pages=1)
    _keep(row, token, moment)
    if with_file:
        store().write(row.name("pdf"), b"%PDF-1.7 paper")
    return row


def _keep(row: Attachment, token: str | None, moment: datetime) -> None:
    if token is None:
        row.attach()
    else:
        row.hold(token, moment)
    db.session.add(row)
    db.session.flush()


def speech(*, seconds: int = 12) -> Speech:
    """What the server said; its file is not there."""
    moment = clock.now()
    row = Speech.stage(new_file_key(), 9_000, "", moment, seconds=seconds)
    _keep(row, None, moment)
    return row
