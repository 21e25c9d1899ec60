"""The one door every verb goes through: check the table, move on, write the row, tell."""

from datetime import datetime
from typing import Any

from app.accounts.actors import Actor
from app.core.db import db
from app.core.working_time import Calendar
from app.service_requests.models import lifecycle as life
from app.service_requests.models.lifecycle import StatusChange
from app.service_requests.models.parts import Promise
from app.service_requests.models.record import RequestRecord


class RequestSteps(RequestRecord):
    """What all verbs share."""

    __abstract__ = True

    def promise_again(self, now: datetime, calendar: Calendar, kind: str = Promise.RECEIPT) -> None:
        """Promise acceptance and answer, counted from ``now``: at receipt and at a reopening."""
        urgency = self.urgency_class
        self.accept_by = urgency.accept_by(now, calendar)
        self.answer_by = urgency.answer_by(now, calendar)
        self.promises.append(
            Promise(
                number=len(self.promises) + 1,
                kind=kind,
                clock=urgency.clock,
                started_at=now,
                accept_by=self.accept_by,
                answer_by=self.answer_by,
            )
        )

    def watch(self, now: datetime) -> None:
        """Have the worker look at it next, and find out when to look again; else never more."""
        runs = self.is_open and not self.is_joined
        watched = runs or self.commitment is not None or self.approval_asked_at is not None
        self.next_step_at = now if watched else None

    def refresh_listed(self) -> None:
        """Work out anew whether the public may know of it."""
        self.is_listed = not (self.is_private or self.about_officials or self.sealed_kind)

    def _require(self, verb: str) -> None:
        life.REPORT.require(self, verb)

    def _step(
        self,
        verb: str,
        actor: Actor,
        now: datetime,
        *,
        visibility: str | None = None,
        **said: Any,
    ) -> StatusChange:
        """Go through the one door, write the row, and do what follows, in its order."""
        before = life.REPORT.move(self, verb)
        change = StatusChange(
            service_request=self,
            at=now,
            verb=verb,
            from_status=before,
            to_status=self.status,
            visibility=visibility or life.REPORT.verbs[verb].visibility or life.PUBLIC_STEP,
            actor_kind=actor.kind,
            actor_id=actor.user_id,
            agency_id=actor.agency_id,
            **said,
        )
        db.session.add(change)  # at once: what follows may read, and reading flushes
        self.updated_datetime = now
        self.watch(now)
        self._note_who_spoke(verb, actor, now)
        db.session.flush()
        for follow in life.REPORT.after:
            follow(self, change, actor, now)
        return change

    def _note_who_spoke(self, verb: str, actor: Actor, now: datetime) -> None:
        if life.REPORT.has(verb, life.SPOKEN):
            self.citizen_spoke_at = now
        elif actor.is_official:
            self.citizen_spoke_at = None

    def _end(
        self,
        verb: str,
        actor: Actor,
        now: datetime,
        resolution: str,
        text: str | None,
        **said: Any,
    ) -> StatusChange:
        self._require(verb)
        self._settle_named_day(now, resolution)
        self.resolution = self.promise.resolution = resolution
        self.scheduled_on = said.get("scheduled_on")
        self.answered_at = self.promise.answered_at = now
        return self._step(verb, actor, now, resolution=resolution, status_notes=text, **said)

    def _settle_named_day(self, now: datetime, resolution: str) -> None:
        """Write down whether the day named before was kept; a withdrawal leaves it uncounted."""
        named = self.commitment
        if named is None:
            return
        if resolution == life.WITHDRAWN:
            named.void(now)
        else:
            named.settle(now, done=resolution == life.FIXED)
