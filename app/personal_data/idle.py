"""Accounts that nobody uses: their people are told, then they are erased as they could themselves.

Used is an account by whoever is signed in to it. One is never erased while something of its
person goes on or is held, nor unless they were told between half a year and thirty days before.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select

from app.accounts import erasing
from app.accounts.models import Right, Session, User
from app.core import clock, jobs, retention
from app.core.db import db, for_change
from app.core.errors import DomainError
from app.core.formats import day
from app.notifications import kinds, tell
from app.notifications.groups import ALWAYS

log = structlog.get_logger()

TOLD_BEFORE = timedelta(days=60)
"""How long before the end of the period the person is told."""
AT_LEAST = timedelta(days=30)
"""Nobody is erased sooner than this after they were told."""
STALE = timedelta(days=180)
"""Who was told longer ago than this is told again first."""
MOST_A_DAY = 200
"""So many people are told in 24 hours: text messages of sign-ins need the day's budget too."""
DAY = timedelta(days=1)
IDLE = kinds.register(
    kinds.Kind(
        "idle-account", _l("Your account will be erased"),
        _l("Nobody has used it for long. Sign in before %(day)s and it stays."), "clock",
        group=ALWAYS,
        by_text=_l("%(site)s: the account of this number is erased on %(day)s as nobody uses it."
                   " To keep it sign in:"),
    )
)  # fmt: skip


def tell_who_is_idle(now: datetime) -> int:
    """Tell those whose account ends within ``TOLD_BEFORE``; give how many. Commits."""
    days = timedelta(days=retention.period_of(ACCOUNTS, now).days)
    lately = select(func.count(User.id)).where(User.idle_told_at > now - DAY)
    left = MOST_A_DAY - (db.session.scalar(lately) or 0)
    found = db.session.scalars(for_change(_to_tell(now, days).limit(max(left, 0)), of=User))
    people = found.unique().all()
    for user in people:
        user.idle_told_at = now
        ends = max(now + AT_LEAST, (_last_used(user) or user.created_at) + days)
        parameters = {"day": day(clock.local(ends).date())}
        key = f"idle:{user.id}:{now:%Y-%m-%d}"
        tell([user], IDLE.name, parameters, "/tai-khoan", key, now=now, by_text=True)
    db.session.commit()
    return len(people)


@jobs.every(timedelta(hours=6))
def tell_who_is_idle_now() -> None:
    tell_who_is_idle(clock.now())


def _last_used(user: User) -> datetime | None:
    seen = db.session.scalar(
        select(func.max(Session.last_seen_at)).where(Session.user_id == user.id)
    )
    return max((each for each in (seen, user.last_used_at) if each), default=None)


def _idle(moment: datetime) -> ColumnElement[bool]:
    """Hold of citizens whose account nobody has used since ``moment``."""
    seen = select(Session.id).where(Session.user_id == User.id, Session.last_seen_at >= moment)
    rights = select(Right.id).where(Right.user_id == User.id)
    return and_(
        User.erased_at.is_(None), User.disabled_at.is_(None), User.password_hash.is_(None),
        User.created_at < moment, func.coalesce(User.last_used_at, User.created_at) < moment,
        not_(exists(seen)), not_(exists(rights)),
    )  # fmt: skip


def _stays() -> ColumnElement[bool]:
    """Something goes on, or nobody told the person of late."""
    now = clock.now()
    told = User.idle_told_at.between(now - STALE, now - AT_LEAST)
    return or_(User.idle_told_at.is_(None), not_(told), retention.has_matters(User.id))


def _to_tell(now: datetime, days: timedelta) -> Select[User]:
    untold = or_(User.idle_told_at.is_(None), User.idle_told_at < now - STALE)
    goes_on = retention.has_matters(User.id)
    wanted = select(User).where(_idle(now - days + TOLD_BEFORE), untold, not_(goes_on))
    return wanted.order_by(User.id)


def _end(ids: Sequence[int], now: datetime) -> int:
    """One after the other, each in a transaction of its own: no two people's rows are locked."""
    done = 0
    for number in ids:
        done += _end_one(number, now)
        db.session.commit()
    return done


def _end_one(number: int, now: datetime) -> bool:
    moment = now - timedelta(days=retention.period_of(ACCOUNTS, now).days)
    still = select(User).where(User.id == number, User.id.in_(ACCOUNTS.due(moment)))
    user = db.session.scalar(for_change(still, of=User))
    if user is None:
        return False
    try:
        with db.session.begin_nested():
            erasing.erase(user, now, by="system")
    except DomainError:  # held this very moment
        log.info("accounts.idle_one_is_held", account=number)
        return False
    return True


ACCOUNTS = retention.register(
    retention.Kind(
        "idle-accounts", _l("Accounts that nobody uses"),
        _l("The account is erased as its owner could do it; they are told sixty days before."),
        1_825, User.id, _idle, _end, _stays, code=User.code, least=365,
        of_person=lambda person: User.id == person, order=63,
    )
)  # fmt: skip
