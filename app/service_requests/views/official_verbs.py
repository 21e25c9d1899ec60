"""What officials do with a report, an address for each verb: GET its form, POST does it."""

from dataclasses import replace

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import absences
from app.accounts import queries as people
from app.accounts.models import Agency, User
from app.core.access import access
from app.core.errors import DomainError
from app.service_requests import policies
from app.service_requests.actions.answers import Answer, publish_or_submit
from app.service_requests.blueprint import service_requests
from app.service_requests.models import (
    Reason,
    ServiceRequest,
    StatusChange,
    official_verbs,
    routing_verbs,
)
from app.service_requests.queries.handling import handled, photos_of_report
from app.service_requests.queries.people import assignable
from app.service_requests.queries.services import reason_by_code
from app.service_requests.views.official_acts import Act, Sent, perform

BOTH = ["GET", "POST"]


@service_requests.route("/can-bo/phan-anh/<code>/tiep-nhan", methods=BOTH)
@access(policies.may_handle, load=handled)
def accept(service_request: ServiceRequest) -> ResponseReturnValue:
    """Take it on, and choose what the public may read and see."""
    return perform(service_request, ACCEPT)


@service_requests.route("/can-bo/phan-anh/<code>/cong-khai", methods=BOTH)
@access(policies.may_handle, load=handled)
def publish(service_request: ServiceRequest) -> ResponseReturnValue:
    """Change what the public may read and see."""
    return perform(service_request, Act("publish", _publish, _l("Publicity changed.")))


@service_requests.post("/can-bo/phan-anh/<code>/bat-dau")
@access(policies.may_handle, load=handled)
def start(service_request: ServiceRequest) -> ResponseReturnValue:
    """Say that the work has begun."""
    act = Act(
        "start",
        lambda it, sent: official_verbs.start(it, sent.actor, sent.now),
        _l("Work has begun."),
    )
    return perform(service_request, act)


@service_requests.post("/can-bo/phan-anh/<code>/da-xem")
@access(policies.may_handle, load=handled)
def acknowledge(service_request: ServiceRequest) -> ResponseReturnValue:
    """Note that what the citizen said was read; it leaves the inbox."""
    return perform(service_request, Act("acknowledge", _acknowledge, _l("Noted as read.")))


@service_requests.route("/can-bo/phan-anh/<code>/phan-cong", methods=BOTH)
@access(policies.may_assign, load=handled)
def assign(service_request: ServiceRequest) -> ResponseReturnValue:
    """Give it to a colleague, or back to all."""
    return perform(service_request, ASSIGN)


@service_requests.route("/can-bo/phan-anh/<code>/chuyen", methods=BOTH)
@access(policies.may_route, load=handled)
def route(service_request: ServiceRequest) -> ResponseReturnValue:
    """Hand it to an agency; the clock runs on."""
    return perform(service_request, Act("route", _route, _l("Passed on.")))


@service_requests.route("/can-bo/phan-anh/<code>/tra-loi", methods=BOTH)
@access(policies.may_handle, load=handled)
def reply(service_request: ServiceRequest) -> ResponseReturnValue:
    """Answer in words and photos; the report stays open."""
    return perform(service_request, Act("reply", _reply, _l("Reply sent."), takes_photos=True))


@service_requests.route("/can-bo/phan-anh/<code>/dong", methods=BOTH)
@access(policies.may_handle, load=handled)
def close(service_request: ServiceRequest) -> ResponseReturnValue:
    """End it with an answer: fixed, explained, or scheduled with a date."""
    return perform(service_request, CLOSE)


@service_requests.route("/can-bo/phan-anh/<code>/khong-tiep-nhan", methods=BOTH)
@access(policies.may_handle, load=handled)
def refuse(service_request: ServiceRequest) -> ResponseReturnValue:
    """End it with a listed reason that the citizen reads."""
    return perform(service_request, Act("refuse", _refuse, _l("Not accepted.")))


@service_requests.route("/can-bo/phan-anh/<code>/ghi-chu", methods=BOTH)
@access(policies.may_handle, load=handled)
def note(service_request: ServiceRequest) -> ResponseReturnValue:
    """Write to colleagues."""
    return perform(service_request, Act("note", _note, _l("Note written.")))


@service_requests.route("/can-bo/phan-anh/<code>/niem-phong", methods=BOTH)
@access(policies.may_seal, load=handled)
def seal(service_request: ServiceRequest) -> ResponseReturnValue:
    """Close it to all but the operator and the citizens' reception office."""
    return perform(service_request, Act("seal", _seal, _l("Sealed. The sender is told.")))


def _accept(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    _choose_photos(service_request, sent)
    return official_verbs.accept(
        service_request,
        sent.actor,
        sent.now,
        publicity=sent.form.publicity,
        public_description=sent.form.checked_text("public_description"),
        reason=_reason(sent, Reason.NOT_PUBLIC),
        despite_flags=bool(sent.form.flags_seen),
    )


def _publish(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    _choose_photos(service_request, sent)
    return official_verbs.publish(
        service_request,
        sent.actor,
        sent.now,
        publicity=sent.form.publicity,
        public_description=sent.form.checked_text("public_description"),
        reason=_reason(sent, Reason.NOT_PUBLIC),
        despite_flags=bool(sent.form.flags_seen),
    )


def _choose_photos(service_request: ServiceRequest, sent: Sent) -> None:
    """Show the public those of the citizen's photos that were ticked, and no others."""
    for link in photos_of_report(service_request):
        link.is_public = link.photo.code in sent.form.public_photos


def _acknowledge(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return official_verbs.acknowledge(service_request, sent.actor, sent.now)


def _assign(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    chosen = _colleague(service_request, sent)
    there = absences.standing_in([chosen], sent.now)[0] if chosen else None
    return routing_verbs.assign(service_request, sent.actor, sent.now, there)


def _colleague(service_request: ServiceRequest, sent: Sent) -> User | None:
    """Give the chosen colleague; none for "nobody". Only those offered can be chosen."""
    if not sent.form.official:
        return None
    offered = {each.code: each for each in assignable(service_request)}
    if sent.form.official not in offered:
        raise DomainError(_l("Choose a colleague from the list."), field="official")
    return offered[sent.form.official]


def _route(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return routing_verbs.route(service_request, sent.actor, sent.now, _agency(sent))


def _agency(sent: Sent) -> Agency:
    agency = people.agency_by_code(sent.form.agency)
    if agency is None or agency.is_closed:
        raise DomainError(_l("Choose an agency from the list."), field="agency")
    return agency


def _reply(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return _answer(service_request, sent, Answer("reply", sent.form.checked_text()))


def _close(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    answer = Answer(
        "close",
        sent.form.checked_text(),
        resolution=sent.form.resolution,
        scheduled_on=sent.form.promised_day(),
    )
    return _answer(service_request, sent, answer)


def _refuse(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    reason = _reason(sent, Reason.NOT_ACCEPTED)
    return _answer(service_request, sent, Answer("refuse", sent.form.checked_text(), reason=reason))


def _answer(service_request: ServiceRequest, sent: Sent, answer: Answer) -> StatusChange:
    """Let it out or lay it before a lead, with what comes along."""
    enclosed = sent.enclosed
    whole = replace(
        answer,
        has_proof=bool(enclosed.photos),
        encloses=bool(enclosed.digests),
        removed=sent.form.removed,
        insisted=bool(sent.form.anyway),
    )
    return publish_or_submit(service_request, whole, sent.viewer, sent.actor, sent.now)


def _note(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    words = sent.form.checked_text()
    if not words:
        raise DomainError(_l("Write the note."), field="text")
    return official_verbs.note(service_request, sent.actor, sent.now, words)


def _seal(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return official_verbs.seal(service_request, sent.actor, sent.now, sent.form.kind)


def _reason(sent: Sent, kind: str) -> Reason | None:
    """Give the chosen reason where it is listed, still offered and of the right kind."""
    found = reason_by_code(sent.form.reason)
    return found if found is not None and found.active and found.kind == kind else None


ACCEPT = Act("accept", _accept, _l("Accepted."))
ASSIGN = Act("assign", _assign, _l("Assigned."))
CLOSE = Act("close", _close, _l("Closed."), takes_photos=True)
