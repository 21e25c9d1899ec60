"""How an urgency class says what it promises."""

from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _

from app.core.promises import WORKING
from app.service_requests.catalogue.models import UrgencyClass

WORKING_DAY = 450
"""Minutes of work in a day of the usual hours: what five working days are reckoned in."""


def promised(minutes: int, clock: str) -> str:
    """Give minutes as people say them: 8 working hours, 5 working days, 4 hours."""
    shown = format_decimal(round(minutes / 60, 2))
    if clock != WORKING:
        return _("%(hours)s hours", hours=shown)
    if minutes and minutes % WORKING_DAY == 0:
        return _("%(days)s working days", days=minutes // WORKING_DAY)
    return _("%(hours)s working hours", hours=shown)


def class_choices(classes: Any, none: Any = None) -> list[tuple[str, Any]]:
    """Give urgency classes to choose from, each with what it promises."""
    listed: list[tuple[str, Any]] = [("", none)] if none is not None else []
    return listed + [(each.code, f"{each.name}: {_promise(each)}") for each in classes]


def _promise(urgency: UrgencyClass) -> str:
    return promised(urgency.answer_minutes, urgency.clock)
