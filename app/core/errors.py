"""Errors a person can act on. The factory turns them into a page or a partial."""

from datetime import datetime
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from app.core import clock


class DomainError(Exception):
    """A rule said no; ``message`` tells the person what happened and what to do (422)."""

    status = 422
    form: Any = None
    """The form that was refused, where the act had one."""
    kept_back: tuple[str, ...] = ()
    """Fields of which nothing is given back."""

    def __init__(self, message: Any, *, field: str | None = None) -> None:
        """Take a translatable sentence, and the form field it belongs to if there is one."""
        super().__init__(message)
        self.message = message
        self.field = field
        self.errors = [(field, message)]


class Conflict(DomainError):
    """The thing changed, or was already done, since the person opened it (409)."""

    status = 409


class Busy(DomainError):
    """The database or the disk cannot take it now; trying again will do (503)."""

    status = 503


class TooMany(DomainError):
    """A limit on tries or sendings was reached (429); ``until`` (aware) is when it is over.

    What ends by something being done, not by time, is a ``Conflict``.
    """

    status = 429

    def __init__(self, message: Any, *, until: datetime, field: str | None = None) -> None:
        """Take the sentence, which goes on to say when to try again."""
        self.until = until
        super().__init__(LazyString(lambda: f"{message} {_again_at(until)}"), field=field)

    @property
    def retry_after(self) -> str:
        """Give the seconds to wait, for the header (RFC 9110, 10.2.3)."""
        return str(max(1, int((self.until - clock.now()).total_seconds()) + 1))


def _again_at(until: datetime) -> str:
    when, today = clock.local(until), clock.local(clock.now())
    if when.date() == today.date():
        return gettext("Please try again at %(time)s.", time=f"{when:%H:%M}")
    return gettext(
        "Please try again at %(time)s on %(day)s.", time=f"{when:%H:%M}", day=f"{when:%d/%m}"
    )


class StaleVersion(Conflict):
    """Somebody else changed the thing since the form was opened."""

    def __init__(self) -> None:
        """Say so; the page keeps what was typed."""
        super().__init__(
            _l("This changed since you opened it. What you wrote is kept below: please check it.")
        )


class InvalidTransition(Conflict):
    """A verb that the present status does not allow."""

    def __init__(self, verb: str, status: str) -> None:
        """Keep ``verb`` and ``status`` for logs; the sentence speaks to the person."""
        super().__init__(_l("This can no longer be done: the status has changed. See it below."))
        self.verb = verb
        self.current_status = status
