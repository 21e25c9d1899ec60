"""A survey or a consultation, its questions, and two boxes that nothing ties together.

Who has answered stands in ``survey_taker``: a keyed hash, no time, no number in a row. What was
answered lies in ``survey_box``: sealed pages of some fifty answers, shuffled whenever one comes.
When the survey is counted both are emptied. Only a survey that says so on its first line keeps
names (``survey_reply``). See docs/decisions/253.
"""

import json
import random
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency
from app.core import codes, personal
from app.core.db import db
from app.core.lifecycle import Life, WithStatus
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.places.models import Place
from app.service_requests.catalogue.models import Service
from app.surveys.sampled import SurveySample

SURVEY, CONSULTATION = "survey", "consultation"
KINDS = {SURVEY: _l("Survey"), CONSULTATION: _l("Consultation on a document")}
ONE, SEVERAL, FACES, NUMBER, WORDS, PART = "one", "several", "faces", "number", "words", "part"
QUESTION_KINDS = {
    ONE: _l("One of several answers"),
    SEVERAL: _l("Several answers"),
    FACES: _l("Three faces"),
    NUMBER: _l("A number"),
    WORDS: _l("In words"),
    PART: _l("A part of the document"),
}
IN_WORDS = frozenset({WORDS, PART})
FACE_LABELS = (_l("Satisfied"), _l("Acceptable"), _l("Not satisfied"))
STANCES = (_l("Agree"), _l("Agree with a change"), _l("Do not agree"))
PERSON, HOUSEHOLD = "person", "household"
AREA, PLACES, SERVICE = "area", "places", "service"
DRAFT, OPEN, COUNTED, TOLD, WITHDRAWN = "draft", "open", "counted", "told", "withdrawn"
STATUSES: dict[str, tuple[Any, str]] = {
    # status: (name, tone of its chip)
    DRAFT: (lazy_pgettext("survey", "Being written"), "info"),
    OPEN: (lazy_pgettext("survey", "Open"), "soon"),
    COUNTED: (lazy_pgettext("survey", "Counted"), "info"),
    TOLD: (lazy_pgettext("survey", "Results published"), "ok"),
    WITHDRAWN: (lazy_pgettext("survey", "Withdrawn"), "late"),
}
TAKEN_UP, EXPLAINED, ASIDE = "taken_up", "explained", "aside"
REPLIES = {
    TAKEN_UP: _l("Taken up"),
    EXPLAINED: lazy_pgettext("consultation", "Explained"),
    ASIDE: _l("Left out: tells who somebody is, insults, or is no point"),
}
MAX_TITLE, MAX_LINE, MAX_PART, MAX_WORDS = 160, 300, 6_000, 1_000
MOST_QUESTIONS, MOST_OPTIONS = 60, 12
SPOKEN = "-voice"
"""Ends the name of the field in which words are said."""
FULL = 100
"""Answers that make one page of the box into two."""

LIFE: Life["Survey"] = Life("survey")
LIFE.verb("edit", {DRAFT})
LIFE.verb("publish", {DRAFT}, OPEN)
LIFE.verb("end", {OPEN})
LIFE.verb("count", {OPEN}, COUNTED)
LIFE.verb("reply", {COUNTED})
LIFE.verb("tell", {COUNTED}, TOLD)
LIFE.verb("withdraw", {DRAFT, OPEN, COUNTED}, WITHDRAWN)


class Survey(Versioned, WithStatus, Referenced, db.Model):
    """What is asked, of whom, until when; once counted, what came out."""

    __tablename__ = "survey"
    statuses = STATUSES
    __table_args__ = (
        Index("ix_survey_status", "status", "ends_at"),
        CheckConstraint("status = 'draft' OR ends_at IS NOT NULL OR status = 'withdrawn'", "ends"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(10), default=DRAFT)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    words: Mapped[str] = mapped_column(default="")
    is_named: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(String(10), default=PERSON)
    audience: Mapped[str] = mapped_column(String(10), default=AREA)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    asked: Mapped[int | None]
    """How many people or households it was for when it opened."""
    reminded_at: Mapped[datetime | None]
    results: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What came out, as it may be told; the answers themselves are gone by then."""
    told_at: Mapped[datetime | None]
    closing: Mapped[str] = mapped_column(default="")
    """What the office did with it, in its own words."""
    created_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship()
    service: Mapped[Service | None] = relationship()
    places: Mapped[list["SurveyPlace"]] = relationship(
        cascade="all, delete-orphan", order_by="SurveyPlace.place_id"
    )
    questions: Mapped[list["SurveyQuestion"]] = relationship(
        cascade="all, delete-orphan",
        order_by="SurveyQuestion.position, SurveyQuestion.id",
        back_populates="survey",
        foreign_keys="SurveyQuestion.survey_id",
    )
    sample: Mapped[SurveySample | None] = relationship(
        cascade="all, delete-orphan", single_parent=True, uselist=False
    )
    """How many are drawn by lot; None: everybody is asked."""

    def told_key(self, step: str) -> str:
        """Give the key under which people are told of a step."""
        return f"{self.reference}:{step}"

    @property
    def label(self) -> Any:
        return KINDS[self.kind]

    @property
    def is_consultation(self) -> bool:
        return self.kind == CONSULTATION

    @property
    def by_household(self) -> bool:
        return self.by == HOUSEHOLD

    @property
    def is_public(self) -> bool:
        """Tell whether everybody may know of it."""
        return self.status in {OPEN, COUNTED, TOLD}

    @property
    def last_minute(self) -> datetime | None:
        """Give the last minute in which it is open: 23:59 of its last day, not 0:00 of the next."""
        return self.ends_at - timedelta(minutes=1) if self.ends_at is not None else None

    @property
    def is_spoken(self) -> bool:
        """Whether words may be said: only where names are kept, a voice being one (216, 273)."""
        return self.is_named and any(each.kind in IN_WORDS for each in self.questions)

    def is_open(self, now: datetime) -> bool:
        return (
            self.status == OPEN
            and (self.starts_at is None or self.starts_at <= now)
            and self.ends_at is not None
            and now < self.ends_at
        )

    def taker(self, who: str) -> str:
        """Give the keyed hash by which it is known that ``who`` has answered this survey."""
        return personal.blind_index("survey", f"{self.code}:{who}")


class SurveyPlace(db.Model):
    """A commune or a village that a survey is for."""

    __tablename__ = "survey_place"

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True
    )
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True, index=True)
    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)


class SurveyQuestion(db.Model):
    """A question; a part of a document is one too. Asked only where ``after`` has ``option``."""

    __tablename__ = "survey_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    line: Mapped[str] = mapped_column(String(MAX_LINE))
    words: Mapped[str] = mapped_column(default="")
    """The text of a part."""
    options: Mapped[list[Any]] = mapped_column(default=list)
    is_needed: Mapped[bool] = mapped_column(default=False)
    after_id: Mapped[int | None] = mapped_column(
        ForeignKey("survey_question.id", ondelete="CASCADE"), index=True
    )
    option: Mapped[int | None]

    survey: Mapped[Survey] = relationship(back_populates="questions", foreign_keys=[survey_id])
    after: Mapped["SurveyQuestion | None"] = relationship(remote_side=[id])

    @property
    def name(self) -> str:
        """Give what its field is called."""
        return f"q-{self.position}"

    @property
    def voice_name(self) -> str:
        """Give what the field is called in which its words are said."""
        return f"{self.name}{SPOKEN}"

    @property
    def label(self) -> Any:
        return QUESTION_KINDS[self.kind]

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """Give what can be chosen, by what is sent."""
        fixed = {FACES: FACE_LABELS, PART: STANCES}
        return [(str(at), each) for at, each in enumerate(fixed.get(self.kind, self.options))]

    @property
    def branches(self) -> bool:
        """Tell whether what is asked next may hang on it."""
        return self.kind in {ONE, FACES}


class SurveyTaker(db.Model):
    """That somebody has answered: a hash, in the order of the hashes."""

    __tablename__ = "survey_taker"
    __table_args__ = ({"sqlite_with_rowid": False},)

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True
    )
    who: Mapped[str] = mapped_column(String(64), primary_key=True)
    is_helped: Mapped[bool] = mapped_column(default=False)
    """Somebody else wrote it down for them."""


class SurveyBox(db.Model):
    """A page of answers without names, in an order that says nothing."""

    __tablename__ = "survey_box"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    """Of answers in it."""
    sealed: Mapped[bytes]

    @property
    def ballots(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(personal.unseal("survey", self.sealed))
        return found

    def keep(self, ballots: list[dict[str, Any]]) -> None:
        shuffled = random.SystemRandom().sample(ballots, len(ballots))
        self.number = len(ballots)
        self.sealed = personal.seal("survey", json.dumps(shuffled, ensure_ascii=False))


class SurveyPoint(db.Model):
    """What somebody wrote in words, without whose it is; in a consultation with the reply.

    Without words it was said: the office hears it as long as whoever said it lets it.
    """

    __tablename__ = "survey_point"
    __table_args__ = (Index("ix_survey_point_question", "question_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("survey_question.id", ondelete="CASCADE"))
    words: Mapped[str]
    stance: Mapped[int | None]
    reply: Mapped[str | None] = mapped_column(String(10))
    reply_words: Mapped[str] = mapped_column(default="")

    survey: Mapped[Survey] = relationship()
    question: Mapped[SurveyQuestion] = relationship(lazy="joined", innerjoin=True)

    @property
    def stance_name(self) -> Any:
        return STANCES[self.stance] if self.stance is not None else ""

    @property
    def reply_name(self) -> Any:
        return REPLIES[self.reply] if self.reply else ""
