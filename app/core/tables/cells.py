"""The cells of a sheet's rows by field; what many rows say is read once."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.tables.columns import Field, cell
from app.core.tables.errors import HOLLOW, NOT_WORKED_OUT, BadValue

REMEMBERED = 4_096
SHOWN = 40


class Cells:
    """Where the fields of one sheet stand, and how a cell of each is read."""

    def __init__(self, fields: Sequence[Field], columns: Mapping[str, int]) -> None:
        self.columns = columns
        self._fields = {field.name: field for field in fields}
        self._reads = {
            field.name: lru_cache(REMEMBERED)(field.read) for field in fields if field.read
        }

    def text(self, cells: Sequence[str], name: str) -> str:
        """Give a row's cell of that field, empty where it says nothing."""
        return cell(cells, self.columns, name)

    def value(self, cells: Sequence[str], name: str) -> Any:
        """Read a row's cell of that field, None where it says nothing.

        Raises:
            BadValue: names the field and what stands there.
        """
        text = cell(cells, self.columns, name)
        return self.read(name, text) if text else None

    def read(self, name: str, text: str) -> Any:
        """Read what stands in a cell of that field, an empty one too; raises as ``value``."""
        try:
            return self._reads[name](text)
        except BadValue as bad:
            what = self._fields[name].label
            raise BadValue(
                _l("%(what)s “%(text)s”: %(why)s", what=what, text=text[:SHOWN], why=bad.message)
            ) from bad

    def refuse_hollow(self, cells: Sequence[str]) -> None:
        """Raise ``BadValue`` where a cell that counts has a formula that was never worked out."""
        if HOLLOW in cells and any(
            cells[at] == HOLLOW for at in self.columns.values() if at < len(cells)
        ):
            raise BadValue(NOT_WORKED_OUT)
