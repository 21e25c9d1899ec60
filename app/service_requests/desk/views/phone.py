"""A sender's phone number behind a reason: logged, told to the citizen, shown once."""

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import runs
from app.core.db import READING
from app.core.errors import DomainError
from app.service_requests.act_form import ActForm
from app.service_requests.blueprint import service_requests
from app.service_requests.desk import disclosing
from app.service_requests.desk.page import Open, show
from app.service_requests.desk.rights import may_see_phone
from app.service_requests.desk.views.performing import refused
from app.service_requests.loading import handled
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import official

VERB = "disclose_phone"


@service_requests.route("/can-bo/phan-anh/<code>/xem-so-dien-thoai", methods=["GET", "POST"])
@access(may_see_phone, load=handled)
def phone(service_request: ServiceRequest) -> ResponseReturnValue:
    """Ask for the reason; once given, log it, tell the citizen and show the number."""
    if request.method in READING:
        return show(service_request, Open(VERB, ActForm.blank(service_request.version)))
    answer: ResponseReturnValue = _disclose(service_request, ActForm.read())
    return answer


def _not_shown(
    _service_request: ServiceRequest, form: ActForm, error: DomainError
) -> ResponseReturnValue:
    return refused((request.view_args or {})["code"], VERB, form, error)


@runs(refused=_not_shown)
def _disclose(service_request: ServiceRequest, form: ActForm) -> Response:
    """Show the number. No key makes a second look free: each is logged and told."""
    number = service_request.phone_to_call
    if number is None:
        raise DomainError(_l("The sender left no phone number."))
    reason = form.checked_text("text")
    actor = official(current_viewer(), service_request)
    disclosing.disclose_phone(service_request, actor, clock.now(), reason)
    page = render_template(
        "service_requests/desk/phone.html",
        code=service_request.code,
        e164=number,
        phone=phones.national(number),
    )
    return make_response(page)
