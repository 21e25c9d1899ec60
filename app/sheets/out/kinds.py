"""The kinds of lists that can be taken away: who may, what stands in one, how it is read."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from app.accounts.viewer import Viewer
from app.core.tables.writing import Cell
from app.sheets.out.models import Export

Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True, kw_only=True)
class ExportKind:
    """``name`` is kept with each export and begins its file's name: it never changes.

    ``page`` reads the rows behind ``export.after``, a few hundred, as the viewer may see them
    when it is called, and gives them with what ``after`` is to be for the next; None at the end.
    ``still`` tells whether the viewer may (still) have what is in the file: it is asked before
    each piece and before the file is handed out. ``unlogged``: parameters that are somebody's own
    words, which may name a person: the log, which keeps all, says only that there were some.
    ``endpoint`` is the page of the list, which tells of the files asked for too; ``told``: what the
    list was narrowed by.
    """

    name: str
    heads: Callable[[Export], Sequence[str]]
    total: Callable[[Export, Viewer], int]
    page: Callable[[Export, Viewer], tuple[Rows, str | None]]
    still: Callable[[Export, Viewer], bool]
    endpoint: str
    unlogged: Collection[str] = ()
    told: Callable[[Export], Sequence[Any]] = lambda _export: ()


_kinds: dict[str, ExportKind] = {}


def register(kind: ExportKind) -> ExportKind:
    """Add a kind; its room calls it once, when it is imported."""
    _kinds[kind.name] = kind
    return kind


def kind_of(export: Export) -> ExportKind:
    return _kinds[export.kind]
