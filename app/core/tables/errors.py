"""What goes wrong with a file as a whole, and with one cell."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError


class SheetError(DomainError):
    """The file cannot be read as a table; the sentence says why."""


class BadValue(ValueError):
    """A cell that cannot be read; ``message`` is a translatable sentence."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


HOLLOW = "="
"""Stands in a cell whose formula was never worked out, so that nobody takes it for empty."""
NOT_WORKED_OUT = _l(
    "There is a formula that was never worked out. Open the file, save it, and send it again."
)
