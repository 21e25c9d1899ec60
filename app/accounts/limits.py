"""How often something may be tried or sent. All counts are in the database (``core.rates``).

A limit is keyed on who asks as well as on whom it concerns: one stranger's tries are counted
by the phone *and* the address they come from, and never against a browser that has proved that
phone. Where only wrong tries matter, right ones are given back. Who asks commits the count,
also when the answer is no. Phones and addresses are counted under keyed hashes: the table
tells nothing without the key. What an attacker gets: docs/decisions/100.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import refusals
from app.accounts.askers import Asker
from app.accounts.models import LimitSetting
from app.core import personal, rates
from app.core.db import db
from app.core.errors import TooMany

TEN_MINUTES, HOUR, DAY = timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)
BROWSER, ADDRESS, PHONE, PERSON, ALL = "browser", "address", "phone", "person", "all"
REGISTRY: dict[str, "Limit"] = {}


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times in each ``window`` for each key, which is one of kind ``per``.

    ``label`` is for the operator's page, where another number may be set.
    """

    name: str
    most: int
    window: timedelta
    label: Any = ""
    per: str = PERSON

    def __post_init__(self) -> None:
        """Let the operator's page find it."""
        REGISTRY.setdefault(self.name, self)

    @property
    def present(self) -> int:
        """Give the number that holds now: the operator's, else the one it comes with."""
        return _chosen().get(self.name, self.most)

    def allows(self, key: object, now: datetime) -> bool:
        """Count one more for ``key`` and tell whether it is within the limit."""
        allowed = rates.hit(self._bucket(key), self.present, self.window, now)
        if not allowed:
            refusals.note(self.name, self.per == BROWSER, now)
        return allowed

    def take_back(self, key: object, then: datetime) -> None:
        """Count one less for ``key`` in the window of ``then``: that try was a right one."""
        rates.take_back(self._bucket(key), self.window, then)

    def ends(self, now: datetime) -> datetime:
        """Give when the present window ends and counting begins anew."""
        return rates.begun(self.window, now) + self.window

    def _bucket(self, key: object) -> str:
        return personal.blind_index("limit", f"{self.name}:{key}")


Try = tuple[Limit, object]


def count(now: datetime, *tries: Try) -> datetime | None:
    """Count one more for each, in order, up to the first that is spent.

    Gives None while all allow it, else when to try again. Narrow limits come first, so that
    one source uses up no more of the wide ones than its own share.
    """
    for limit, key in tries:
        if not limit.allows(key, now):
            return limit.ends(now)
    return None


def give_back(then: datetime, *tries: Try) -> None:
    """Count each one less: the try of ``then`` was a right one."""
    for limit, key in tries:
        limit.take_back(key, then)


def too_many(until: datetime) -> TooMany:
    return TooMany(_l("Too many tries from here."), until=until)


def _chosen() -> dict[str, int]:
    """Give the numbers that the operator set, read once a request."""
    if "limits_chosen" not in g:
        rows = db.session.execute(select(LimitSetting.name, LimitSetting.most))
        g.limits_chosen = {name: most for name, most in rows}
    found: dict[str, int] = g.limits_chosen
    return found


# --- texted codes: what was asked for and never given back counts

CODES_KNOWN = Limit("codes-known", 10, DAY, _l("Texted codes: a phone, on its own device"))
CODES_FROM_ADDRESS = Limit(
    "codes-phone-address", 5, DAY, _l("Texted codes: a phone, from one address"), ADDRESS
)
CODES_PER_PHONE = Limit("codes-phone", 10, DAY, _l("Texted codes: a phone, by strangers"), PHONE)
CODES_PER_BROWSER = Limit("codes-browser", 20, DAY, _l("Texted codes: a browser"), BROWSER)
CODES_PER_ADDRESS_HOUR = Limit(
    "codes-address-hour", 200, HOUR, _l("Texted codes, unused: an address, an hour"), ADDRESS
)
CODES_PER_ADDRESS_DAY = Limit(
    "codes-address-day", 600, DAY, _l("Texted codes, unused: an address, a day"), ADDRESS
)
ASKS_PER_ADDRESS = Limit("asks-address", 2_000, HOUR, _l("Sign-in forms: an address"), ADDRESS)
STRANGERS_SHARE = 80
"""Per cent of the day's text messages; the rest is for devices that have proved their phone."""

PROVIDER_RETURNS = Limit(
    "provider-returns", 600, HOUR, _l("Sign-ins through a provider: an address"), ADDRESS
)
HELPER_TRIES_FROM_ADDRESS = Limit(
    "helper-tries", 10, DAY, _l("Wrong helper's codes: a phone, from one address"), ADDRESS
)
HELPER_CODES_PER_OFFICIAL = Limit("helper-official", 60, DAY, _l("Helper's codes: an official"))
HELPER_CODES_PER_PHONE = Limit("helper-phone", 3, DAY, _l("Helper's codes: a phone"), PHONE)

TRANSFERS_PER_SESSION = Limit(
    "transfers-session", 10, HOUR, _l("Codes for another device: a browser"), BROWSER
)
TRANSFER_TRIES_PER_ADDRESS = Limit(
    "transfer-tries-address", 20, HOUR, _l("Wrong codes of another device: an address"), ADDRESS
)
TRANSFER_TRIES = Limit(
    "transfer-tries", 300, TEN_MINUTES, _l("Wrong codes of another device: in all"), ALL
)

PASSWORDS_KNOWN = Limit("passwords-known", 10, HOUR, _l("Wrong passwords: on a known device"))
PASSWORDS_FROM_ADDRESS = Limit(
    "passwords-phone-address", 10, DAY, _l("Wrong passwords: a phone, from one address"), ADDRESS
)
PASSWORDS_PER_ADDRESS = Limit(
    "passwords-address", 60, HOUR, _l("Wrong passwords: an address"), ADDRESS
)
PASSWORDS_PER_PHONE = Limit(
    "passwords-phone", 100, DAY, _l("Wrong passwords: a phone, by strangers"), PHONE
)
FACTORS_KNOWN = Limit("factors-known", 10, HOUR, _l("Wrong second factors: on a known device"))
FACTORS_FROM_ADDRESS = Limit(
    "factors-address", 5, HOUR, _l("Wrong second factors: from one address"), ADDRESS
)
FACTORS_PER_PERSON = Limit("factors", 20, DAY, _l("Wrong second factors: by strangers"), PHONE)
ACTIVATIONS = Limit("activations", 10, HOUR, _l("Activation codes: a phone that was proved"))
WRONG_PINS = Limit("wrong-pins", 4, HOUR, _l("Wrong PINs: a browser"), BROWSER)
DAY_LIMIT_NAME = "sms-budget"


def texts_of(phone: str, who: Asker) -> list[Try]:
    """Give what a code texted to ``phone`` (E.164) counts for.

    A device that has proved the phone has its own share, which no stranger can use up.
    """
    if who.knows(phone):
        return [(CODES_KNOWN, f"{who.own}:{phone}")]
    from_here: Try = (CODES_FROM_ADDRESS, f"{phone}:{who.network}")
    return [from_here, *asks_of(who), (CODES_PER_PHONE, phone)]


def asks_of(who: Asker) -> list[Try]:
    """Give what a code that is asked for and never given back counts for."""
    browser: list[Try] = [(CODES_PER_BROWSER, who.browser)] if who.browser else []
    hour, day = (CODES_PER_ADDRESS_HOUR, who.network), (CODES_PER_ADDRESS_DAY, who.network)
    return [*browser, hour, day]


def passwords_of(phone: str, who: Asker) -> list[Try]:
    """Give what a wrong password for ``phone`` (E.164) counts for."""
    if who.knows(phone):
        return [(PASSWORDS_KNOWN, f"{who.own}:{phone}")]
    return [
        (PASSWORDS_FROM_ADDRESS, f"{phone}:{who.network}"),
        (PASSWORDS_PER_ADDRESS, who.network),
        (PASSWORDS_PER_PHONE, phone),
    ]


def factors_of(phone: str, who: Asker) -> list[Try]:
    """Give what a wrong second factor of whose ``phone`` (E.164) it is counts for."""
    if who.knows(phone):
        return [(FACTORS_KNOWN, f"{who.own}:{phone}")]
    return [
        (FACTORS_FROM_ADDRESS, f"{phone}:{who.network}"),
        (FACTORS_PER_PERSON, phone),
    ]


def within_budget(budget: int, now: datetime) -> bool:
    """Count one text message of the whole site and tell whether the day's ``budget`` holds."""
    bucket = personal.blind_index("limit", f"{DAY_LIMIT_NAME}:all")
    return rates.hit(bucket, budget, DAY, now)


def within_strangers_share(budget: int, now: datetime) -> bool:
    """Count one text message asked for by a stranger; tell whether their share of it holds."""
    bucket = personal.blind_index("limit", f"{DAY_LIMIT_NAME}:strangers")
    return rates.hit(bucket, budget * STRANGERS_SHARE // 100, DAY, now)


def named(names: Iterable[str]) -> list[Limit]:
    return [REGISTRY[name] for name in names if name in REGISTRY]
