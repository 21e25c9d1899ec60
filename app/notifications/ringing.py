"""For which groups of notices a person's phones ring, and how often; the inbox is not asked."""

from collections.abc import Container, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select

from app.accounts.models import User
from app.core.db import db
from app.core.inserting import insert
from app.notifications.groups import GROUPS, Group
from app.notifications.kinds import Kind, kind_named
from app.notifications.models import Notification, SilentGroup

TOGETHER = timedelta(hours=1)
"""Within it what is told of one matter rings once; the newer words take the older's place."""
MANY = 100


def groups_for(user: User) -> Sequence[Group]:
    """Give the groups of which something may come to ``user``."""
    return [each for each in GROUPS if user.is_official or not each.of_officials]


def silent(user_id: int) -> set[str]:
    """Give the names of the groups that the person turned off."""
    names = select(SilentGroup.name).where(SilentGroup.user_id == user_id)
    return set(db.session.scalars(names))


def is_silent(user_id: Any, group: str) -> ColumnElement[bool]:
    """Give the condition "the person's phones do not ring for ``group``"."""
    return exists().where(SilentGroup.user_id == user_id, SilentGroup.name == group)


def choose(user: User, ringing: Container[str]) -> None:
    """Let the groups of ``ringing`` ring and the others not; a group not offered stays as it was.

    Twice at once is the same as once.
    """
    for each in groups_for(user):
        row = {"user_id": user.id, "name": each.name}
        if each.name in ringing:
            db.session.execute(delete(SilentGroup).filter_by(**row))
        else:
            adding = insert(SilentGroup.__table__).values(row)
            db.session.execute(adding.on_conflict_do_nothing())


def forget(user: User) -> None:
    """Drop what a person chose."""
    db.session.execute(delete(SilentGroup).where(SilentGroup.user_id == user.id))


def rang_for_it(notification: Notification, kind: Kind) -> bool:
    """Tell whether the phone rang for the same matter a moment ago, so that it need not again."""
    if kind.rings_each_time:
        return False
    user_id = notification.user_id
    off = silent(user_id) if user_id is not None else set()
    before = _told_of_it_since(notification, notification.created_at - TOGETHER)
    return any(kind_named(each.kind).group not in off for each in before)


def _told_of_it_since(notification: Notification, since: datetime) -> list[Notification]:
    """Give what the same recipient was told of the same matter before it, from ``since`` on.

    Of the hundred told last: what a person was told for years is not walked through.
    """
    whose = (
        Notification.user_id == notification.user_id
        if notification.user_id is not None
        else Notification.grant_id == notification.grant_id
    )
    statement = (
        select(Notification)
        .where(whose, Notification.id < notification.id)
        .order_by(Notification.id.desc())
        .limit(MANY)
    )
    lately = (each for each in db.session.scalars(statement) if each.created_at > since)
    return [each for each in lately if each.tag == notification.tag]
