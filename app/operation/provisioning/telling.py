"""How what a workbook would change is told to people."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from app.operation.provisioning.layout import SHEETS
from app.operation.provisioning.officials import TOLD
from app.operation.provisioning.plans import CHANGED, NEW, SAME

VERBS = {NEW: _l("New"), CHANGED: _l("Changed"), SAME: _l("As it is already")}
_BY_NAME = {sheet.name: sheet for sheet in SHEETS}


class Told(NamedTuple):
    """A line in words: (what, before, after) of each column."""

    sheet: Any
    row: int
    verb: Any
    what: str
    details: list[tuple[Any, str, str]]


def told(line: Sequence[Any]) -> Told:
    """Give a ``plans.Line`` in words, as it is or as JSON kept it."""
    name, row, verb, what, details = line
    sheet = _BY_NAME[name]
    shown = [(TOLD.get(each[0]) or sheet.label(each[0]), each[1], each[2]) for each in details]
    return Told(sheet.title, row, VERBS[verb], what, shown)
