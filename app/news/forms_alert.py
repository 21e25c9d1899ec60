"""What a duty officer typed of an alert."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.core import codes
from app.core.errors import DomainError
from app.core.forms import Form, Line, Read, Tick, Words, among, at_most, needed
from app.core.text import whole
from app.news import whereabouts
from app.news.forms import as_local, moment
from app.news.models import Alert, AlertContent, AlertTemplate
from app.news.models.alert import KINDS, LEVELS, LONGEST_HEADLINE, LONGEST_TEXT
from app.news.whereabouts import Chosen

DEFAULT_HOURS = 12
MOST_HOURS = 24 * 14
LONGEST_POLYGON = 100_000
WORDS = ("headline", "description", "instruction", "contact_name", "contact_phone")
CONTENT = ("kind", "level", *WORDS, "polygon", "starts_at", "ends_at")


def read_level(typed: str) -> int:
    """Read a level; 0 for what is none."""
    return int(typed) if typed in ("1", "2", "3", "4") else 0


def _hours(typed: str) -> int:
    hours = whole(typed, 6) or 0
    if not 1 <= hours <= MOST_HOURS:
        raise DomainError(_l("Give the hours as a number from 1 to 336."))
    return hours


HEADLINE = needed(_l("Write in one line what threatens."))


PREPARED: dict[str, Any] = {
    "kind": Line(100, among(KINDS, _l("Choose what threatens."))),
    "level": Line(100, among([f"{level}" for level in LEVELS], _l("Choose the level."))),
    "hours": Read(_hours),
    "headline_vi": Words(LONGEST_TEXT, HEADLINE, at_most(LONGEST_HEADLINE)),
    "headline_en": Words(LONGEST_TEXT),
    **{
        f"{word}_{language}": Words(LONGEST_TEXT)
        for word in ("instruction", "description")
        for language in ("vi", "en")
    },
    **{name: Words(LONGEST_TEXT) for name in ("contact_name", "contact_phone")},
}
"""The fields of a prepared alert, in both languages."""


class AlertForm(Form):
    """The form of an alert. ``key``: sent twice, it counts once; photos wait under it."""

    key = Line(100, name="idempotency_key")
    version = Read(lambda typed: whole(typed) or 0, default=0)
    text = Words(None, at_most(LONGEST_TEXT))
    polygon = Read(whereabouts.normal_polygon, most=LONGEST_POLYGON, empty="")
    chosen = whereabouts.Places(name="place")
    kind = Line(100, among(KINDS, _l("Choose what threatens.")))
    level = Read(read_level)
    headline = Words(None, HEADLINE, at_most(LONGEST_HEADLINE))
    instruction = Words(None, at_most(LONGEST_TEXT))
    description = Words(None, at_most(LONGEST_TEXT))
    starts_at, ends_at = Read(moment), Read(moment)
    contact_name = Words(None, at_most(LONGEST_HEADLINE))
    contact_phone = Words(None, at_most(30))
    picture_words = Words(None)
    agency = Line(100)
    is_test = Tick()
    edits, sends = Tick(name="sua"), Tick(name="gui")

    @classmethod
    def blank(cls, now: datetime, template: AlertTemplate | None = None) -> "AlertForm":
        """Give a fresh form, from a prepared alert where there is one."""
        ends = now + timedelta(hours=template.hours if template else DEFAULT_HOURS)
        values: dict[str, Any] = {"starts_at": as_local(now), "ends_at": as_local(ends)}
        for name in ("kind", "level", "contact_name", "contact_phone") if template else ():
            values[name] = getattr(template, name)
        for name in ("headline", "description", "instruction") if template else ():
            values[name] = getattr(template.text, name) if template else ""
        return cls(None, key=codes.random_token(), **values)

    @classmethod
    def of(cls, alert: Alert) -> "AlertForm":
        """Give the form filled with what the alert says: for a correction."""
        return cls(
            None,
            key=codes.random_token(),
            version=alert.version,
            agency=alert.agency.code,
            kind=alert.kind,
            level=alert.level,
            polygon=alert.polygon,
            starts_at=as_local(alert.starts_at),
            ends_at=as_local(alert.ends_at),
            is_test=alert.is_test,
            chosen=Chosen([row.place for row in alert.places]),
            **{name: getattr(alert, name) for name in WORDS},
        )

    def validate_polygon(self, field: Any) -> None:
        """The communes that it touches are added to the chosen places."""
        chosen = self.chosen.data
        try:
            found = whereabouts.communes_in(field.data) if field.data else []
        except DomainError as error:
            raise ValidationError(error.message) from error
        chosen.places += [place for place in found if place.code not in chosen.codes]

    def validate_chosen(self, field: Any) -> None:
        if not field.data.places:
            raise ValidationError(_l("Choose at least one commune or village."))

    def content(self) -> AlertContent:
        values = {name: self[name].data for name in CONTENT}
        return AlertContent(**values, places=self.chosen.data.places)
