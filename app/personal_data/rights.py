"""Who answers for personal data."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.actors import Actor
from app.accounts.models import Right, User
from app.accounts.permissions import PROTECT
from app.accounts.viewer import Viewer
from app.core.access import current_viewer
from app.core.db import db


def may_protect(viewer: Viewer) -> bool:
    """Tell whether the viewer answers for personal data: an own right, not one lent."""
    return viewer.has_self(PROTECT)


def may_act(viewer: Viewer, _thing: object) -> bool:
    return may_protect(viewer)


def protector() -> Actor:
    """Give who acts: for the agency that gives the right."""
    viewer: Viewer = current_viewer()
    return viewer.actor(viewer.agencies(PROTECT)[0])


def protectors() -> Sequence[User]:
    """Give everybody who answers for personal data: whom to tell."""
    holders = select(Right.user_id).where(Right.permission == PROTECT)
    active = User.disabled_at.is_(None), User.erased_at.is_(None)
    return db.session.scalars(select(User).where(User.id.in_(holders), *active)).all()
