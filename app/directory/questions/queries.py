"""Questions about programmes: one's own, and those that an office answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import KEEP_DIRECTORY
from app.accounts.viewer import Viewer
from app.core.asked import NEW
from app.core.db import db, one
from app.core.listing import counted
from app.core.navigation import MOST_WAITING
from app.directory.questions.models import ProgrammeQuestion

MOST = 60


def by_code(_viewer: object, code: str) -> ProgrammeQuestion | None:
    """Give the one with that code, locked when writing; who may see it, the policy says."""
    mine = select(ProgrammeQuestion).where(ProgrammeQuestion.code == code)
    found: ProgrammeQuestion | None = one(mine, ProgrammeQuestion)
    return found


def own(viewer: Viewer, code: str) -> ProgrammeQuestion | None:
    """Give what the viewer asked."""
    row = by_code(viewer, code)
    return row if row is not None and row.user_id and row.user_id == viewer.user_id else None


def may_answer(viewer: Viewer, row: ProgrammeQuestion) -> bool:
    return viewer.can(KEEP_DIRECTORY, row.agency)


def of_user(user_id: int | None) -> Sequence[ProgrammeQuestion]:
    mine = select(ProgrammeQuestion).where(ProgrammeQuestion.user_id == (user_id or 0))
    newest = mine.order_by(ProgrammeQuestion.id.desc()).limit(MOST)
    return db.session.scalars(newest).all()


def all_of(user: User) -> Sequence[ProgrammeQuestion]:
    """Give all of a person's, those locked in the order of their numbers."""
    mine = select(ProgrammeQuestion).where(ProgrammeQuestion.user_id == user.id)
    return db.session.scalars(mine.order_by(ProgrammeQuestion.id)).all()


def waiting(viewer: Viewer) -> Sequence[ProgrammeQuestion]:
    """Give what waits for the viewer's answer, what is due first in front."""
    order = ProgrammeQuestion.answer_by, ProgrammeQuestion.id
    mine = select(ProgrammeQuestion).where(*_waits(viewer)).order_by(*order)
    return db.session.scalars(mine.limit(MOST)).all()


def count_waiting(viewer: Viewer, _now: datetime) -> Any:
    """Count what waits for the viewer's answer, as a scalar statement."""
    if not viewer.has(KEEP_DIRECTORY):
        return None
    return counted(select(ProgrammeQuestion.id).where(*_waits(viewer)), MOST_WAITING)


def _waits(viewer: Viewer) -> tuple[Any, ...]:
    mine = ProgrammeQuestion.agency_id.in_(viewer.agencies_below(KEEP_DIRECTORY))
    return ProgrammeQuestion.status == NEW, mine
