"""Finding whom a sample's draw came to, and why nobody answered there."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.actors import Actor
from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.places.models import Place
from app.surveys.models import Survey
from app.surveys.sampled import SurveyDrawn


def drawn_of(survey: Survey, *places: Place) -> Sequence[SurveyDrawn]:
    """Give whom the draw came to, in those villages or in all, by their number."""
    mine = select(SurveyDrawn).where(SurveyDrawn.survey_id == survey.id)
    if places:
        mine = mine.where(SurveyDrawn.place_id.in_([each.id for each in places]))
    both = joinedload(SurveyDrawn.household), joinedload(SurveyDrawn.person)
    found = db.session.scalars(mine.options(*both, joinedload(SurveyDrawn.place)))
    return sorted(found, key=lambda each: (each.place.sort_key, each.number or 0))


def at(survey: Survey, place: Place, number: int | None) -> SurveyDrawn:
    """Give who was drawn, by their number in the village.

    Raises:
        DomainError: nobody of that number was.
    """
    mine = (each for each in drawn_of(survey, place) if each.number == number)
    found = next(mine, None)
    if number is None or found is None:
        raise DomainError(_l("Nobody of this number was drawn. Only those drawn by lot are asked: "
                             "nobody is asked instead of them."), field="so_ho")  # fmt: skip
    return found


def of_household(survey: Survey, household_id: int) -> SurveyDrawn | None:
    mine = SurveyDrawn.survey_id == survey.id, SurveyDrawn.household_id == household_id
    return db.session.scalar(select(SurveyDrawn).where(*mine))


def not_met(survey: Survey, drawn: SurveyDrawn, outcome: str, actor: Actor, now: datetime) -> None:
    """Write down why nobody answered at a door; an answer that comes later counts instead."""
    drawn.outcome = outcome
    audit.record(actor.reference, "survey.help", survey.reference, now=now)
