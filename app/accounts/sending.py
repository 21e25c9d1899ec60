"""What may be sent without an account, and by one person: reports, photos, baskets, look-ups.

A guest is counted by browser, by the session that holds their links, by network address and in
all; whoever is signed in by person alone, so that no flood of guests holds them up. The address
has room for a commune behind one carrier's address. The operator may close a source for a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import has_request_context
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.accounts import device_cookie, limits
from app.accounts.askers import Asker, asker
from app.accounts.limits import ADDRESS, ALL, BROWSER, DAY, HOUR, PERSON, Limit, Try
from app.accounts.models import ClosedSource
from app.accounts.models import limit as sources
from app.core import clock
from app.core.db import db, kept_though_refused
from app.core.errors import TooMany


@dataclass(frozen=True)
class Budget:
    """What may be sent of one kind; ``person`` is for the signed-in, the rest for guests."""

    browser: Limit
    address: Limit
    everybody: Limit
    person: Limit

    def tries(self, who: Asker) -> list[Try]:
        """Give what one more counts for; narrow limits first."""
        if who.user is not None:
            return [(self.person, who.user.id)]
        browsers: list[Try] = [(self.browser, key) for key in _browsers(who)]
        return [*browsers, (self.address, who.network), (self.everybody, "all")]


def budget(name: str, label: Any, numbers: tuple[int, int, int, int], window: timedelta) -> Budget:
    """Make the limits of one kind: for a browser, an address, all guests, and a person."""
    kinds = (BROWSER, ADDRESS, ALL, PERSON)
    made = [
        Limit(f"{name}-{per}", most, window, _labelled(label, per), per)
        for per, most in zip(kinds, numbers, strict=True)
    ]
    return Budget(*made)


def _labelled(label: Any, per: str) -> LazyString:
    return LazyString(lambda: f"{label}: {PER[per]}")


PER = {
    BROWSER: _l("a browser"),
    ADDRESS: _l("an address"),
    ALL: _l("all guests together"),
    PERSON: _l("a person signed in"),
}

REPORTS = budget("reports", _l("Reports"), (15, 400, 3_000, 60), HOUR)
PHOTOS = budget("photos", _l("Forms with photos or a recording"), (40, 1_200, 6_000, 200), HOUR)
ADDITIONS = budget("additions", _l("Additions to a report"), (20, 600, 3_000, 60), HOUR)
BASKETS = budget("baskets", _l("New baskets"), (20, 400, 3_000, 100), HOUR)
SUBSCRIPTIONS = budget(
    "subscriptions", _l("Phones that want to be notified"), (30, 1_500, 6_000, 30), HOUR
)
TEXT_WISHES = budget(
    "text-wishes", _l("Numbers left for one text message"), (10, 300, 2_000, 20), DAY
)
COMPLAINTS = budget("complaints", _l("Listings reported"), (10, 100, 1_000, 10), DAY)
ENQUIRIES = budget("enquiries", _l("Questions to the operators"), (5, 60, 600, 10), DAY)
LAND_QUESTIONS = budget("land-questions", _l("Questions about land"), (5, 60, 600, 10), DAY)
RESCUES = budget("rescues", _l("Calls for rescue"), (15, 2_000, 20_000, 60), HOUR)
INSTALLS = budget("installs", _l("Installs counted"), (10, 600, 3_000, 10), HOUR)
LOOKS = budget("bill-looks", _l("Bills looked up by code"), (20, 600, 50_000, 20), DAY)
READINGS_ALOUD = budget("readings", _l("Pages read aloud"), (40, 600, 3_000, 60), HOUR)
WRONG_ENTRIES = budget(
    "wrong-entries", _l("Entries of the directory said to be wrong"), (10, 100, 1_000, 30), DAY
)
CLASSES = budget("classes", _l("Names put on a list of a class"), (10, 400, 20_000, 30), HOUR)
OPINIONS = budget("opinions", _l("Answers whether a page is useful"), (30, 600, 6_000, 60), DAY)
PAPERS = budget("bill-papers", _l("Wrong codes of paper bills"), (10, 200, 20_000, 20), DAY)


def spend(kind: Budget, now: datetime) -> list[Try]:
    """Count one more of ``kind`` for who sends the present request; give what was counted.

    The caller commits, refused or not.

    Raises:
        TooMany: over a limit, or from a source that the operator closed; it says until when.
    """
    if not has_request_context():
        return []  # nobody sent it: a command's or a job's own doing
    device_cookie.ensure()
    who = asker()
    closed = closed_until(who, now)
    if closed is not None:
        raise TooMany(_CLOSED, until=closed)
    tries = kind.tries(who)
    spent = limits.count(now, *tries)
    if spent is not None:
        raise TooMany(_PERSON if who.user else _GUEST, until=spent)
    return tries


def count_files(*fields: Iterable[FileStorage]) -> None:
    """Count a form that brings files, and give the write lock back: decoding them is slow.

    Raises ``TooMany`` from where very many came. What was counted, here and before, is committed.
    """
    with kept_though_refused():
        if any(file.filename for field in fields for file in field):
            spend(PHOTOS, clock.now())


def closed_until(who: Asker, now: datetime) -> datetime | None:
    """Give until when nothing is taken from a guest's source; None where it is open."""
    if who.user is not None:
        return None
    names = [(sources.DEVICE, key) for key in _browsers(who)]
    places = [sources.source_index(*each) for each in [*names, (sources.ADDRESS, who.network)]]
    closed = select(ClosedSource.until).where(
        ClosedSource.source_index.in_(places),
        ClosedSource.opened_at.is_(None),
        ClosedSource.until > now,
    )
    return db.session.scalar(closed.order_by(ClosedSource.until.desc()).limit(1))


def _browsers(who: Asker) -> list[str]:
    """Give what a guest's browser is counted by: its cookie, and the session with its links."""
    device = who.device.number if who.device else None
    return [key for key in (device, who.session) if key is not None]


_GUEST = _l(
    "Very much was sent from here, so it was not taken. Nothing you wrote is lost. With an account "
    "you can send at once: sign in with your phone number. Is this wrong? Tell the commune's "
    "office."
)
_PERSON = _l(
    "You sent very much in a short time. Nothing you wrote is lost. Is this wrong? Tell the "
    "commune's office."
)
_CLOSED = _l(
    "Nothing is taken from this network without an account for now. Nothing you wrote is lost. "
    "Sign in with your phone number to send. Is this wrong? Tell the commune's office: it can be "
    "opened again."
)
