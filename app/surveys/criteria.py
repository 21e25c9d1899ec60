"""What published samples say of a place, offered to whoever scores it by criteria."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.community.criteria import sampled
from app.community.criteria.sampled import Sampled
from app.core.db import db
from app.places.models import Place
from app.surveys import results
from app.surveys.models import PLACES, TOLD, Survey, SurveyPlace

MOST = 20
"""Surveys of one place on a form: the newest."""


def of_place(place: Place) -> list[Sampled]:
    """Give each choice that is told with its margin, of samples of just that place."""
    mine = select(SurveyPlace.survey_id).where(SurveyPlace.place_id == place.id)
    told = Survey.status == TOLD, Survey.audience == PLACES, Survey.id.in_(mine)
    whole = selectinload(Survey.places), selectinload(Survey.questions)
    rows = select(Survey).where(*told).order_by(Survey.id.desc()).limit(MOST).options(*whole)
    surveys = [each for each in db.session.scalars(rows) if len(each.places) == 1]
    return [found for each in surveys for found in _of(each)]


def _of(survey: Survey) -> list[Sampled]:
    found = []
    for told in results.told(survey):
        for at, (label, number) in enumerate(told.rows):
            margin = told.margins[at] if at < len(told.margins) else None
            if margin is None or number is None:
                continue
            low, share, high = margin
            said = f"{survey.title}: {told.question.line} – {label}"[:300]
            key = f"{survey.code}:{told.question.id}:{at}"
            found.append(Sampled(key, said, share, low, high, told.answered or 0))
    return found


sampled.offer(of_place)
