"""For which groups of notices a person's phones ring; the inbox is not asked."""

from collections.abc import Container, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select

from app.accounts.models import User
from app.core.db import db
from app.core.inserting import insert
from app.notifications.groups import GROUPS, Group
from app.notifications.models import SilentGroup


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
