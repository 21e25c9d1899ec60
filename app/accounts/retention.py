"""How long ended sign-ins, helper's codes and changed numbers are known."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, delete, func, or_, select

from app.accounts.models import HelperCode, PhoneChange, Session, User
from app.accounts.models.session import CITIZEN_IDLE
from app.core.db import db, for_change
from app.core.retention import Kind, deletes, register


def _end_sessions(ids: Sequence[int], _now: datetime) -> None:
    """Keep of each person when they were last there, and whether the phone was theirs."""
    proved = case((Session.unproved_since.is_(None), Session.last_seen_at))
    theirs = (
        select(Session.user_id, func.max(Session.last_seen_at), func.max(proved))
        .where(Session.id.in_(ids), Session.user_id.is_not(None))
        .group_by(Session.user_id)
    )
    seen = {number: moments for number, *moments in db.session.execute(theirs)}
    people = select(User).where(User.id.in_(seen), User.erased_at.is_(None)).order_by(User.id)
    for user in db.session.scalars(for_change(people, of=User)).unique():
        used_at, proved_at = seen[user.id]
        user.last_used_at = max(user.last_used_at or used_at, used_at)
        if proved_at is not None:
            user.phone_proved_at = max(user.phone_proved_at or proved_at, proved_at)
    db.session.flush()
    db.session.execute(delete(Session).where(Session.id.in_(ids)))


register(
    Kind(
        "sessions", _l("Ended sign-ins"),
        _l("Which phone or computer it was, and when, is deleted."), 30, Session.id,
        lambda moment: or_(
            Session.ended_at < moment, Session.last_seen_at < moment - CITIZEN_IDLE
        ),
        _end_sessions, order=60,
    )
)  # fmt: skip
register(
    Kind(
        "helper-codes", _l("Sign-in codes from an official"),
        _l("Who helped whom to sign in is deleted."), 90, HelperCode.id,
        lambda moment: HelperCode.created_at < moment, deletes(HelperCode), order=61,
    )
)  # fmt: skip
register(
    Kind(
        "changed-numbers", _l("Numbers changed at a counter"),
        _l("Who asked for it, where and why, is deleted; the number itself goes at once."),
        365, PhoneChange.id, lambda moment: PhoneChange.settled_at < moment,
        deletes(PhoneChange), order=62,
    )
)  # fmt: skip
