"""The cells of a sheet's rows by field; what many rows say is read once."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.tables.columns import Field
from app.core.tables.errors import HOLLOW, NOT_WORKED_OUT, BadValue
from app.core.tables.values import is_empty

REMEMBERED = 4_096
SHOWN = 40


class Cells:
    """Where the fields of one sheet stand, and how a cell of each is read."""

    def __init__(self, fields: Sequence[Field], columns: Mapping[str, int]) -> None:
        self.columns = columns
        self._at = sorted(columns.items(), key=lambda each: each[1])
        self._fields = {field.name: field for field in fields}
        self._reads = {
            field.name: lru_cache(REMEMBERED)(field.read) for field in fields if field.read
        }

    def row(self, cells: Sequence[str]) -> dict[str, str]:
        """Give what a row's cells say, by field; those that say nothing are left out."""
        width = len(cells)
        return {
            name: text
            for name, at in self._at
            if at < width and (text := cells[at]) and not is_empty(text)
        }

    def values(self, row: Mapping[str, str]) -> dict[str, Any]:
        """Read what a row says of the fields that are read; raises as ``read``."""
        reads = self._reads
        try:
            return {name: reads[name](text) for name, text in row.items() if name in reads}
        except BadValue:
            return {name: self.read(name, text) for name, text in row.items() if name in reads}

    def read(self, name: str, text: str) -> Any:
        """Read what stands in a cell of that field, an empty one too.

        Raises:
            BadValue: names the field and what stands there.
        """
        try:
            return self._reads[name](text)
        except BadValue as bad:
            what = self._fields[name].label
            raise BadValue(
                _l("%(what)s “%(text)s”: %(why)s", what=what, text=text[:SHOWN], why=bad.message)
            ) from bad


def refuse_hollow(row: Mapping[str, str]) -> None:
    """Raise ``BadValue`` where what counts is a formula that was never worked out."""
    if HOLLOW in row.values():
        raise BadValue(NOT_WORKED_OUT)
