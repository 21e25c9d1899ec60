"""The one screen on which an official works on a report, whole or as a part for htmx."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.accounts.permissions import OPERATE
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import current_viewer
from app.core.errors import DomainError
from app.core.htmx import htmx
from app.core.working_days import calendar
from app.media import actions as media
from app.media import papers, voice
from app.media.models import Photo
from app.service_requests import answers, flagging, labels, policies, policies_answers, wording
from app.service_requests.actions import drafting, flags
from app.service_requests.deadlines import Deadline, deadline
from app.service_requests.forms_official import ActForm
from app.service_requests.models import Reason, ServiceRequest, clock_verbs, routing_verbs
from app.service_requests.models import lifecycle as life
from app.service_requests.queries import handling, similar
from app.service_requests.queries.load import NONE, Load, loads
from app.service_requests.queries.people import assignable
from app.service_requests.queries.services import active_services
from app.service_requests.queries.templates import offered
from app.service_requests.views.drafts_shown import drafts_of
from app.service_requests.views.papers import paper_url
from app.service_requests.views.prefilling import ANSWERS, TO_APPROVE, ready_form
from app.service_requests.views.voice import voice_url

Policy = Callable[[Viewer, ServiceRequest], bool]


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
        """Give what is wrong as the summary lists it."""
        return [(self.error.field, self.error.message)] if self.error else []


@dataclass(frozen=True)
class Link:
    """An act that is offered: where its form is, its name and picture, who may."""

    verb: str
    endpoint: str
    label: Any
    icon: str
    policy: Policy = policies.may_handle


LINKS = (
    Link("accept", "accept", _l("Accept"), "check"),
    Link("close", "close", _l("Answer and close"), "send"),
    Link("reply", "reply", _l("Reply"), "reply"),
    Link("assign", "assign", _l("Assign"), "person", policies.may_assign),
    Link("route", "route", _l("Pass to an agency"), "agency", policies.may_route),
    Link("ask", "ask", _l("Ask the citizen"), "reply"),
    Link("extend", "extend", _l("Extend the deadline"), "clock"),
    Link("give_back", "give_back", _l("Give back"), "undo", policies.may_give_back),
    Link("correct", "correct", _l("Correct service or place"), "pin"),
    Link("ask_support", "ask_support", _l("Ask for support"), "people", policies.may_ask_support),
    Link("join", "join", _l("Join with another report"), "people"),
    Link("note", "note", _l("Internal note"), "note"),
    Link("publish", "publish", _l("Change publicity"), "eye"),
    Link("refuse", "refuse", _l("Do not accept"), "cross"),
    Link("disclose_phone", "phone", _l("See the phone number"), "call", policies.may_see_phone),
    Link("seal", "seal", _l("Complaint or denunciation"), "lock", policies.may_seal),
)
FIRST = {life.RECEIVED: "accept", life.ACCEPTED: "close", life.IN_PROGRESS: "close"}
PUBLISHING = ("accept", "publish")
"""The acts that choose what the public reads."""
NOT_WHEN_SEALED = frozenset({"seal", "publish", "assign", "route", "correct"})


def show(service_request: ServiceRequest, opened: Open, partial: str = "") -> str:
    """Render the report for who works on it: the part for htmx, else the whole page."""
    template = partial or "service_requests/official/_request.html"
    if not htmx.partial:
        template = "service_requests/official/handle.html"
    return render_template(template, **_values(service_request, opened))


def acts(viewer: Viewer, service_request: ServiceRequest) -> list[Link]:
    """Give what this official may do with the report now, the main act first."""
    return [
        link
        for link in LINKS
        if service_request.may(link.verb)
        and link.policy(viewer, service_request)
        and not _is_pointless(link.verb, service_request)
    ]


def first_act(viewer: Viewer, service_request: ServiceRequest) -> str:
    """Give the act whose form stands open by itself; the operator first hands a report out."""
    if service_request.sealed_kind or service_request.is_joined:
        return ""
    if service_request.agency is None and policies.may_route(viewer, service_request):
        return "route" if service_request.may("route") else ""
    if drafting.submitted(service_request) is not None:
        return ""
    verb = next((each for each in TO_APPROVE if drafting.unsent(service_request, each)), "")
    return verb if verb and service_request.may(verb) else FIRST.get(service_request.status, "")


def _is_pointless(verb: str, service_request: ServiceRequest) -> bool:
    if service_request.sealed_kind and verb in NOT_WHEN_SEALED:
        return True
    if verb in TO_APPROVE and drafting.submitted(service_request) is not None:
        return True
    if verb == "assign":
        return service_request.agency is None
    if verb == "extend":
        return not clock_verbs.may_extend(service_request, clock.now())
    if verb == "give_back":
        return not routing_verbs.may_give_back(service_request, clock.now(), calendar())
    return verb in ("publish", "join") and not service_request.is_listed


def _values(service_request: ServiceRequest, opened: Open) -> dict[str, Any]:
    viewer, now, asked = current_viewer(), clock.now(), bool(opened.verb) and not opened.error
    opened = opened if opened.verb else _with_first(viewer, service_request, opened)
    file = handling.file_of(service_request)
    sees_sender = policies.may_see_sender(viewer, service_request)
    return {
        "service_request": service_request,
        "whole": not htmx.partial,
        "file": file,
        "opened": opened,
        "asked": asked,
        "acts": acts(viewer, service_request),
        "may_take": _may_take(viewer, service_request),
        "links": {link.verb: link for link in LINKS},
        "choices": _choices(service_request, opened.verb),
        "drafts": drafts_of(viewer, service_request, file),
        "may_approve": policies_answers.may_approve(viewer, service_request),
        "own_drafts": _own_drafts(viewer, service_request),
        "signs_off": policies_answers.needs_approval(viewer, service_request),
        "templates": offered(service_request) if opened.verb in ANSWERS else (),
        "writes_templates": policies.may_write_templates(viewer),
        "staged": _staged(opened),
        "spoken": voice.staged(opened.form.key) if opened.form and opened.error else [],
        "deadline": _deadline(service_request, now),
        "sender": service_request.contact_name if sees_sender else None,
        "together": similar.together(
            service_request, now, everywhere=viewer.has(OPERATE), leads=file.leads
        ),
        "answers": answers.of_request(service_request) if file.answered else [],
        "marks": flags.marks_of(service_request) if opened.verb in PUBLISHING else [],
        "without_numbers": flagging.without_numbers,
        "joins_all": viewer.has(OPERATE),
        "labels": labels,
        "wording": wording,
        "photo_url": _photo_url(service_request),
        "voice_url": voice_url(service_request),
        "paper_url": paper_url(service_request),
        "papers": papers.staged(opened.form.key) if opened.form and opened.error else [],
        "form": opened.form or ActForm.blank(service_request.version),
    }


def _own_drafts(viewer: Viewer, service_request: ServiceRequest) -> list[int]:
    drafts, who = service_request.drafts, viewer.user_id
    return [each.id for each in drafts if policies_answers.wrote(who, service_request, each)]


def _may_take(viewer: Viewer, service_request: ServiceRequest) -> bool:
    free = service_request.assignee_id is None and service_request.may("assign")
    return free and policies.may_take(viewer, service_request)


def _deadline(service_request: ServiceRequest, now: datetime) -> Deadline | None:
    if not service_request.is_open or service_request.status == life.AWAITING_CITIZEN:
        return None
    return deadline(service_request, service_request.promise, now)


def _with_first(viewer: Viewer, service_request: ServiceRequest, opened: Open) -> Open:
    verb = first_act(viewer, service_request)
    return Open(verb, ready_form(service_request, verb), said=opened.said)


def _staged(opened: Open) -> Sequence[Photo]:
    return media.staged(opened.form.key) if opened.form and opened.error else []


def _photo_url(service_request: ServiceRequest) -> Callable[[Photo, str], str]:
    def url(photo: Photo, size: str) -> str:
        return url_for(
            "service_requests.photo", code=service_request.code, photo=photo.code, size=size
        )

    return url


def _choices(service_request: ServiceRequest, verb: str) -> Sequence[tuple[str, Any]]:
    """Give what can be chosen in the form of ``verb``: reasons, colleagues or agencies."""
    choose = CHOICES.get(verb)
    return choose(service_request) if choose else ()


def _reasons(kind: str) -> Callable[[ServiceRequest], Sequence[tuple[str, Any]]]:
    return lambda service_request: [(each.code, each.name) for each in handling.reasons(kind)]


def _colleagues(service_request: ServiceRequest) -> Sequence[tuple[str, Any]]:
    return with_load(assignable(service_request))


def with_load(officials: Sequence[User]) -> list[tuple[str, Any]]:
    """Give officials to choose from, each with what they have on their desk."""
    known = loads((each.id for each in officials), clock.now())
    return [(each.code, _named(each, known.get(each.id, NONE))) for each in officials]


def _named(official: User, load: Load) -> Any:
    values = {"name": official.name or official.code, "open": load.open, "late": load.late}
    if load.late:
        return _("%(name)s: %(open)s open, %(late)s late", **values)
    return _("%(name)s: %(open)s open", **values)


def _agencies(service_request: ServiceRequest) -> Sequence[tuple[str, Any]]:
    """Give the commune's own agencies, then all others in the order of the tree, indented."""
    found = handling.agencies_to_route()
    here = [each for each in found if each.place_id == service_request.place_id]
    others = [each for each in found if each not in here]
    first = [(each.code, each.name) for each in here]
    return first + [(each.code, "\u2003" * each.depth + each.name) for each in others]


def _services(service_request: ServiceRequest) -> Sequence[tuple[str, Any]]:
    return [(each.service_code, each.service_name) for each in active_services()]


CHOICES: dict[str, Callable[[ServiceRequest], Sequence[tuple[str, Any]]]] = {
    "accept": _reasons(Reason.NOT_PUBLIC),
    "publish": _reasons(Reason.NOT_PUBLIC),
    "refuse": _reasons(Reason.NOT_ACCEPTED),
    "give_back": _reasons(Reason.RETURN),
    "correct": _services,
    "ask_support": _agencies,
    "assign": _colleagues,
    "route": _agencies,
}
