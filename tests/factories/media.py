"""Photos for tests."""

from datetime import datetime

from app.core import clock
from app.core.db import db
from app.media.models import READY, SIZES, Photo, new_file_key
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
    row = Photo.stage(new_file_key(), size, 90_000, "0" * 64, moment)
    row.state = state
    if token is None:
        row.attach()
    else:
        row.hold(token, moment)
    db.session.add(row)
    db.session.flush()
    if with_files:
        for name in SIZES:
            store().write(row.size_name(name), b"RIFF\x04\x00\x00\x00WEBP" + name.encode())
    return row
