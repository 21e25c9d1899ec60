"""What a provider said of a person, under the names that the settings give (docs/sign-in.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.accounts.models.identity import index
from app.accounts.models.user import MAX_NAME
from app.core import text
from app.core.errors import DomainError
from app.core.providers import Provider

MAX_SUBJECT = 255
"""OpenID Connect Core 1.0, section 2: no subject is longer."""


@dataclass(frozen=True)
class Told:
    """Who somebody is by a provider's word. Subject and session are hashes; a phone is E.164.

    ``identity`` finds the person again; ``subject`` is how the provider calls them when it ends
    sessions, which may be another of its names. ``at``: when they signed in there, where it says.
    """

    identity: str
    subject: str
    session: str
    level: int
    name: str = ""
    phone: str = ""
    at: datetime | None = None


def told(provider: Provider, claims: Mapping[str, Any]) -> Told:
    """Read what the provider said.

    Raises:
        DomainError: it did not say under which name it knows the person.
    """
    known = _word(claims.get(provider.claims["subject"]))
    if not known or len(known) > MAX_SUBJECT:
        raise DomainError(_l(
            "%(name)s did not say who you are. Sign in another way, and tell the office that runs"
            " this app.", name=provider.name,
        ))  # fmt: skip
    sub, sid = _word(claims.get("sub")), _word(claims.get("sid"))
    return Told(
        identity=index(provider, "subject", f"{provider.claims['subject']} {known}"),
        subject=index(provider, "sub", sub),
        session=index(provider, "sid", sid) if sid else "",
        level=provider.levels.get(_word(claims.get(provider.claims["level"])), 0),
        name=text.line(_word(claims.get(provider.claims["name"])), MAX_NAME),
        phone=_phone(_word(claims.get(provider.claims["phone"]))),
        at=_moment(claims.get("auth_time")),
    )


def _word(value: Any) -> str:
    """Give words, or a whole number as them; nothing for what is neither."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else value if isinstance(value, str) else ""


def _phone(said: str) -> str:
    """Give a number that one could have typed oneself; one that will not do is none."""
    try:
        return phones.parse(said) if said else ""
    except DomainError:
        return ""


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(value, UTC) if isinstance(value, int | float) else None
    except (OverflowError, ValueError, OSError):
        return None
