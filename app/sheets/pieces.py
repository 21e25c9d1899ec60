"""Rows of a sheet that is taken over as it was read: a piece at a time, counted, and logged."""

from collections.abc import Callable, Iterable

from app.core import audit, clock
from app.sheets.kinds import Rows, Steps
from app.sheets.models import SheetUpload

CHUNK = 200
NEW, CHANGED, SAME = "new", "changed", "same"


def take_over(
    upload: SheetUpload, rows: Rows, verb: str, take: Callable[[Rows], Iterable[str]]
) -> Steps:
    """Take all rows over; at the end the log says by ``verb`` how many were what.

    ``take`` does a piece, and gives of each of its rows whether it was new, changed or the same.
    """
    counts = {NEW: 0, CHANGED: 0, SAME: 0, **upload.result}
    for start in range(upload.rows_done, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        for how in take(some):
            counts[how] += 1
        upload.result = dict(counts)
        yield len(some)
    by, now = upload.by(), clock.now()
    audit.record(by.reference, verb, upload.reference, now=now, after=counts)
