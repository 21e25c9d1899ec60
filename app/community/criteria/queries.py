"""Finding sets, versions and scores: for whoever keeps them, for a unit, for everybody."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.viewer import Viewer
from app.community.criteria import rights
from app.community.criteria.models import ENACTED, CriteriaSet, CriteriaVersion
from app.community.criteria.scores import (
    APPRAISED,
    OPEN,
    PUBLISHED,
    SENT,
    CriteriaMark,
    CriteriaPaper,
    CriteriaScore,
)
from app.core.db import db, one
from app.core.listing import Listing, Page, code_of
from app.core.navigation import MOST_WAITING
from app.places.models import Place
from app.villages.rights import headed_villages, overseen_communes

NEWEST = Listing(CriteriaScore.id, newest_first=True)


def sets() -> Sequence[CriteriaSet]:
    """Give all sets with their versions, in the order in which they were begun."""
    statement = select(CriteriaSet).order_by(CriteriaSet.id)
    return db.session.scalars(statement.options(selectinload(CriteriaSet.versions))).all()


def set_by_code(code: str) -> CriteriaSet | None:
    found: CriteriaSet | None = one(select(CriteriaSet).where(CriteriaSet.code == code),
                                    of=CriteriaSet)  # fmt: skip
    return found


def newest(of: CriteriaSet) -> CriteriaVersion | None:
    mine = select(CriteriaVersion).where(CriteriaVersion.set_id == of.id)
    whole = mine.order_by(CriteriaVersion.number.desc()).limit(1)
    return db.session.scalar(whole.options(selectinload(CriteriaVersion.criteria)))


def version_by_code(code: str) -> CriteriaVersion | None:
    """Give a version with its criteria; locked when writing."""
    statement = select(CriteriaVersion).where(CriteriaVersion.code == code)
    whole = statement.options(selectinload(CriteriaVersion.criteria))
    found: CriteriaVersion | None = one(whole, of=CriteriaVersion)
    return found


def in_force(day: date) -> list[CriteriaVersion]:
    """Give the version of each set that holds on a day, in the sets' order."""
    dated = CriteriaVersion.status == ENACTED, CriteriaVersion.valid_from <= day
    order = CriteriaVersion.set_id, CriteriaVersion.valid_from, CriteriaVersion.number
    rows = db.session.scalars(select(CriteriaVersion).where(*dated).order_by(*order))
    return list({each.set_id: each for each in rows}.values())


def score_by_code(code: str) -> CriteriaScore | None:
    """Give a score with all that stands in it; locked when writing."""
    statement = select(CriteriaScore).where(CriteriaScore.code == code)
    papers = selectinload(CriteriaScore.marks).selectinload(CriteriaMark.links)
    version = joinedload(CriteriaScore.by).selectinload(CriteriaVersion.criteria)
    above = joinedload(CriteriaScore.place).joinedload(Place.parent)
    found: CriteriaScore | None = one(statement.options(papers, version, above), of=CriteriaScore)
    return found


def score_of(
    version: CriteriaVersion, place_id: int | None, agency_id: int | None, year: int
) -> CriteriaScore | None:
    return db.session.scalar(
        select(CriteriaScore).where(
            CriteriaScore.version_id == version.id, CriteriaScore.year == year,
            CriteriaScore.place_id.is_(None) if place_id is None
            else CriteriaScore.place_id == place_id,
            CriteriaScore.agency_id.is_(None) if agency_id is None
            else CriteriaScore.agency_id == agency_id,
        )
    )  # fmt: skip


def paper(score: CriteriaScore, code: str) -> CriteriaPaper | None:
    links = [link for mark in score.marks for link in mark.links]
    return next((each for each in links if each.thing.code == code), None)


def desk_page(viewer: Viewer, after: str | None) -> Page[CriteriaScore]:
    """Give a page of the scores in whose course the viewer has a part."""
    return NEWEST.page(_whole().where(_visible(viewer)), _point(after), code_of)


def public_page(kind: str, after: str | None) -> Page[CriteriaScore]:
    """Give a page of what is published; ``kind`` narrows it to one kind of set."""
    shown = _whole().where(CriteriaScore.status == PUBLISHED)
    if kind:
        shown = shown.join(CriteriaScore.by).join(CriteriaVersion.of)
        shown = shown.where(CriteriaSet.kind == kind)
    return NEWEST.page(shown, _point(after), code_of)


def count_waiting(viewer: Viewer, _now: object) -> Any:
    """Count what waits for the viewer's own step; None for whoever has no part in it."""
    steps: list[ColumnElement[bool]] = []
    heads = [each.id for each in headed_villages(viewer)]
    if heads:
        mine = CriteriaScore.place_id.in_(heads)
        steps.append(mine & (CriteriaScore.status == OPEN))
    if rights.is_province(viewer):
        steps.append(CriteriaScore.status.in_((SENT, APPRAISED)))
    elif communes := [each.id for each in overseen_communes(viewer)]:
        steps.append(_in_villages_of(communes) & (CriteriaScore.status == SENT))
    if not steps:
        return None
    waiting = select(CriteriaScore.id).where(or_(*steps)).limit(MOST_WAITING)
    return select(func.count()).select_from(waiting.subquery()).scalar_subquery()


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    if rights.is_province(viewer):
        return true()
    communes = [each.id for each in overseen_communes(viewer)]
    own = [*communes, *(each.id for each in headed_villages(viewer))]
    led = [each.id for each in rights.led(viewer)]
    mine = CriteriaScore.place_id.in_(own), CriteriaScore.agency_id.in_(led)
    return or_(*mine, _in_villages_of(communes))


def _in_villages_of(communes: list[int]) -> ColumnElement[bool]:
    below = select(Place.id).where(Place.parent_id.in_(communes))
    return CriteriaScore.place_id.in_(below)


def _whole() -> Select[CriteriaScore]:
    marks = selectinload(CriteriaScore.marks)
    version = joinedload(CriteriaScore.by).selectinload(CriteriaVersion.criteria)
    above = joinedload(CriteriaScore.place).joinedload(Place.parent)
    return select(CriteriaScore).options(marks, version, above)


def _point(after: str | None) -> Any:
    known = select(CriteriaScore.id).where(CriteriaScore.code == after)
    return known.scalar_subquery() if after else None
