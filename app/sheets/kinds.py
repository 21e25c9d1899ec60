"""The kinds of sheets there are: what stands in one, and what its rows become."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.core import outbox
from app.core.tables.columns import Field
from app.core.tables.workbooks import LIMITS, Limits
from app.sheets.models import SheetUpload

Rows = Sequence[Any]
Read = Callable[[int, list[str]], Any]
Steps = Iterator[int]
"""Does a piece of the work each time, and says how many rows that were; its caller commits."""


@dataclass(frozen=True, kw_only=True)
class SheetKind:
    """``name`` is kept with each sheet and names its jobs: it never changes.

    Of each group in ``one_of`` at least one field must have a column. ``reader`` gives what reads
    one row (its number in the file, its cells): None for a row that is none, ``BadValue`` for one
    that cannot be taken; rows are read while no transaction is open, so it asks the database for
    nothing. ``reader`` itself raises ``SheetError`` for heads that cannot be.

    ``apply`` does the work, and goes on where it was after ``rows_done``. A kind with ``stage``
    is shown before: ``stage`` keeps the rows with what applying them would do, ``apply`` finds
    them there (it is given none) and ``unstage`` forgets them. Without it all rows are applied
    as soon as every one of them was read. ``most_rows``, ``most_bytes``: more are refused; a piece
    of each row is kept in memory until all were read.
    """

    name: str
    fields: Sequence[Field]
    reader: Callable[[SheetUpload], Read]
    apply: Callable[[SheetUpload, Rows], Steps]
    one_of: Sequence[Sequence[str]] = ()
    stage: Callable[[SheetUpload, Rows], Steps] | None = None
    unstage: Callable[[SheetUpload], None] | None = None
    most_rows: int = LIMITS.rows
    most_bytes: int = LIMITS.packed

    @property
    def limits(self) -> Limits:
        """What a file of it may be."""
        return replace(LIMITS, rows=self.most_rows, packed=self.most_bytes)


_kinds: dict[str, SheetKind] = {}


def register(kind: SheetKind, check: outbox.Handler, apply: outbox.Handler) -> None:
    """Add a kind with what the worker does for it; rooms call ``jobs.register``."""
    _kinds[kind.name] = kind
    outbox.handler(f"{kind.name}.check")(check)
    outbox.handler(f"{kind.name}.apply")(apply)


def kind_of(upload: SheetUpload) -> SheetKind:
    return _kinds[upload.kind]
