"""What the citizen does with their report."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actors import Actor
from app.core.db import db
from app.core.errors import DomainError, InvalidTransition
from app.core.working_time import Calendar
from app.service_requests.models import lifecycle as life
from app.service_requests.models.clock_verbs import ClockVerbs
from app.service_requests.models.lifecycle import StatusChange
from app.service_requests.models.parts import Promise, Rating
from app.service_requests.models.waiting import Pause


class CitizenVerbs(ClockVerbs):
    """Add, take back, read, rate, thank, reopen."""

    __abstract__ = True

    def withdraw(self, actor: Actor, now: datetime, calendar: Calendar) -> StatusChange:
        """Take it back before it was answered."""
        self._require("withdraw")
        self._go_on(now, calendar, Pause.WITHDRAWAL)
        return self._end("withdraw", actor, now, life.WITHDRAWN, None)

    def reopen(self, actor: Actor, now: datetime, calendar: Calendar, text: str) -> StatusChange:
        """Say that it is not settled: a second promise begins; the first result stands."""
        if not self.may_reopen(now):
            raise InvalidTransition("reopen", self.status)
        if not text.strip():
            raise DomainError(_l("Say what is still wrong."), field="words")
        if self.commitment is not None:
            self.commitment.void(now)
        change = self._step("reopen", actor, now, status_notes=text)
        self.resolution = self.reason = self.scheduled_on = self.answered_at = None
        self.promise_again(now, calendar, Promise.REOPENED)
        return change

    def add(self, actor: Actor, now: datetime, text: str | None) -> StatusChange:
        """Let the citizen add words or photos."""
        return self._step("add", actor, now, status_notes=text)

    def mark_read(self, actor: Actor, now: datetime) -> None:
        """Note, once, that the citizen has read the answer."""
        if self.promise.read_at is None:
            self.promise.read_at = now
            self._step("mark_read", actor, now)

    def rate(self, actor: Actor, now: datetime, face: str, words: str | None) -> Rating:
        """Rate the answer, or change the rating of the same answer."""
        self._require("rate")
        rating = db.session.scalar(
            select(Rating).where(
                Rating.service_request_id == self.id,
                Rating.promise_number == self.promise.number,
            )
        ) or Rating(service_request_id=self.id, promise_number=self.promise.number)
        rating.face, rating.words, rating.at = face, words, now
        db.session.add(rating)
        self._step("rate", actor, now, details={"face": face})
        return rating

    def thank(self, actor: Actor, now: datetime) -> None:
        """Say thanks with one tap; a second tap says nothing new."""
        self._require("thank")
        if self.promise.thanked_at is None:
            self.promise.thanked_at = now
            self._step("thank", actor, now)
