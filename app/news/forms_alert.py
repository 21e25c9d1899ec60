"""What a duty officer typed, cleaned but not yet judged."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Request
from flask_babel import lazy_gettext as _l

from app.core import codes
from app.core.errors import DomainError
from app.core.text import clean, whole
from app.news import whereabouts
from app.news.forms import as_local, moment
from app.news.models import Alert, AlertContent, AlertTemplate
from app.news.models.alert import KINDS, LONGEST_HEADLINE, LONGEST_TEXT
from app.news.whereabouts import Chosen

DEFAULT_HOURS = 12


@dataclass
class AlertForm:
    """The form of an alert. ``key``: sent twice, it counts once; photos wait under it."""

    key: str = ""
    version: int = 0
    agency: str = ""
    kind: str = ""
    level: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    starts_at: str = ""
    ends_at: str = ""
    polygon: str = ""
    text: str = ""
    picture_words: str = ""
    is_test: bool = False
    chosen: Chosen = field(default_factory=Chosen)

    @classmethod
    def blank(cls, now: datetime, template: AlertTemplate | None = None) -> "AlertForm":
        """Give a fresh form, from a prepared alert where there is one."""
        hours = template.hours if template else DEFAULT_HOURS
        form = cls(codes.random_token(), starts_at=as_local(now))
        form.ends_at = as_local(now + timedelta(hours=hours))
        if template is not None:
            text = template.text
            form.kind, form.level = template.kind, str(template.level)
            form.headline, form.description = text.headline, text.description
            form.instruction = text.instruction
            form.contact_name, form.contact_phone = template.contact_name, template.contact_phone
        return form

    @classmethod
    def of(cls, alert: Alert) -> "AlertForm":
        """Give the form filled with what the alert says: for a correction."""
        words = {
            name: getattr(alert, name) for name in WORDS if name not in ("text", "picture_words")
        }
        return cls(
            key=codes.random_token(),
            version=alert.version,
            agency=alert.agency.code,
            kind=alert.kind,
            level=str(alert.level),
            starts_at=as_local(alert.starts_at),
            ends_at=as_local(alert.ends_at),
            is_test=alert.is_test,
            chosen=Chosen([row.place for row in alert.places]),
            **words,
        )

    @classmethod
    def read(cls, request: Request) -> "AlertForm":
        sent = request.form
        version = sent.get("version", "")
        lines = {name: sent.get(name, "")[:100].strip() for name in LINES}
        return cls(
            key=sent.get("idempotency_key", "")[:100],
            version=whole(version) or 0,
            is_test="is_test" in sent,
            chosen=whereabouts.read(request),
            **{name: clean(sent.get(name, "")) for name in WORDS},
            **lines,
        )

    def find_area(self) -> None:
        """Add the communes that the polygon touches to the chosen places.

        Raises:
            DomainError: it is no area, or nobody lives there.
        """
        self.polygon = whereabouts.normal_polygon(self.polygon)
        if not self.polygon:
            return
        known = {place.id for place in self.chosen.places}
        found = whereabouts.communes_in(self.polygon)
        self.chosen.places += [place for place in found if place.id not in known]

    def content(self) -> AlertContent:
        """Judge the form.

        Raises:
            DomainError: something is missing, too long, or cannot be.
        """
        if self.kind not in KINDS:
            raise DomainError(_l("Choose what threatens."), field="kind")
        if not self.headline:
            raise DomainError(_l("Write in one line what threatens."), field="headline")
        for name, most in LIMITS.items():
            if len(getattr(self, name)) > most:
                raise DomainError(
                    _l("This is too long: at most %(most)s characters.", most=most), field=name
                )
        if not self.chosen.places:
            raise DomainError(_l("Choose at least one commune or village."), field="place")
        return AlertContent(
            kind=self.kind,
            level=int(self.level) if self.level in "1234" and self.level else 0,
            headline=self.headline,
            description=self.description,
            instruction=self.instruction,
            contact_name=self.contact_name,
            contact_phone=self.contact_phone,
            polygon=self.polygon,
            starts_at=moment(self.starts_at, "starts_at"),
            ends_at=moment(self.ends_at, "ends_at"),
            places=self.chosen.places,
        )


WORDS = (
    "headline", "description", "instruction", "contact_name", "contact_phone", "polygon", "text",
    "picture_words",
)  # fmt: skip
LINES = ("agency", "kind", "level", "starts_at", "ends_at")
LIMITS = {
    "headline": LONGEST_HEADLINE,
    "description": LONGEST_TEXT,
    "instruction": LONGEST_TEXT,
    "contact_name": LONGEST_HEADLINE,
    "contact_phone": 30,
    "text": LONGEST_TEXT,
}
