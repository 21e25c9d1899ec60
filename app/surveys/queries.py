"""Finding surveys: for everybody, for whoever writes them, for whoever helps."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Agency
from app.accounts.permissions import PUBLISH_NEWS, WRITE_NEWS
from app.accounts.queries import below
from app.accounts.viewer import Viewer
from app.core.db import db, one
from app.core.listing import Listing, Page, code_of, counted
from app.core.navigation import MOST_WAITING
from app.media.models import Attachment, Recording
from app.surveys.models import (
    COUNTED,
    DRAFT,
    EXPLAINED,
    OPEN,
    TAKEN_UP,
    TOLD,
    Survey,
    SurveyPoint,
)
from app.surveys.named import SurveyAttachment, SurveyReply
from app.surveys.rights import helps, may_write

NEWEST = Listing(Survey.id, newest_first=True)
POINTS = Listing(SurveyPoint.id, most=30)
MOST_OPEN = 30
MOST_WORDS = 5_000


class Of(NamedTuple):
    """A question or a point of a survey, which the rights are about."""

    survey: Survey
    part: Any


def _whole() -> Select[Survey]:
    return select(Survey).options(selectinload(Survey.questions), selectinload(Survey.places))


def public(_viewer: Viewer, code: str) -> Survey | None:
    """Give one that is or was open, to anybody; locked when writing."""
    found: Survey | None = one(_whole().where(Survey.code == code), Survey)
    return found if found is not None and found.is_public else None


def told(viewer: Viewer, code: str) -> Survey | None:
    found = public(viewer, code)
    return found if found is not None and found.status == TOLD else None


def any_of(viewer: Viewer, code: str) -> Survey | None:
    """Give one to whoever may write it; locked when writing."""
    found: Survey | None = one(_whole().where(Survey.code == code), Survey)
    return found if found is not None and may_write(viewer, found) else None


def helped(viewer: Viewer, code: str) -> Survey | None:
    """Give an open one to whoever writes answers down for others."""
    found = public(viewer, code)
    return found if found is not None and helps(viewer) and found.status == OPEN else None


def question(viewer: Viewer, code: str, number: int) -> Of | None:
    survey = any_of(viewer, code)
    mine = survey.questions if survey is not None else []
    found = next((each for each in mine if each.id == number), None)
    return Of(survey, found) if survey is not None and found is not None else None


def point(viewer: Viewer, code: str, number: int) -> Of | None:
    survey = any_of(viewer, code)
    found = db.session.get(SurveyPoint, number) if survey is not None else None
    mine = survey is not None and found is not None and found.survey_id == survey.id
    return Of(survey, found) if mine else None  # type: ignore[arg-type]


def open_now(now: datetime) -> Sequence[Survey]:
    """Give what is open, the one that ends first in front."""
    found = _open(now).order_by(Survey.ends_at, Survey.id).limit(MOST_OPEN)
    return db.session.scalars(found).all()


def _open(now: datetime) -> Select[Survey]:
    mine = select(Survey).options(joinedload(Survey.agency))
    return mine.where(
        Survey.status == OPEN, Survey.ends_at > now,
        or_(Survey.starts_at.is_(None), Survey.starts_at <= now),
    )  # fmt: skip


def told_page(after: str | None) -> Page[Survey]:
    found = select(Survey).where(Survey.status == TOLD).options(joinedload(Survey.agency))
    return NEWEST.page(found, _point(after), code_of)


def desk_page(viewer: Viewer, after: str | None) -> Page[Survey]:
    held = viewer.agencies(WRITE_NEWS) + viewer.agencies(PUBLISH_NEWS)
    mine = select(Agency.id).where(below(held))
    found = select(Survey).where(Survey.agency_id.in_(mine)).options(joinedload(Survey.agency))
    return NEWEST.page(found, _point(after), code_of)


def helped_page(after: str | None, now: datetime) -> Page[Survey]:
    """Give what is open now, a page at a time, for whoever writes answers down for others."""
    return NEWEST.page(_open(now), _point(after), code_of)


def points_page(survey: Survey, after: int | None, waiting: bool) -> Page[SurveyPoint]:
    """Give what was written in words: what waits for a reply, or all."""
    mine = select(SurveyPoint).where(SurveyPoint.survey_id == survey.id)
    if waiting:
        mine = mine.where(SurveyPoint.reply.is_(None))
    return POINTS.page(mine, after, lambda each: each.id)


def public_points(survey: Survey, after: int | None) -> Page[SurveyPoint]:
    """Give a consultation's points with their replies; none of a survey."""
    mine = select(SurveyPoint).where(
        SurveyPoint.survey_id == survey.id, SurveyPoint.reply.in_((TAKEN_UP, EXPLAINED))
    )
    return POINTS.page(mine, after, lambda each: each.id)


def all_points(survey: Survey) -> Sequence[SurveyPoint]:
    """Give everything that was written in words, for the minutes and the workbook."""
    mine = select(SurveyPoint).where(SurveyPoint.survey_id == survey.id).order_by(SurveyPoint.id)
    return db.session.scalars(mine.limit(MOST_WORDS)).all()


def replies(survey: Survey) -> Sequence[SurveyReply]:
    """Give who answered what, of a survey that keeps names."""
    mine = select(SurveyReply).where(
        SurveyReply.survey_id == survey.id, SurveyReply.sealed.is_not(None)
    )
    return db.session.scalars(mine.order_by(SurveyReply.id).limit(MOST_WORDS)).all()


def spoken(survey: Survey, code: str) -> SurveyAttachment | None:
    """Give what was said under that code to a part."""
    mine = _voices(survey).join(SurveyAttachment.thing).where(Attachment.code == code)
    found: SurveyAttachment | None = db.session.scalar(mine)
    return found


def own_voices(survey: Survey, viewer: Viewer) -> Sequence[SurveyAttachment]:
    """Give what the viewer said."""
    if not survey.is_spoken or viewer.user_id is None:
        return []
    return db.session.scalars(_voices(survey).where(SurveyReply.user_id == viewer.user_id)).all()


def voices_of(survey: Survey, points: Sequence[SurveyPoint]) -> dict[int, Recording]:
    """Give what is heard beside points, by their numbers."""
    if not (survey.is_spoken and points):
        return {}
    numbers = [each.id for each in points]
    mine = _voices(survey).where(SurveyAttachment.point_id.in_(numbers))
    return {each.point_id: each.thing for each in db.session.scalars(mine) if each.point_id}


def voices_apart(survey: Survey) -> Sequence[SurveyAttachment]:
    """Give what was said to parts that few answered: there are no points of it."""
    if not survey.is_spoken or survey.results is None:
        return []
    mine = _voices(survey).where(SurveyAttachment.point_id.is_(None))
    return db.session.scalars(mine.limit(MOST_WORDS)).all()


def _voices(survey: Survey) -> Select[SurveyAttachment]:
    mine = select(SurveyAttachment).join(SurveyAttachment.reply)
    return mine.where(SurveyReply.survey_id == survey.id).order_by(SurveyAttachment.attachment_id)


def count_waiting(viewer: Viewer, _now: datetime) -> Any:
    """Count what waits for whoever opens surveys, or publishes what came of them."""
    held = viewer.agencies(PUBLISH_NEWS)
    if not held:
        return None
    mine = select(Survey.id).where(
        Survey.agency_id.in_(select(Agency.id).where(below(held))),
        or_(Survey.status == COUNTED, (Survey.status == DRAFT) & Survey.ends_at.is_not(None)),
    )
    return counted(mine, MOST_WAITING)


def _point(after: str | None) -> Any:
    return select(Survey.id).where(Survey.code == after).scalar_subquery() if after else None
