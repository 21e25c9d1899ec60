"""Writing a leak down, telling of it, closing it; and the worker's warnings before 72 hours end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actors import Actor
from app.accounts.viewer import Viewer
from app.core import audit, clock, jobs
from app.core.db import db, one
from app.core.errors import DomainError
from app.notifications import tell
from app.notifications.groups import ALWAYS
from app.notifications.kinds import Kind, register
from app.personal_data.breaching.models import LIFE, NOTICE, OPEN_NOW, Breach
from app.personal_data.rights import protectors

MOST = 100
OLDEST = timedelta(days=3650)
STAMPS = {"tell_authority": "authority_told_at", "tell_people": "people_told_at",
          "close": "closed_at"}  # fmt: skip


def _kind(name: str, title: Any, icon: str) -> Kind:
    return register(
        Kind(name, title, _l("%(code)s"), icon, pierces_quiet=True, urgency="high", group=ALWAYS)
    )


FOUND = _kind("breach-found", _l("A leak of personal data was written down"), "warning")
DUE = _kind("breach-due", _l("A leak has to be told to the authority soon"), "clock")
LATE = _kind(
    "breach-late", _l("72 hours are over: the authority was not told of a leak"), "warning"
)


def write_down(
    title: str, what: str, data: str, people: int | None, found_at: datetime, by: Actor,
    now: datetime,
) -> Breach:  # fmt: skip
    """Begin the register's row; the 72 hours run from ``found_at``.

    Raises:
        DomainError: without a title, what happened and which data, or for a moment ahead.
    """
    for field, value in (("title", title), ("what", what), ("which", data)):
        if not value:
            raise DomainError(_l("Please fill this in."), field=field)
    if not now - OLDEST < found_at <= now:
        raise DomainError(_l("Write the day and hour when it was found out."), field="day")
    row = Breach(title=title, what=what, data=data, people=people, found_at=found_at,
                 tell_by=found_at + NOTICE)  # fmt: skip
    row.add("found", what, by.user_id, now)
    db.session.add(row)
    db.session.flush()
    audit.record(by.reference, "data_breach.found", row.reference, now=now)
    _tell(row, FOUND, now)
    return row


def act(row: Breach, verb: str, words: str, by: Actor, now: datetime) -> None:
    """Take a step: ``words`` say whom, how and under which number, or what was done.

    Raises:
        DomainError: no words.
    """
    if not words:
        raise DomainError(_l("Write what was done, to whom, under which number."), field="words")
    LIFE.move(row, verb)
    stamp = STAMPS.get(verb)
    if stamp is not None and getattr(row, stamp) is None:
        setattr(row, stamp, now)
    row.add(verb, words, by.user_id, now)
    late = {"late": verb == "tell_authority" and now > row.tell_by}
    audit.record(by.reference, f"data_breach.{verb}", row.reference, now=now, after=late)


def by_code(_viewer: Viewer, code: str) -> Breach | None:
    """Give the leak with ``code``, locked when writing; who may see it, the policy says."""
    found: Breach | None = one(select(Breach).where(Breach.code == code), Breach)
    return found


def listed() -> Sequence[Breach]:
    """Give the leaks, those that go on in front, then the newest."""
    order = (Breach.status != OPEN_NOW, Breach.id.desc())
    return db.session.scalars(select(Breach).order_by(*order).limit(MOST)).all()


def warn(now: datetime) -> None:
    """Tell the officials at three quarters of the 72 hours, and when they are over; each once."""
    running = select(Breach).where(Breach.status == OPEN_NOW, Breach.authority_told_at.is_(None))
    for row in db.session.scalars(running).all():
        deadline = row.deadline(now)
        if deadline is not None and deadline.tone != "ok":
            _tell(row, LATE if deadline.tone == "late" else DUE, now)


@jobs.every(timedelta(minutes=15))
def warn_now() -> None:
    warn(clock.now())
    db.session.commit()


def _tell(row: Breach, kind: Kind, now: datetime) -> None:
    url, key = f"/can-bo/du-lieu/su-co/{row.code}", f"{row.reference}:{kind.name}"
    tell(protectors(), kind.name, {"code": row.code}, url, key, now=now)
