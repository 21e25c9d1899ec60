"""The shape of what browsers send: a push subscription."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError
from app.notifications.encryption import BadKeys, Keys
from app.notifications.endpoints import BadEndpoint, Endpoint, PushServices

MAX_BODY = 8_192


@dataclass(frozen=True)
class SubscriptionForm:
    """What ``PushSubscription.toJSON()`` gives, checked."""

    endpoint: Endpoint
    keys: Keys

    @classmethod
    def read(cls, data: Any, services: PushServices) -> "SubscriptionForm":
        """Read the JSON body; raise ``DomainError`` for what no browser we know would send."""
        keys = data.get("keys") if isinstance(data, dict) else None
        if not isinstance(keys, dict):
            raise unusable()
        try:
            endpoint = services.check(endpoint_of(data))
            return cls(endpoint, Keys.from_text(_text(keys, "p256dh"), _text(keys, "auth")))
        except (BadEndpoint, BadKeys) as error:
            raise unusable() from error


def endpoint_of(data: Any) -> str:
    """Give the endpoint's URL out of a JSON body; raise ``DomainError`` where there is none."""
    return _text(data, "endpoint")


def unusable() -> DomainError:
    """Give the error for a subscription that cannot be used."""
    return DomainError(
        _l("This browser's notifications cannot be used here. Keep the report's code instead.")
    )


def _text(data: Any, name: str) -> str:
    value = data.get(name) if isinstance(data, dict) else None
    if not isinstance(value, str) or len(value) > MAX_BODY or not value.isascii():
        raise unusable()
    return value
