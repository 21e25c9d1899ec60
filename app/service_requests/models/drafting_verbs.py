"""The way of an answer through a lead's hands: internal steps that answer nothing yet."""

from datetime import datetime

from app.accounts.actors import Actor
from app.core.db import db
from app.service_requests.models import lifecycle as life
from app.service_requests.models.lifecycle import StatusChange
from app.service_requests.models.parts import Note
from app.service_requests.models.steps import RequestSteps


class DraftingVerbs(RequestSteps):
    """Submit, return, take back, discard. None of them touches the clock."""

    __abstract__ = True

    def submit_draft(self, actor: Actor, now: datetime) -> StatusChange:
        """Lay an answer before a lead; from now on its waiting is watched."""
        self.approval_asked_at = now
        return self._step(life.SUBMIT, actor, now)

    def return_draft(self, actor: Actor, now: datetime, words: str) -> StatusChange:
        """Send it back to whoever wrote it, with words that only officials read."""
        change = self._decided("return_draft", actor, now)
        note = Note(service_request_id=self.id, at=now, author_id=actor.user_id, text=words)
        note.status_change_id = change.id
        db.session.add(note)
        return change

    def take_back_draft(self, actor: Actor, now: datetime) -> StatusChange:
        """Take it back before a lead has decided."""
        return self._decided("take_back_draft", actor, now)

    def discard_draft(self, actor: Actor, now: datetime) -> StatusChange:
        """Give it up for good."""
        return self._decided("discard_draft", actor, now)

    def _decided(self, verb: str, actor: Actor, now: datetime) -> StatusChange:
        self.approval_asked_at = None
        return self._step(verb, actor, now)
