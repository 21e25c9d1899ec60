"""The worker tells whom a survey is for, reminds once, and counts what is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.core import clock, jobs, outbox
from app.core.db import db, for_change
from app.notifications import tell
from app.surveys import audience, kinds, making
from app.surveys.answering import LATE, REMINDER
from app.surveys.making import TELL, TELL_QUEUE
from app.surveys.models import OPEN, TOLD, Survey, SurveyTaker
from app.surveys.takers import household_key, person_key
from app.villages.households.models import Household, HouseholdMember

CHUNK = 500
BEFORE = timedelta(days=2)
SHORT = timedelta(days=4)
"""A survey that is open for less reminds nobody."""
STEPS = {"open": kinds.OPENED, REMINDER: kinds.REMINDED, "results": kinds.RESULTS}


@outbox.handler(TELL)
def tell_some(job: outbox.Job) -> None:
    """Tell the next few hundred of those whom a survey is for; who answered is not reminded."""
    now, step = clock.now(), job.payload["step"]
    survey = db.session.get(Survey, job.payload["survey"])
    if survey is None or survey.status != (TOLD if step == "results" else OPEN):
        return
    after = job.payload.get("after", 0)
    mine = select(User).where(User.id > after, audience.condition(survey, now))
    people = db.session.scalars(mine.order_by(User.id).limit(CHUNK)).all()
    told = _unanswered(survey, people) if step == REMINDER else people
    key, url = survey.told_key(step), f"/khao-sat/{survey.code}"
    tell(told, STEPS[step].name, {"title": survey.title}, url, key, now=now)
    if len(people) == CHUNK:
        outbox.add(TELL_QUEUE, TELL, {**job.payload, "after": people[-1].id})


@jobs.every(timedelta(minutes=30))
def remind_and_count() -> None:
    """Remind two days before the end, once; count what has been over for a day."""
    now = clock.now()
    for survey in _due(Survey.ends_at <= now + BEFORE, Survey.reminded_at.is_(None)):
        survey.reminded_at = now
        if _needs_reminder(survey, now):
            outbox.add(TELL_QUEUE, TELL, {"survey": survey.id, "step": REMINDER})
    for survey in _due(Survey.ends_at <= now - LATE):
        making.count(survey, now)
    db.session.commit()


def _due(*conditions: Any) -> list[Survey]:
    mine = select(Survey).where(Survey.status == OPEN, *conditions)
    return list(db.session.scalars(for_change(mine.order_by(Survey.id), of=Survey)))


def _needs_reminder(survey: Survey, now: datetime) -> bool:
    if survey.starts_at is None or survey.ends_at is None:
        return False
    return survey.ends_at > now and survey.ends_at - survey.starts_at >= SHORT


def _unanswered(survey: Survey, people: Sequence[User]) -> list[User]:
    who = _who(survey, people)
    hashed = {survey.taker(each) for each in who.values()}
    mine = SurveyTaker.survey_id == survey.id, SurveyTaker.who.in_(hashed)
    done = set(db.session.scalars(select(SurveyTaker.who).where(*mine)))
    return [each for each in people if survey.taker(who[each.id]) not in done]


def _who(survey: Survey, people: Sequence[User]) -> dict[int, str]:
    who = {each.id: person_key(each) for each in people}
    if survey.by_household:
        mine = select(HouseholdMember.user_id, Household.code).join(HouseholdMember.household)
        rows = db.session.execute(mine.where(HouseholdMember.user_id.in_(who)))
        who |= {user_id: household_key(code) for user_id, code in rows}
    return who
