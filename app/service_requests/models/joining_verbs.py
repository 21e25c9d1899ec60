"""Reports about one matter: one leads, the others wait under it and close with it.

Each keeps its code, its sender, its time line and its promise. Joining hides no lateness: the
main report takes over the earliest promise of the group, and gives it back when that one leaves.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.errors import DomainError
from app.service_requests.models import lifecycle as life
from app.service_requests.models.lifecycle import StatusChange
from app.service_requests.models.steps import RequestSteps


class JoiningVerbs(RequestSteps):
    """Join, split, lead, and end with the main report."""

    __abstract__ = True

    def join(self, actor: Actor, now: datetime, main: "JoiningVerbs") -> StatusChange:
        """Put it under ``main``: off the desk and off the chain, until that one is answered.

        Raises ``DomainError`` where the two may not be one matter.
        """
        self._require("join")
        self._check_main(main)
        if main.accepted_at is not None:
            self._count_as_accepted(now)
        change = self._step("join", actor, now, details={"main": main.code})
        self.main_id = main.id
        self.watch(now)
        return change

    def gather(
        self, actor: Actor, now: datetime, joined: Sequence["JoiningVerbs"], code: str
    ) -> StatusChange:
        """Lead ``joined`` from now on, ``code`` the new one: the earliest promise counts."""
        return self._lead("gather", actor, now, joined, code)

    def release(
        self, actor: Actor, now: datetime, joined: Sequence["JoiningVerbs"], code: str
    ) -> StatusChange:
        """Lead ``code`` no more: its promise goes with it, that of ``joined`` still counts."""
        return self._lead("release", actor, now, joined, code)

    def _lead(
        self, verb: str, actor: Actor, now: datetime, joined: Sequence["JoiningVerbs"], code: str
    ) -> StatusChange:
        before = self.answer_by
        self._take_earliest(joined)
        after = self.answer_by.isoformat()
        details = {"joined": code, "before": before.isoformat(), "after": after}
        return self._step(verb, actor, now, details=details)

    def split(self, actor: Actor, now: datetime) -> StatusChange:
        """Take it out again, with everything as it was: status, promise, its place in the chain."""
        main_id, self.main_id = self.main_id, None
        if main_id is None:
            raise DomainError(_l("This report is not joined under another one."))
        status = self.joined_status
        if status is not None:
            self.resolution = self.promise.resolution = self.reason = None
            self.scheduled_on = self.answered_at = self.promise.answered_at = None
            self.joined_status = None
        change = self._step("split", actor, now, details={"main_id": main_id})
        if status is not None:
            self.status = change.to_status = status
        self.watch(now)
        return change

    def leave(self, now: datetime) -> None:
        """Stand alone after its own sender reopened or withdrew it, or it was sealed."""
        self.main_id = self.joined_status = None
        self.watch(now)

    def follow_main(self, actor: Actor, now: datetime, change: StatusChange) -> StatusChange:
        """End it with the main report, by that one's words; its own promise is counted."""
        self._require("follow_main")
        before = self.status
        said: dict[str, Any] = {
            "scheduled_on": change.scheduled_on,
            "reason_id": change.reason_id,
            "details": {"main": change.service_request.code},
        }
        self.reason = change.service_request.reason
        self._count_as_accepted(now)
        resolution = change.resolution or life.EXPLAINED
        step = self._end("follow_main", actor, now, resolution, change.status_notes, **said)
        self.joined_status = before
        return step

    def hear_main(self, actor: Actor, now: datetime, change: StatusChange) -> StatusChange:
        """Pass the main report's reply on to this one's sender.

        Where this one ended with it before, a later result of the main report is its result too.
        """
        if not self.is_open and change.resolution:
            self.resolution, self.scheduled_on = change.resolution, change.scheduled_on
        details = {"main": change.service_request.code}
        return self._step(
            "hear_main", actor, now, status_notes=change.status_notes, details=details
        )

    def hear_acceptance(self, now: datetime) -> None:
        """Count the main report's acceptance as the answer to its own."""
        self._count_as_accepted(now)

    def _check_main(self, main: "JoiningVerbs") -> None:
        if main.id == self.id:
            raise DomainError(_l("A report cannot be joined under itself."), field="leader")
        if main.is_joined or not main.is_open:
            raise DomainError(
                _l("The main report must be open and not joined under another."), field="leader"
            )
        if not (self.is_listed and main.is_listed):
            raise DomainError(
                _l("Private and sealed reports are not joined with others."), field="leader"
            )

    def _count_as_accepted(self, now: datetime) -> None:
        if self.promise.accepted_at is None:
            self.promise.accepted_at = now

    def _take_earliest(self, joined: Sequence["JoiningVerbs"]) -> dict[str, str]:
        """Promise the earliest of the group; give the answer's time before and after."""
        promise, before = self.promise, self.answer_by
        own_answer = promise.own_answer_by or promise.answer_by
        own_accept = promise.own_accept_by or promise.accept_by
        answer = min([own_answer, *(each.answer_by for each in joined)])
        accept = min([own_accept, *(each.accept_by for each in joined)])
        promise.own_answer_by, promise.own_accept_by = own_answer, own_accept
        self.answer_by = promise.answer_by = answer
        self.accept_by = promise.accept_by = accept
        return {"before": before.isoformat(), "after": answer.isoformat()}
