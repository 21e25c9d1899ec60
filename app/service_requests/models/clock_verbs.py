"""What makes a promise wait, grow or come back; nothing else ever moves it."""

from datetime import UTC, date, datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import clock
from app.core.errors import DomainError
from app.core.promises import WORKING, advance, elapsed
from app.core.working_time import Calendar
from app.service_requests.models import lifecycle as life
from app.service_requests.models.asked import STATE, Wanted
from app.service_requests.models.lifecycle import StatusChange
from app.service_requests.models.parts import Promise
from app.service_requests.models.steps import RequestSteps
from app.service_requests.models.waiting import Commitment, Pause

SHORTEST = 5
"""Characters of a question or reason; less says nothing."""


class ClockVerbs(RequestSteps):
    """Ask, answer, go on, extend, and the day that was named."""

    __abstract__ = True

    def ask(
        self, actor: Actor, now: datetime, text: str, wanted: Wanted | None = None
    ) -> StatusChange:
        """Ask the citizen something: the clock stands still until they answer, or for a limit.

        ``wanted`` is the kind of answer: words where nothing else is said.
        """
        self._require("ask")
        if len(text.strip()) < SHORTEST:
            raise DomainError(_l("Write what you ask the citizen."), field="text")
        self.pauses.append(
            Pause(
                promise_number=self.promise.number,
                started_at=now,
                reason=text,
                until=now + timedelta(days=self.service.ask_days),
            )
        )
        details = (wanted or Wanted()).details
        return self._step("ask", actor, now, status_notes=text, details=details)

    def _wanted(self) -> Wanted:
        asked = (each for each in reversed(self.changes) if each.verb == "ask")
        return Wanted.of(next((each.details for each in asked), None))

    def respond(
        self, actor: Actor, now: datetime, calendar: Calendar, text: str | None, tap: str = ""
    ) -> StatusChange:
        """Let the citizen answer, in words, photos, or a tap where the question offers it."""
        self._require("respond")
        wanted = self._wanted()
        wanted.check(tap)
        self._go_on(now, calendar, Pause.CITIZEN)
        said = "\n".join(filter(None, (wanted.said_by(tap), text))) or None
        details = {"tap": tap} if tap and wanted.kind == STATE else None
        return self._step("respond", actor, now, status_notes=said, details=details)

    def resume(self, actor: Actor, now: datetime, calendar: Calendar) -> StatusChange:
        """Wait no longer: an official goes on without the answer, or the limit has passed."""
        self._require("resume")
        self._go_on(now, calendar, Pause.SILENCE if actor.is_system else Pause.OFFICIAL)
        return self._step("resume", actor, now)

    def lapse(self, actor: Actor, now: datetime, calendar: Calendar, text: str) -> StatusChange:
        """End it because no answer came; the citizen may reopen it."""
        self._require("lapse")
        self._go_on(now, calendar, Pause.SILENCE)
        return self._end("lapse", actor, now, life.EXPLAINED, text)

    def extend(self, actor: Actor, now: datetime, calendar: Calendar, text: str) -> StatusChange:
        """Extend the answer once, where the class allows it, with a reason the citizen reads."""
        self._require("extend")
        promise, before = self.promise, self.answer_by
        if not self.may_extend(now):
            raise DomainError(
                _l("This deadline cannot be extended: once only, before it has passed.")
            )
        if len(text.strip()) < SHORTEST:
            raise DomainError(_l("Write the reason; the citizen reads it."), field="text")
        more = timedelta(minutes=self.urgency_class.extension_minutes)
        promise.extended_at = now
        self._promise_later(calendar, more)
        details = {"before": before.isoformat(), "after": self.answer_by.isoformat()}
        return self._step("extend", actor, now, status_notes=text, details=details)

    def may_extend(self, now: datetime) -> bool:
        """Tell whether the answer may be extended: allowed, never done before, not yet late."""
        promise = self.promise
        return (
            self.may("extend")
            and promise.kind != Promise.COMMITMENT
            and self.urgency_class.extension_minutes > 0
            and promise.extended_at is None
            and now <= self.answer_by
        )

    def move_deadline(
        self,
        actor: Actor,
        now: datetime,
        text: str,
        *,
        accept_by: datetime | None,
        answer_by: datetime,
    ) -> StatusChange:
        """Move a promise that is made already, because the calendar was changed: with a reason."""
        self._require("move_deadline")
        if len(text.strip()) < SHORTEST:
            raise DomainError(_l("Write the reason; the citizen reads it."), field="reason")
        details = {"before": self.answer_by.isoformat(), "after": answer_by.isoformat()}
        if accept_by is not None:
            self.accept_by = self.promise.accept_by = accept_by
        self._promise_answer(answer_by)
        return self._step("move_deadline", actor, now, status_notes=text, details=details)

    def fall_due(self, actor: Actor, now: datetime) -> StatusChange:
        """Bring it back to the desk on the day that was named; the citizen is asked too."""
        self._require("fall_due")
        named = self.commitment
        if named is None:
            raise DomainError(_l("No day was named for this report."))
        named.returned_at = now
        self.resolution = self.answered_at = None
        self.accept_by, self.answer_by = named.due_at, named.due_at
        self.promises.append(
            Promise(
                number=named.promise_number,
                kind=Promise.COMMITMENT,
                clock=WORKING,
                started_at=named.made_at,
                accept_by=named.due_at,
                accepted_at=now,
                answer_by=named.due_at,
            )
        )
        return self._step("fall_due", actor, now, scheduled_on=named.due_on)

    def confirm(self, actor: Actor, now: datetime, text: str | None) -> StatusChange:
        """Let the citizen say that what was promised for the day is done."""
        self._require("confirm")
        named = self._asked()
        named.citizen_says, named.said_at = True, now
        return self._end("confirm", actor, now, life.FIXED, text)

    def deny(self, actor: Actor, now: datetime, text: str | None) -> StatusChange:
        """Let the citizen say that it is not done: it stays on the desk."""
        self._require("deny")
        named = self._asked()
        named.citizen_says, named.said_at = False, now
        return self._step("deny", actor, now, status_notes=text)

    def asked_whether_done(self) -> Commitment | None:
        """Give the named day on which the citizen was asked and has not said yet."""
        if not self.may("deny") or self.promise.kind != Promise.COMMITMENT:
            return None
        number = self.promise.number
        found = (each for each in self.commitments if each.promise_number == number)
        return next((each for each in found if each.asks_citizen), None)

    def name_day(self, now: datetime, due_on: date, calendar: Calendar) -> Commitment:
        """Enter a named day in the register, good until its office hours end."""
        last = calendar.hours.spans[-1][1]
        named = Commitment(
            promise_number=self.promise.number + 1,
            agency_id=self.agency_id,
            made_at=now,
            due_on=due_on,
            due_at=datetime.combine(due_on, last, clock.VIETNAM).astimezone(UTC),
        )
        self.commitments.append(named)
        self.watch(now)
        return named

    def _asked(self) -> Commitment:
        named = self.asked_whether_done()
        if named is None:
            raise DomainError(_l("Nothing is being asked about this report now."))
        return named

    def _go_on(self, now: datetime, calendar: Calendar, by: str) -> None:
        """End the pause: the promise moves by what it stood still, on its own clock.

        Asking after the deadline has passed moves nothing: what is missed stays missed.
        """
        pause, promise = self.pause, self.promise
        if pause is None:
            return
        if pause.started_at >= self.answer_by:
            pause.ended_at, pause.ended_by = now, by
            return
        stood = elapsed(calendar, promise.clock, pause.started_at, now)
        seconds = int(stood.total_seconds())
        pause.ended_at, pause.ended_by, pause.shifted_seconds = now, by, seconds
        promise.paused_seconds += seconds
        self._promise_later(calendar, timedelta(seconds=seconds))

    def _promise_later(self, calendar: Calendar, more: timedelta) -> None:
        """Move the promise by ``more`` on its own clock, and what it would be alone with it."""
        promise = self.promise
        if promise.own_answer_by is not None:
            own = promise.own_answer_by
            promise.own_answer_by = advance(calendar, promise.clock, own, more)
        self._promise_answer(advance(calendar, promise.clock, self.answer_by, more))

    def _promise_answer(self, answer_by: datetime) -> None:
        self.answer_by = self.promise.answer_by = answer_by
