"""Who answers for a report: hand on, give back once, correct, ask others for a part."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import Agency, User
from app.core.errors import DomainError
from app.core.working_time import Calendar
from app.service_requests.models.lifecycle import StatusChange
from app.service_requests.models.services import Reason, Service
from app.service_requests.models.steps import RequestSteps
from app.service_requests.models.supporting import Support

SHORTEST = 5


class RoutingVerbs(RequestSteps):
    """Hand on, assign, give back, correct, support. None of them touches the clock."""

    __abstract__ = True

    def route(self, actor: Actor, now: datetime, agency: Agency | None) -> StatusChange:
        """Hand it to ``agency`` (None: to the operator); the clock runs on."""
        self._require("route")
        details = {"from_agency": self.agency_id, "to_agency": agency.id if agency else None}
        if self.agency_id is not None and agency is not None and agency.id != self.agency_id:
            self.transfers += 1
        self.agency, self.assignee = agency, None
        self.handed_at = now if agency else None
        return self._step("route", actor, now, details=details)

    def assign(self, actor: Actor, now: datetime, official: User | None) -> StatusChange:
        """Give it to one official of the agency, or back to all of them."""
        details = {"from": self.assignee_id, "to": official.id if official else None}
        self.assignee = official
        return self._step("assign", actor, now, details=details)

    def give_back(
        self,
        actor: Actor,
        now: datetime,
        calendar: Calendar,
        *,
        reason: Reason,
        text: str | None = None,
    ) -> StatusChange:
        """Give it back to the operator: once, within a working day, for a listed reason."""
        self._require("give_back")
        if reason.kind != Reason.RETURN:
            raise DomainError(_l("Choose a reason from the list."), field="reason")
        if not self.may_give_back(now, calendar):
            raise DomainError(_l("It cannot be given back: only once, and within one working day."))
        details = {"from_agency": self.agency_id, "to_agency": None}
        self.agency, self.assignee = None, None
        self.returned_at, self.handed_at = now, None
        self.transfers += 1
        words = "\n".join(each for each in (str(reason.name), text) if each)
        return self._step(
            "give_back", actor, now, details=details, reason_id=reason.id, status_notes=words
        )

    def may_give_back(self, now: datetime, calendar: Calendar) -> bool:
        """Tell whether the agency may still give it back to the operator."""
        if not self.may("give_back") or self.agency_id is None or self.returned_at is not None:
            return False
        since = self.handed_at or self.requested_datetime
        return now <= calendar.add(since, calendar.day_length)

    def correct(
        self,
        actor: Actor,
        now: datetime,
        *,
        service: Service | None = None,
        pin: tuple[float, float] | None = None,
    ) -> StatusChange:
        """Correct service or pin (lat, long in WGS84 degrees); class and promises stay.

        A report sent in private stays private, whatever its service becomes. One that turns out
        to be about officials goes one level up, out of sight of those who had it.
        """
        self._require("correct")
        was_about_officials = self.about_officials
        details = self._corrected(service, pin)
        if self.about_officials and not was_about_officials:
            details |= self._taken_one_level_up(now)
        if not details:
            raise DomainError(_l("Change the service or the place on the map."), field="service")
        return self._step("correct", actor, now, details=details)

    def _taken_one_level_up(self, now: datetime) -> dict[str, Any]:
        """Take it from agency and official; above the highest agency the operator has it."""
        before, self.assignee = self.agency, None
        self.agency = before.parent if before else None
        self.handed_at = now if self.agency else None
        above = self.agency.id if self.agency else None
        return {"from_agency": before.id if before else None, "to_agency": above}

    def ask_support(self, actor: Actor, now: datetime, agency: Agency, text: str) -> StatusChange:
        """Ask another agency for its part; the responsible one keeps lead and clock."""
        self._require("ask_support")
        if agency.id == self.agency_id:
            raise DomainError(_l("This agency leads already."), field="agency")
        if any(each.agency_id == agency.id and each.done_at is None for each in self.supports):
            raise DomainError(_l("This agency was asked and has not answered yet."), field="agency")
        if len(text.strip()) < SHORTEST:
            raise DomainError(_l("Write what you ask of the agency."), field="text")
        part = Support(agency=agency, asked_at=now, asked_by_id=actor.user_id, asked=text)
        self.supports.append(part)
        return self._step("ask_support", actor, now, details={"to_agency": agency.id})

    def answer_support(self, actor: Actor, now: datetime, part: Support, text: str) -> StatusChange:
        """Answer one agency's part, once."""
        self._require("answer_support")
        if part.done_at is not None:
            raise DomainError(_l("This part is answered already."))
        if len(text.strip()) < SHORTEST:
            raise DomainError(_l("Write what was done."), field="text")
        part.done_at, part.done_by_id, part.words = now, actor.user_id, text
        return self._step("answer_support", actor, now, details={"support": part.id})

    def _corrected(
        self, service: Service | None, pin: tuple[float, float] | None
    ) -> dict[str, Any]:
        details: dict[str, Any] = {}
        if service is not None and service.id != self.service_id:
            details["service"] = [self.service.service_code, service.service_code]
            self.service = service
            self.is_private = self.is_private or service.private_by_default
            self.about_officials = self.about_officials or service.about_officials
            self.refresh_listed()
        if pin is not None and not self.service.private_by_default and pin != (self.lat, self.long):
            details["pin"] = True
            self.lat, self.long, self.accuracy_m = *pin, None
        if self.service.private_by_default:
            self.lat = self.long = self.accuracy_m = self.address = None
        return details
