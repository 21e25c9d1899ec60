"""Enquiries: one's own, by account or by a guest's link, and all of them for the operators."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from app.accounts.models import User
from app.accounts.permissions import OPERATE
from app.accounts.viewer import Viewer
from app.core.asked import NEW
from app.core.db import db, one
from app.core.listing import Listing, Page, code_of, counted
from app.core.navigation import MOST_WAITING
from app.enquiries.models import Enquiry

SUBJECT = "enquiry"
MOST = 20
OLDEST = Listing(Enquiry.id)
NEWEST = Listing(Enquiry.id, newest_first=True)


def may_answer(viewer: Viewer) -> bool:
    """Tell whether the viewer answers for the operations centre."""
    return viewer.has(OPERATE)


def own(viewer: Viewer, code: str) -> Enquiry | None:
    """Give what the viewer sent themselves: by account, or by the link this browser holds."""
    found = db.session.scalar(select(Enquiry).where(Enquiry.code == code))
    return found if found is not None and is_own(viewer, found) else None


def is_own(viewer: Viewer, row: Enquiry) -> bool:
    mine = row.user_id is not None and row.user_id == viewer.user_id
    return mine or row.id in viewer.subjects(SUBJECT)


def any_of(_viewer: Viewer, code: str) -> Enquiry | None:
    """Give the one with ``code``, locked when writing; who may see it, the policy says."""
    found: Enquiry | None = one(select(Enquiry).where(Enquiry.code == code), Enquiry)
    return found


def readable(viewer: Viewer, code: str) -> Enquiry | None:
    """Give what the viewer may read: their own, and all to whoever answers."""
    return own(viewer, code) or (any_of(viewer, code) if may_answer(viewer) else None)


def all_own(viewer: Viewer) -> Sequence[Enquiry]:
    """Give the viewer's newest ones."""
    held = viewer.subjects(SUBJECT)
    if viewer.user_id is None and not held:
        return []
    mine = or_(Enquiry.user_id == (viewer.user_id or 0), Enquiry.id.in_(held))
    found = select(Enquiry).where(mine).order_by(Enquiry.id.desc()).limit(MOST)
    return db.session.scalars(found).all()


def of_user(user: User) -> Sequence[Enquiry]:
    mine = select(Enquiry).where(Enquiry.user_id == user.id).order_by(Enquiry.id)
    return db.session.scalars(mine).all()


def listed(answered: bool, after: str | None) -> Page[Enquiry]:
    """Give those that wait, who came first in front; or those answered, the newest in front."""
    point = select(Enquiry.id).where(Enquiry.code == after).scalar_subquery() if after else None
    found = select(Enquiry).where(Enquiry.status != NEW if answered else Enquiry.status == NEW)
    return (NEWEST if answered else OLDEST).page(found, point, code_of)


def count_waiting(viewer: Viewer, _now: datetime) -> Any:
    """Count what waits, as a scalar statement; None for whoever has no right to it."""
    waits = counted(select(Enquiry.id).where(Enquiry.status == NEW), MOST_WAITING)
    return waits if may_answer(viewer) else None
