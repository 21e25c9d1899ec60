"""Finding lists: by their code, one's own, one's place on one."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.viewer import Viewer
from app.core.db import db, one
from app.directory.classes.models import MOST_LISTS, SUBJECT, GuideClass, GuideClassMember


def by_code(_viewer: object, code: str) -> GuideClass | None:
    """Give the list with that code while people read what it is of, however the code is typed."""
    wanted = select(GuideClass).where(GuideClass.code == code.strip().upper())
    found: GuideClass | None = one(wanted.options(joinedload(GuideClass.user)), of=GuideClass)
    return found if found is not None and found.matter is not None else None


def opened_by(viewer: Viewer, found: GuideClass) -> bool:
    return viewer.user_id is not None and found.user_id == viewer.user_id


def own(viewer: Viewer, code: str) -> GuideClass | None:
    """Give a list to whoever opened it."""
    found = by_code(viewer, code)
    return found if found is not None and opened_by(viewer, found) else None


def place(viewer: Viewer, code: str) -> GuideClassMember | None:
    """Give the viewer's own place on the list with that code."""
    found = by_code(viewer, code)
    return place_on(viewer, found) if found is not None else None


def place_on(viewer: Viewer, found: GuideClass) -> GuideClassMember | None:
    mine = _mine(viewer)
    if mine is None:
        return None
    statement = select(GuideClassMember).where(GuideClassMember.class_id == found.id, mine)
    return db.session.scalar(statement.order_by(GuideClassMember.id).limit(1))


def opened(viewer: Viewer) -> Sequence[GuideClass]:
    """Give the lists that the viewer opened and people can use, the newest first."""
    mine = select(GuideClass).where(GuideClass.user_id == (viewer.user_id or 0))
    whole = mine.options(selectinload(GuideClass.members))
    rows = db.session.scalars(whole.order_by(GuideClass.id.desc()).limit(MOST_LISTS)).all()
    return [each for each in rows if each.matter is not None]


def joined(viewer: Viewer) -> Sequence[GuideClassMember]:
    """Give the viewer's places on lists that people can use, the newest first."""
    mine = _mine(viewer)
    if mine is None:
        return []
    statement = select(GuideClassMember).where(mine).options(joinedload(GuideClassMember.whole))
    newest = statement.order_by(GuideClassMember.id.desc()).limit(MOST_LISTS)
    rows = db.session.scalars(newest).all()
    return [each for each in rows if each.whole.matter is not None]


def count_of(user_id: int) -> int:
    mine = select(func.count()).select_from(GuideClass).where(GuideClass.user_id == user_id)
    return db.session.scalar(mine) or 0


def _mine(viewer: Viewer) -> ColumnElement[bool] | None:
    """Give what holds of the viewer's places: by account, by what this browser joined."""
    held = viewer.subjects(SUBJECT)
    if viewer.user_id is None and not held:
        return None
    return or_(GuideClassMember.user_id == (viewer.user_id or 0), GuideClassMember.id.in_(held))
