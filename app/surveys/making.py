"""A survey is written, opened by a second person, counted, and what came of it is published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.accounts import queries as accounts
from app.accounts.actors import SYSTEM, Actor
from app.accounts.models import Agency
from app.accounts.permissions import PUBLISH_NEWS
from app.core import audit, outbox
from app.core.db import db
from app.core.errors import DomainError
from app.notifications import tell
from app.places.models import Place
from app.service_requests.catalogue.models import Service
from app.surveys import answering, audience, drawing, kinds, named, points, telling
from app.surveys.models import (
    AREA,
    EXPLAINED,
    HOUSEHOLD,
    LIFE,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    ONE,
    PART,
    PERSON,
    PLACES,
    SERVICE,
    SEVERAL,
    Survey,
    SurveyPlace,
    SurveyPoint,
    SurveyQuestion,
)
from app.surveys.rights import area_of, is_within

SHORTEST, LONGEST = timedelta(hours=12), timedelta(days=180)
TELL_QUEUE, TELL = "surveys", "surveys.tell"
FEWEST_OPTIONS = 2


@dataclass(frozen=True)
class Head:
    """What the first form says of a survey."""

    kind: str
    title: str
    words: str = ""
    is_named: bool = False
    by: str = PERSON
    audience: str = AREA
    service: Service | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """A question as it is typed; ``after`` is (question's number, choice)."""

    kind: str
    line: str
    words: str = ""
    options: Sequence[str] = ()
    is_needed: bool = False
    after: tuple[int, int] | None = None


def begin(head: Head, agency: Agency, actor: Actor, now: datetime) -> Survey:
    survey = Survey(kind=head.kind, agency=agency, author_id=actor.user_id, version=1,
                    created_at=now, places=[], questions=[], sample=None)  # fmt: skip
    _describe(survey, head)
    db.session.add(survey)
    db.session.flush()
    _record(survey, "create", actor, now)
    return survey


def change(survey: Survey, head: Head, actor: Actor, now: datetime) -> None:
    LIFE.move(survey, "edit")
    _describe(survey, head)
    _record(survey, "edit", actor, now)


def _describe(survey: Survey, head: Head) -> None:
    if head.audience == SERVICE and head.service is None:
        raise DomainError(_l("Choose the service that people used."), field="linh_vuc")
    if head.by == HOUSEHOLD and head.audience == SERVICE:
        raise DomainError(_l("Who used a service is a person: choose one answer of each person."),
                          field="moi")  # fmt: skip
    survey.title, survey.words = head.title, head.words
    survey.is_named, survey.by, survey.audience = head.is_named, head.by, head.audience
    survey.service = head.service if head.audience == SERVICE else None
    survey.starts_at, survey.ends_at = head.starts_at, head.ends_at
    if head.audience != PLACES:
        survey.places = []


def choose_places(survey: Survey, chosen: Iterable[Place], actor: Actor, now: datetime) -> None:
    """Say for which communes and villages it is, within the office's own area."""
    LIFE.move(survey, "edit")
    area = area_of(survey.agency)
    wanted = {each.id: each for each in chosen if is_within(each, area)}
    held = {each.place_id for each in survey.places}
    survey.places = [each for each in survey.places if each.place_id in wanted] + [
        SurveyPlace(place=place) for number, place in wanted.items() if number not in held
    ]
    survey.audience = PLACES if wanted else AREA
    _record(survey, "edit", actor, now)


def add_question(survey: Survey, said: Asked, actor: Actor, now: datetime) -> SurveyQuestion:
    """Add a question at the end.

    Raises:
        DomainError: too many of them, too few answers to choose from, a branch from nowhere.
    """
    LIFE.move(survey, "edit")
    if len(survey.questions) >= MOST_QUESTIONS:
        raise DomainError(_l("At most %(most)s questions.", most=MOST_QUESTIONS))
    if said.kind == PART and not survey.is_consultation:
        raise DomainError(_l("Parts of a document belong to a consultation."), field="kieu")
    chosen = said.kind in {ONE, SEVERAL}
    if chosen and not FEWEST_OPTIONS <= len(said.options) <= MOST_OPTIONS:
        raise DomainError(_l("Write two to %(most)s answers to choose from, a line each.",
                             most=MOST_OPTIONS), field="lua_chon")  # fmt: skip
    after = _branch(survey, said.after)
    question = SurveyQuestion(
        position=1 + max((each.position for each in survey.questions), default=0),
        kind=said.kind, line=said.line, words=said.words if said.kind == PART else "",
        options=list(said.options) if chosen else [], is_needed=said.is_needed, after=after,
        option=said.after[1] if said.after else None,
    )  # fmt: skip
    survey.questions.append(question)
    db.session.flush()
    _record(survey, "edit", actor, now)
    return question


def _branch(survey: Survey, after: tuple[int, int] | None) -> SurveyQuestion | None:
    if after is None:
        return None
    found = next((each for each in survey.questions if each.id == after[0]), None)
    if found is None or not found.branches or after[1] >= len(found.choices):
        raise DomainError(_l("Choose an answer of an earlier question."), field="sau")
    return found


def drop_question(question: SurveyQuestion, actor: Actor, now: datetime) -> None:
    """Take a question out, and those that hang on it."""
    survey = question.survey
    LIFE.move(survey, "edit")
    gone = {question.id}
    for each in survey.questions:
        if each.after_id in gone:
            gone.add(each.id)
    survey.questions = [each for each in survey.questions if each.id not in gone]
    _record(survey, "edit", actor, now)


def ask_review(survey: Survey, actor: Actor, now: datetime) -> None:
    """Tell whoever may open it that it waits."""
    _check_whole(survey, now)
    LIFE.move(survey, "edit")
    people = accounts.officials_with(PUBLISH_NEWS, survey.agency)
    others = [each for each in people if each.id != actor.user_id]
    tell(others, kinds.REVIEW.name, {"title": survey.title}, f"/can-bo/khao-sat/{survey.code}",
         f"{survey.reference}:review:{survey.version}", now=now)  # fmt: skip
    _record(survey, "review", actor, now)


def publish(survey: Survey, actor: Actor, now: datetime) -> None:
    """Open it, and tell everybody whom it is for.

    Raises:
        DomainError: it is the actor's own, or something is missing.
    """
    if actor.user_id == survey.author_id:
        raise DomainError(_l("You wrote this. Somebody else of your office opens it."))
    _check_whole(survey, now)
    LIFE.move(survey, "publish")
    survey.starts_at = max(survey.starts_at or now, now)
    survey.asked = audience.count(survey, now)
    drawing.draw(survey, actor, now)
    outbox.add(TELL_QUEUE, TELL, {"survey": survey.id, "step": "open"}, run_at=survey.starts_at)
    _record(survey, "publish", actor, now)


def _check_whole(survey: Survey, now: datetime) -> None:
    if not survey.questions:
        raise DomainError(_l("Write at least one question first."))
    if survey.audience == PLACES and not survey.places:
        raise DomainError(_l("Choose the communes or villages that it is for."))
    begins = max(survey.starts_at or now, now)
    if survey.ends_at is None or not SHORTEST <= survey.ends_at - begins <= LONGEST:
        raise DomainError(_l("It has to be open for twelve hours at least, and for half a year at "
                             "most. Look at the days again."), field="den_ngay")  # fmt: skip


def end(survey: Survey, actor: Actor, now: datetime) -> None:
    """End it before its day; it is counted a day later, when phones out of signal have sent."""
    LIFE.move(survey, "end")
    if survey.ends_at is None or survey.ends_at > now:
        survey.ends_at = now
    _record(survey, "end", actor, now)


def withdraw(survey: Survey, actor: Actor, now: datetime) -> None:
    """Take it back: what was answered is destroyed uncounted."""
    LIFE.move(survey, "withdraw")
    answering.empty(survey)
    named.forget_all(survey)
    drawing.forget(survey)
    _record(survey, "withdraw", actor, now)


def count(survey: Survey, now: datetime) -> None:
    """Count it once, keep what may be told, and destroy the answers."""
    held = answering.ballots(survey)
    takers, helped = answering.count_takers(survey)
    LIFE.move(survey, "count")
    questions = [(each.id, each.kind, len(each.choices)) for each in survey.questions]
    found = telling.results(questions, held, by_place=True)
    few = telling.is_safe([helped, takers - helped])
    survey.results = {**found, "helped": helped if few else None,
                      "sample": drawing.count(survey, held)}  # fmt: skip
    points.make(survey, held)
    answering.empty(survey)
    drawing.forget(survey)
    people = accounts.officials_with(PUBLISH_NEWS, survey.agency)
    tell(people, kinds.COUNTED.name, {"title": survey.title}, f"/can-bo/khao-sat/{survey.code}",
         f"{survey.reference}:counted", now=now)  # fmt: skip
    _record(survey, "count", SYSTEM, now)


def reply(point: SurveyPoint, how: str, words: str, actor: Actor, now: datetime) -> None:
    """Say what the office does with a point.

    Raises:
        DomainError: an explanation without words.
    """
    survey = point.survey
    LIFE.move(survey, "reply")
    if how == EXPLAINED and not words:
        raise DomainError(_l("Write why this is not taken up."), field="loi")
    point.reply, point.reply_words = how, words
    audit.record(actor.reference, "survey.reply", survey.reference, now=now,
                 after={"point": point.id, "reply": how})  # fmt: skip


def publish_results(survey: Survey, closing: str, actor: Actor, now: datetime) -> None:
    """Let everybody read what came out; of a consultation once every point was answered.

    Raises:
        DomainError: points wait for their reply, or nothing says what follows.
    """
    if survey.is_consultation and count_open_points(survey):
        raise DomainError(_l("Every point needs its reply first: taken up, explained or left out."))
    if not closing:
        raise DomainError(_l("Write what the office does with what came out."), field="ket_luan")
    LIFE.move(survey, "tell")
    survey.closing, survey.told_at = closing, now
    if survey.is_consultation:
        outbox.add(TELL_QUEUE, TELL, {"survey": survey.id, "step": "results"})
    _record(survey, "tell", actor, now)


def count_open_points(survey: Survey) -> int:
    waiting = SurveyPoint.survey_id == survey.id, SurveyPoint.reply.is_(None)
    return db.session.scalar(select(func.count(SurveyPoint.id)).where(*waiting)) or 0


def _record(survey: Survey, verb: str, actor: Actor, now: datetime) -> None:
    after = {"status": survey.status, "title": survey.title}
    audit.record(actor.reference, f"survey.{verb}", survey.reference, now=now, after=after)
