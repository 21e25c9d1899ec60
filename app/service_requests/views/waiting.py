"""Officials' acts on the clock and on who answers: ask, extend, give back, correct, support."""

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import queries as people
from app.core.access import access
from app.core.errors import DomainError
from app.core.working_days import calendar
from app.service_requests import policies
from app.service_requests.blueprint import service_requests
from app.service_requests.models import ServiceRequest, StatusChange, clock_verbs, routing_verbs
from app.service_requests.queries.handling import handled
from app.service_requests.queries.services import active_services, reason_by_code
from app.service_requests.views.official_acts import Act, Sent, perform

BOTH = ["GET", "POST"]


@service_requests.route("/can-bo/phan-anh/<code>/hoi-nguoi-dan", methods=BOTH)
@access(policies.may_handle, load=handled)
def ask(service_request: ServiceRequest) -> ResponseReturnValue:
    """Ask the sender something; the clock stands still until the answer."""
    return perform(service_request, Act("ask", _ask, _l("Asked. The deadline waits.")))


@service_requests.post("/can-bo/phan-anh/<code>/lam-tiep")
@access(policies.may_handle, load=handled)
def resume(service_request: ServiceRequest) -> ResponseReturnValue:
    """Go on without the answer; the clock runs again."""
    return perform(service_request, Act("resume", _resume, _l("The deadline runs again.")))


@service_requests.route("/can-bo/phan-anh/<code>/gia-han", methods=BOTH)
@access(policies.may_handle, load=handled)
def extend(service_request: ServiceRequest) -> ResponseReturnValue:
    """Extend the answer once, with a reason the sender reads."""
    return perform(service_request, Act("extend", _extend, _l("Extended. The sender is told.")))


@service_requests.route("/can-bo/phan-anh/<code>/tra-lai", methods=BOTH)
@access(policies.may_give_back, load=handled)
def give_back(service_request: ServiceRequest) -> ResponseReturnValue:
    """Give it back to the operator, once, for a listed reason."""
    return perform(service_request, Act("give_back", _give_back, _l("Given back.")))


@service_requests.route("/can-bo/phan-anh/<code>/dinh-chinh", methods=BOTH)
@access(policies.may_handle, load=handled)
def correct(service_request: ServiceRequest) -> ResponseReturnValue:
    """Correct service or pin; the clock stays, and the sender is told."""
    return perform(service_request, Act("correct", _correct, _l("Corrected. The sender is told.")))


@service_requests.route("/can-bo/phan-anh/<code>/phoi-hop", methods=BOTH)
@access(policies.may_ask_support, load=handled)
def ask_support(service_request: ServiceRequest) -> ResponseReturnValue:
    """Ask another agency for its part."""
    return perform(service_request, Act("ask_support", _ask_support, _l("The agency was asked.")))


def _ask(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return clock_verbs.ask(service_request, sent.actor, sent.now, sent.form.checked_text())


def _resume(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return clock_verbs.resume(service_request, sent.actor, sent.now, calendar())


def _extend(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return clock_verbs.extend(
        service_request, sent.actor, sent.now, calendar(), sent.form.checked_text()
    )


def _give_back(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    reason = reason_by_code(sent.form.reason)
    if reason is None or not reason.active:
        raise DomainError(_l("Choose a reason from the list."), field="reason")
    words = sent.form.checked_text() or None
    return routing_verbs.give_back(
        service_request, sent.actor, sent.now, calendar(), reason=reason, text=words
    )


def _correct(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    known = {each.service_code: each for each in active_services()}
    code = sent.form.service
    if code and code not in known and code != service_request.service.service_code:
        raise DomainError(_l("Choose a service from the list."), field="service")
    return routing_verbs.correct(
        service_request, sent.actor, sent.now, service=known.get(code), pin=_pin(sent)
    )


def _pin(sent: Sent) -> tuple[float, float] | None:
    """Read the pin, degrees in WGS84; none where both fields are empty."""
    typed = [each.replace(",", ".") for each in (sent.form.lat, sent.form.long)]
    if not any(typed):
        return None
    try:
        lat, long = (float(each) for each in typed)
    except ValueError as error:
        raise DomainError(_l("Degrees, such as 21.7168 and 104.8986."), field="lat") from error
    if not (8 <= lat <= 24 and 102 <= long <= 110):
        raise DomainError(_l("This place is not in Viet Nam."), field="lat")
    return lat, long


def _ask_support(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    agency = people.agency_by_code(sent.form.agency)
    if agency is None or agency.is_closed:
        raise DomainError(_l("Choose an agency from the list."), field="agency")
    return routing_verbs.ask_support(
        service_request, sent.actor, sent.now, agency, sent.form.checked_text()
    )
