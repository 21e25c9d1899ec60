"""What the ways of reporting share: the report as received, its proof, its movements."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.bodies import json_of
from app.core.codes import sha256
from app.core.errors import DomainError
from app.core.tables.values import MAX_AMOUNT, BadValue, as_date
from app.core.text import clean, whole
from app.payments.models.line import MAX_WORDS
from app.payments.statement_rows import Movement

IN_TIME = timedelta(minutes=5)
LONGEST_NAME = 60
MILLISECONDS = 10**12
"""A time stamp from here on counts thousandths of a second (as seconds: the year 33658)."""


class Refused(DomainError):
    """Not signed, wrongly signed, or too late: what is wrong is not told in detail."""

    status = 400

    def __init__(self) -> None:
        super().__init__(_l("The signature, its time or the content is not right."))


@dataclass(frozen=True)
class Report:
    """A report exactly as it was received."""

    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        """Give a header, however its letters are written; empty where there is none."""
        found = (value for key, value in self.headers.items() if key.lower() == name.lower())
        return next(found, "")

    def json(self) -> Any:
        """Give the body's JSON with whole numbers whole (1.0 as 1); raises ``ValueError``."""
        return json_of(self.body, parse_float=_number, parse_constant=_refuse)


@dataclass(frozen=True)
class Sent:
    """A movement, and the account numbers it names (none: the provider names none)."""

    movement: Movement
    accounts: frozenset[str] = frozenset()

    def concerns(self, number: str) -> bool:
        return not self.accounts or number in self.accounts


@dataclass(frozen=True)
class Adapter:
    """One way of reporting.

    ``is_signed(secret, report, now)`` is asked before anything is read; ``read(report)`` gives
    the movements and may raise ``ValueError``, ``KeyError``, ``TypeError`` for odd content.
    ``gives_secret``: the provider makes the secret, the manager types it in. ``once`` gives what
    marks a report that must not come twice; None where repeats are told by their names alone.
    """

    name: str
    label: Any
    is_signed: Callable[[str, Report, datetime], bool]
    read: Callable[[Report], list[Sent]]
    gives_secret: bool = True
    once: Callable[[Report], str] | None = None


def hexed(secret: str, message: bytes, algorithm: str) -> str:
    """Give the HMAC of ``message`` in lower-case hex."""
    return hmac.new(secret.encode(), message, algorithm).hexdigest()


def equal(right: str, given: str) -> bool:
    """Compare a proof in constant time."""
    return hmac.compare_digest(right.encode(), given.encode())


def is_in_time(stamp: str, now: datetime) -> bool:
    """Tell whether a time stamp (seconds or thousandths since 1970) is at most 5 minutes off."""
    told = whole(stamp, 14)
    if told is None:
        return False
    seconds = told / 1000 if told >= MILLISECONDS else told
    return abs(now.timestamp() - seconds) <= IN_TIME.total_seconds()


def movement(day: Any, amount: Any, words: Any, number: Any, name: str = "") -> Movement:
    """Make a movement of what a report says; raises ``ValueError`` for what cannot be."""
    if type(amount) is not int or not 0 < abs(amount) < MAX_AMOUNT:
        raise BadValue("amount")
    bank_id = clean(str(number or ""))
    return Movement(as_date(str(day)), amount, clean(str(words or ""), MAX_WORDS), bank_id,
                    event_id=name)  # fmt: skip


def named(adapter: str, *parts: Any) -> str:
    """Give the name of a provider's report; raises ``ValueError`` where it has none."""
    name = ":".join("" if part is None else str(part) for part in parts)
    if not name.strip(":"):
        raise ValueError("a report without a name")
    return f"{adapter}:{name if len(name) <= LONGEST_NAME else sha256(name)}"


def accounts(*numbers: Any) -> frozenset[str]:
    """Give the account numbers a report names, spaces left out."""
    return frozenset(bare for each in numbers if each and (bare := "".join(str(each).split())))


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _refuse(text: str) -> Any:
    raise ValueError(text)
