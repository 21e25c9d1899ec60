"""A person's lists and places on lists: exported, claimed with a link, gone with the account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.queries import granted_subject_ids
from app.core.db import db, for_change
from app.core.events import grants_claimed, person_erased, person_exported
from app.core.retention import Kind, register
from app.directory.classes import keeping
from app.directory.classes.models import SUBJECT, GuideClass, GuideClassMember


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    opened = [{"title": each.title, "at": each.opened_at.isoformat()} for each in _opened(user)]
    joined = [
        {
            "title": each.whole.title, "name": each.name, "at": each.joined_at.isoformat(),
            "done": each.is_done,
        }
        for each in _places(user)
    ]  # fmt: skip
    return "class_lists", [*opened, *joined]


@grants_claimed.connect
def _claim(user: User, grant_ids: list[int], **_: Any) -> None:
    """Make places the account's; on a list where it stands already, the place of before goes."""
    ids = granted_subject_ids(SUBJECT, grant_ids)
    free = GuideClassMember.id.in_(ids) & GuideClassMember.user_id.is_(None)
    there = {each.class_id: each for each in _places(user)}
    rows = db.session.scalars(select(GuideClassMember).where(free).order_by(GuideClassMember.id))
    for member in rows.all():
        held = there.setdefault(member.class_id, member)
        if held is member:
            member.user_id = user.id
        else:
            held.done_at = held.done_at or member.done_at
            keeping.remove(member)


@person_erased.connect
def _erase(user: User, now: datetime, **_: Any) -> None:
    for found in _opened(user):
        keeping.close(found, user.reference, now)
    for member in _places(user):
        keeping.remove(member)


def _opened(user: User) -> Sequence[GuideClass]:
    mine = select(GuideClass).where(GuideClass.user_id == user.id).order_by(GuideClass.id)
    return db.session.scalars(mine).all()


def _places(user: User) -> Sequence[GuideClassMember]:
    mine = select(GuideClassMember).where(GuideClassMember.user_id == user.id)
    return db.session.scalars(mine.order_by(GuideClassMember.id)).all()


def _end(ids: Sequence[int], now: datetime) -> None:
    mine = select(GuideClass).where(GuideClass.id.in_(ids)).order_by(GuideClass.id)
    for found in db.session.scalars(for_change(mine, of=GuideClass)).all():
        keeping.close(found, "system", now)


register(
    Kind(
        "class-lists", _l("Lists of a class, after they were opened"),
        _l("The list goes with all names on it."), 300, GuideClass.id,
        lambda moment: GuideClass.opened_at < moment, _end, code=GuideClass.code,
        of_person=lambda person_id: GuideClass.user_id == person_id, order=62,
    )
)  # fmt: skip
