"""The form of a day in the calendar."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, ValidationError

from app.accounts.forms import choices
from app.core.text import day as read_day
from app.service_requests.catalogue.forms import NEEDED, Choice, words

WORKING, OFF, USUAL = "working", "off", "usual"
KINDS = (
    (OFF, _l("Day off")),
    (WORKING, _l("Working day")),
    (USUAL, _l("As the national calendar says")),
)


class Day(StringField):
    """A day as a browser sends it, 2026-11-19, kept in ``day``."""

    day: date | None = None

    def pre_validate(self, form: FlaskForm) -> None:
        self.day = read_day((self.data or "").strip())
        if self.day is None:
            raise ValidationError(_l("Choose a day of the calendar."))


class DayForm(FlaskForm):
    """A day declared working or off, and whether promises made already move with it."""

    day = Day(_l("Day"))
    kind = Choice(lazy_pgettext("day", "What is it?"), choices=choices(KINDS))
    note = words(_l("Why: the decision that says so"), 200, NEEDED)
    move = BooleanField(_l("Move the promises listed here too"))
    reason = words(_l("Reason for moving them; the senders read it"), 500)

    def validate_reason(self, field: Any) -> None:
        """Moving promises that were made takes a reason."""
        if self.move.data and not field.data:
            raise ValidationError(_l("Write the reason; the citizen reads it."))
