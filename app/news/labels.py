"""How the officials' pages name statuses and steps."""

from collections.abc import Mapping
from typing import Any

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l

STATUSES: dict[str, Any] = {
    "in_review": _l("In review"),
    "draft": _l("Drafts"),
    "scheduled": _l("Waiting for its time"),
    "published": _l("Published"),
    "withdrawn": _l("Withdrawn"),
}
STEPS: dict[str, Any] = {
    "submit": _l("Sent for review"),
    "send_back": _l("Sent back to the author"),
    "schedule": _l("Set for a time"),
    "publish": _l("Published"),
    "revise": _l("Changed in review"),
    "propose": _l("Correction sent for review"),
    "correct": _l("Corrected"),
    "drop_correction": _l("Correction not taken"),
    "withdraw": _l("Withdrawn"),
}
MESSAGES: dict[str, Any] = {
    "alert": _l("Alert sent"),
    "update": _l("Update"),
    "correct": _l("Correction"),
    "clear": _l("All-clear"),
}


def count_of(number: int) -> str:
    """Write a number of people or phones: 12.400."""
    return format_decimal(number)


def kind_names(kinds: Mapping[str, tuple[Any, str]]) -> list[tuple[str, Any]]:
    return [(code, name) for code, (name, _icon) in kinds.items()]
