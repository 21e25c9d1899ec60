"""A person's named answers in their export; what is theirs goes with the account, or in time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.accounts.models import User
from app.core.db import db
from app.core.events import person_erased, person_exported
from app.core.retention import Kind, register
from app.surveys import namesakes
from app.surveys.models import OPEN, Survey, SurveyPoint, SurveyTaker
from app.surveys.named import SurveyReply
from app.surveys.takers import home_of, person_key


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    """Give named answers; of the others nobody knows whose they are, nor that there are any."""
    return "surveys", [
        {"title": each.survey.title, "at": each.at.isoformat(), "answers": each.said}
        for each in _of(user)
    ]


@person_erased.connect
def _erase(user: User, **_: Any) -> None:
    """What stands under the name goes; that one has answered a survey that goes on, too."""
    for reply in _of(user):
        reply.forget()
    going = db.session.scalars(select(Survey).where(Survey.status == OPEN)).all()
    mine = [each.taker(person_key(user)) for each in going]
    db.session.execute(delete(SurveyTaker).where(SurveyTaker.who.in_(mine)))
    for each in going:
        namesakes.forget(each, user.name, home_of(user))


def _of(user: User) -> Sequence[SurveyReply]:
    mine = select(SurveyReply).where(SurveyReply.user_id == user.id).order_by(SurveyReply.id)
    return db.session.scalars(mine).all()


def _end(ids: Sequence[int], _now: datetime) -> None:
    for reply in db.session.scalars(select(SurveyReply).where(SurveyReply.id.in_(ids))):
        reply.forget()


def _drop_words(ids: Sequence[int], _now: datetime) -> None:
    db.session.execute(delete(SurveyPoint).where(SurveyPoint.id.in_(ids)))


def _over_before(moment: datetime) -> Any:
    return select(Survey.id).where(Survey.ends_at < moment)


register(
    Kind(
        "survey-answers", _l("Answers to surveys under a name, after the survey's end"),
        _l("Who answered what goes, with what was said aloud; the numbers stay."),
        365, SurveyReply.id,
        lambda moment: SurveyReply.survey_id.in_(_over_before(moment))
        & SurveyReply.sealed.is_not(None),
        _end, of_person=lambda person_id: SurveyReply.user_id == person_id, order=42,
    )
)  # fmt: skip
register(
    Kind(
        "survey-words", _l("Words written in surveys, after the survey's end"),
        _l("The words go, also those replied to in public; the numbers stay."),
        1095, SurveyPoint.id,
        lambda moment: SurveyPoint.survey_id.in_(_over_before(moment)),
        _drop_words, order=43,
    )
)  # fmt: skip
