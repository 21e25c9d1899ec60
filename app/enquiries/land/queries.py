"""Questions about land: one's own, those an adviser answers, and the answers everybody reads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.answering import office_for
from app.accounts.models import Agency, User
from app.accounts.permissions import ADVISE_LAND
from app.accounts.viewer import Viewer
from app.core.asked import NEW
from app.core.db import db, one
from app.core.listing import Listing, Page, code_of, counted
from app.core.matching import Known, holding
from app.core.navigation import MOST_WAITING, Found, Source
from app.enquiries.land.models import LandAnswer, LandQuestion
from app.places.models import Place

SUBJECT = "land_question"
MOST_OWN, MOST_ANSWERS = 20, 300
FIRST_DUE = Listing(LandQuestion.answer_by, LandQuestion.id)
NEWEST = Listing(LandQuestion.id, newest_first=True)


def advises(viewer: Viewer) -> bool:
    return viewer.has(ADVISE_LAND)


def may_answer(viewer: Viewer, row: LandQuestion) -> bool:
    """Tell whether the viewer advises for the question's agency; nobody answers themself."""
    return viewer.can(ADVISE_LAND, row.agency)


def agency_for(place: Place) -> Agency | None:
    """Give whose advisers answer for a commune, else for the province; None: nobody advises."""
    return office_for(ADVISE_LAND, place)


def own(viewer: Viewer, code: str) -> LandQuestion | None:
    """Give what the viewer asked: by account, or by the link this browser holds."""
    found = any_of(viewer, code)
    if found is None:
        return None
    mine = found.user_id is not None and found.user_id == viewer.user_id
    return found if mine or found.id in viewer.subjects(SUBJECT) else None


def any_of(_viewer: Viewer, code: str) -> LandQuestion | None:
    """Give the one with ``code``, locked when writing; who may see it, the policy says."""
    mine = select(LandQuestion).where(LandQuestion.code == code)
    found: LandQuestion | None = one(mine, LandQuestion)
    return found


def readable(viewer: Viewer, code: str) -> LandQuestion | None:
    """Give what the viewer may read: their own, and an agency's to its advisers."""
    found = any_of(viewer, code)
    mine = own(viewer, code)
    return found if mine is not None or (found and may_answer(viewer, found)) else None


def all_own(viewer: Viewer) -> Sequence[LandQuestion]:
    held = viewer.subjects(SUBJECT)
    if viewer.user_id is None and not held:
        return []
    mine = or_(LandQuestion.user_id == (viewer.user_id or 0), LandQuestion.id.in_(held))
    found = select(LandQuestion).where(mine).order_by(LandQuestion.id.desc()).limit(MOST_OWN)
    return db.session.scalars(found).all()


def of_user(user: User) -> Sequence[LandQuestion]:
    mine = select(LandQuestion).where(LandQuestion.user_id == user.id).order_by(LandQuestion.id)
    return db.session.scalars(mine).all()


def listed(viewer: Viewer, over: bool, after: str) -> Page[LandQuestion]:
    """Give an adviser's questions: what is due first in front; or what is over, the newest."""
    mine = LandQuestion.agency_id.in_(viewer.agencies_below(ADVISE_LAND))
    found = select(LandQuestion).where(mine).options(joinedload(LandQuestion.place))
    behind = db.session.scalar(select(LandQuestion).where(LandQuestion.code == after))
    if over:
        found = found.where(LandQuestion.status != NEW)
        return NEWEST.page(found, behind and behind.id, code_of)
    point = (behind.answer_by, behind.id) if behind is not None else None
    return FIRST_DUE.page(found.where(LandQuestion.status == NEW), point, code_of)


def count_waiting(viewer: Viewer, _now: datetime) -> Any:
    """Count what waits for the viewer's answer, as a scalar statement."""
    if not advises(viewer):
        return None
    mine = LandQuestion.agency_id.in_(viewer.agencies_below(ADVISE_LAND))
    return counted(select(LandQuestion.id).where(LandQuestion.status == NEW, mine), MOST_WAITING)


def answers(typed: str = "") -> Sequence[LandAnswer]:
    """Give what everybody may read, the newest first; or what holds the words typed."""
    whole = select(LandAnswer).options(joinedload(LandAnswer.agency))
    rows = db.session.scalars(whole.order_by(LandAnswer.id.desc()).limit(MOST_ANSWERS)).all()
    if not typed:
        return rows
    known = [Known.of(row.title, row.answer) for row in rows]
    return [rows[at] for at in holding(typed, known)]


def answer_of(_viewer: object, code: str) -> LandAnswer | None:
    whole = select(LandAnswer).where(LandAnswer.code == code)
    return db.session.scalar(whole.options(joinedload(LandAnswer.agency)))


def find(_viewer: Viewer, typed: str, limit: int) -> list[Found]:
    """Find answers by the words typed."""
    return [
        Found(row.title, row.kind_name, url_for("enquiries.land_answer", code=row.code), "question")
        for row in answers(typed)[:limit]
    ]


SOURCE = Source("land", _l("Land: asked often"), find, order=27)
