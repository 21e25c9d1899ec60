"""The one screen on which an official works on a report, whole or as a part for htmx."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template

from app.accounts.permissions import OPERATE
from app.accounts.viewer import Viewer
from app.core import clock, private_numbers
from app.core.access import current_viewer
from app.core.errors import DomainError
from app.core.htmx import htmx
from app.media import actions as media
from app.media.kinds import PAPER, PHOTO, VOICE, Kind, Row
from app.service_requests import life, wording
from app.service_requests.act import Act
from app.service_requests.act_form import ActForm
from app.service_requests.answering import signing
from app.service_requests.answering.prefilling import ANSWERS, TO_APPROVE, ready_form
from app.service_requests.answering.rights import (
    may_approve,
    may_write_templates,
    needs_approval,
    wrote,
)
from app.service_requests.answering.template_queries import offered
from app.service_requests.deadlines import Deadline, deadline
from app.service_requests.desk import going_on, labels, masked, standing
from app.service_requests.desk.acts import OFFERED
from app.service_requests.desk.drafts_shown import drafts_of
from app.service_requests.desk.file import File, file_of
from app.service_requests.desk.rights import may_see_sender
from app.service_requests.directing.rights import may_direct_agency
from app.service_requests.enclosures.views import paper_url, photo_url, voice_url
from app.service_requests.filing import answers, marks
from app.service_requests.joining import likely
from app.service_requests.mapping import blanks
from app.service_requests.record import ServiceRequest
from app.service_requests.routing.rights import may_route, may_take
from app.service_requests.showing.standing import standing as standing_of_repair


@dataclass(frozen=True)
class Open:
    """Which act's form is open, with what in it and what is wrong; ``said``: what was done."""

    verb: str = ""
    form: ActForm | None = None
    error: DomainError | None = None
    said: Any = None

    @property
    def errors(self) -> dict[str, Any]:
        """Give what is wrong by field; what concerns no field stands in the summary alone."""
        return {self.error.field: self.error.message} if self.error and self.error.field else {}

    @property
    def confirms(self) -> bool:
        """Tell whether the official was asked to send the same again, knowing what it is."""
        return bool(getattr(self.error, "confirm", ""))

    @property
    def summary(self) -> list[tuple[str | None, Any]]:
        return [(self.error.field, self.error.message)] if self.error else []


FIRST = {life.RECEIVED: "accept", life.ACCEPTED: "close", life.IN_PROGRESS: "close"}
PUBLISHING = ("accept", "publish")
"""The acts that choose what the public reads."""


def show(service_request: ServiceRequest, opened: Open, partial: str = "") -> str:
    """Render the report for who works on it: the part for htmx, else the whole page."""
    template = partial or "service_requests/desk/_request.html"
    if not htmx.partial:
        template = "service_requests/desk/handle.html"
    return render_template(template, **_values(service_request, opened))


def acts(viewer: Viewer, service_request: ServiceRequest) -> list[Act]:
    """Give what this official may do with the report now, the main act first."""
    now = clock.now()
    return [
        act
        for act in OFFERED.values()
        if service_request.may(act.verb)
        and act.allowed(viewer, service_request)
        and (act.when_sealed or not service_request.sealed_kind)
        and act.has_a_point(service_request, now)
    ]


def first_act(viewer: Viewer, service_request: ServiceRequest) -> str:
    """Give the act whose form stands open by itself; the operator first hands a report out."""
    if service_request.sealed_kind or service_request.is_joined:
        return ""
    if service_request.agency is None and may_route(viewer, service_request):
        return "route" if service_request.may("route") else ""
    if signing.submitted(service_request) is not None:
        return ""
    verb = next((each for each in TO_APPROVE if signing.unsent(service_request, each)), "")
    return verb if verb and service_request.may(verb) else FIRST.get(service_request.status, "")


def _values(service_request: ServiceRequest, opened: Open) -> dict[str, Any]:
    viewer, now, asked = current_viewer(), clock.now(), bool(opened.verb) and not opened.error
    opened = opened if opened.verb else _with_first(viewer, service_request, opened)
    file = file_of(service_request)
    answered = answers.of_request(service_request) if file.answered else []
    sees_sender = may_see_sender(viewer, service_request)
    return {
        "service_request": service_request,
        "list_url": going_on.last_url(),
        "whole": not htmx.partial,
        "file": file,
        "opened": opened,
        "asked": asked,
        "acts": acts(viewer, service_request),
        "may_take": _may_take(viewer, service_request),
        "offered": OFFERED,
        "choices": _choices(service_request, opened.verb),
        "drafts": drafts_of(viewer, service_request, file),
        "may_approve": may_approve(viewer, service_request),
        "own_drafts": _own_drafts(viewer, service_request),
        "signs_off": needs_approval(service_request),
        "templates": offered(service_request) if opened.verb in ANSWERS else (),
        "writes_templates": may_write_templates(viewer),
        "deadline": _deadline(service_request, now),
        "waits_for": standing.waits_for(service_request, now),
        "sender": service_request.contact_name if sees_sender else None,
        "together": likely.together(
            service_request, now, everywhere=viewer.has(OPERATE), leads=file.leads
        ),
        "answers": answered,
        **_directed(viewer, service_request, file, opened),
        "marks": marks.marks_of(service_request) if opened.verb in PUBLISHING else [],
        "masked": masked.of(service_request, file, answered) if opened.verb in PUBLISHING else [],
        "without_numbers": private_numbers.without,
        "joins_all": viewer.has(OPERATE),
        "labels": labels,
        "wording": wording,
        **_files(service_request, opened),
        "form": opened.form or ActForm.blank(service_request.version),
    }


def _directed(
    viewer: Viewer, service_request: ServiceRequest, file: File, opened: Open
) -> dict[str, Any]:
    """What was directed about it, and whether the viewer may; and whether its repair is shown.

    Beside an open form only that form is asked about: showing the repair is an act of its own.
    """
    agency = service_request.agency
    repair = None if opened.verb else standing_of_repair(viewer, service_request)
    if agency is None or service_request.sealed_kind or service_request.about_officials:
        return {"directions": (), "directs": False, "shown_repair": repair}
    directs = service_request.is_open and may_direct_agency(viewer, agency)
    return {"directions": file.directions, "directs": directs, "shown_repair": repair}


def _files(service_request: ServiceRequest, opened: Open) -> dict[str, Any]:
    """The ways to what hangs on the report, and what waits for the form that was given back."""
    return {
        "left_out": service_request.words_are_public and blanks.is_hidden(service_request),
        "photo_url": photo_url(service_request),
        "voice_url": voice_url(service_request),
        "paper_url": paper_url(service_request),
        "staged": _staged(PHOTO, opened),
        "spoken": _staged(VOICE, opened),
        "papers": _staged(PAPER, opened),
    }


def _own_drafts(viewer: Viewer, service_request: ServiceRequest) -> list[int]:
    drafts, who = service_request.drafts, viewer.user_id
    return [each.id for each in drafts if wrote(who, service_request, each)]


def _may_take(viewer: Viewer, service_request: ServiceRequest) -> bool:
    free = service_request.assignee_id is None and service_request.may("assign")
    return free and may_take(viewer, service_request)


def _deadline(service_request: ServiceRequest, now: datetime) -> Deadline | None:
    if not service_request.is_open or service_request.status == life.AWAITING_CITIZEN:
        return None
    return deadline(service_request, service_request.promise, now)


def _with_first(viewer: Viewer, service_request: ServiceRequest, opened: Open) -> Open:
    verb = first_act(viewer, service_request)
    return Open(verb, ready_form(service_request, verb), said=opened.said)


def _staged(kind: Kind[Row], opened: Open) -> Sequence[Row]:
    return media.staged(kind, opened.form.key) if opened.form and opened.error else []


def _choices(service_request: ServiceRequest, verb: str) -> Sequence[tuple[str, Any]]:
    act = OFFERED.get(verb)
    if act is None or act.choices is None or not service_request.may(verb):
        return ()
    return act.choices(service_request)
