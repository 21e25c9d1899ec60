"""A sender's phone number behind a reason: logged, told to the citizen, shown once."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.core import clock
from app.core.access import access, current_viewer
from app.core.db import READING, db
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
    code, form = service_request.code, ActForm.read(request)
    try:
        number = _disclose(service_request, form)
    except DomainError as error:
        db.session.rollback()
        return refused(code, VERB, form, error)
    db.session.commit()
    return render_template(
        "service_requests/desk/phone.html",
        code=code,
        e164=number,
        phone=phones.national(number),
    )


def _disclose(service_request: ServiceRequest, form: ActForm) -> str:
    """Give the number in E.164. No key makes a second look free: each is logged and told."""
    number = service_request.phone_to_call
    if number is None:
        raise DomainError(_l("The sender left no phone number."))
    reason = form.checked_text("text")
    actor = official(current_viewer(), service_request)
    disclosing.disclose_phone(service_request, actor, clock.now(), reason)
    return number
