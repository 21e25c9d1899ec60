"""After sending: the code, the promise, and a guest's link that works as theirs."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import devices, phones
from app.core import clock, offline
from app.core.access import NEW, PUBLIC, access, current_viewer
from app.core.act import FRESH, acts
from app.core.config import settings
from app.core.forms import Read, takes
from app.service_requests import loading
from app.service_requests.blueprint import service_requests
from app.service_requests.filing.telling import leave_number as leave
from app.service_requests.filing.telling import take_number_back as take_back
from app.service_requests.filing.telling import telling
from app.service_requests.filing.views.new import LINKS
from app.service_requests.record import HEARD_AS, ServiceRequest
from app.service_requests.rights import SUBJECT, is_owner
from app.voices import messages
from app.voices.offering import offered


@service_requests.get("/phan-anh/<code>/bien-nhan")
@access(is_owner, load=loading.owned, asks=NEW)
@offline.kept_offline
def receipt(service_request: ServiceRequest) -> ResponseReturnValue:
    """Show the receipt of the viewer's own report."""
    return _receipt(service_request)


def _receipt(service_request: ServiceRequest, **refused: Any) -> str:
    viewer = current_viewer()
    heard = messages.load(viewer, HEARD_AS, service_request.code)
    return render_template(
        "service_requests/filing/receipt.html",
        **{
            **FRESH,
            "report": service_request,
            "link": _link_of(service_request),
            "is_guest": not viewer.is_signed_in,
            "telling": telling(viewer, service_request),
            "hearing": offered(heard) if heard else None,
            "chat_app": devices.chat_app(request.user_agent.string),
            **refused,
        },
    )


@service_requests.post("/phan-anh/<code>/nhan-tin")
@access(is_owner, load=loading.owned, asks=NEW)
@acts(again=_receipt, counts=True)
@takes(phone=Read(phones.parse, most=phones.MAX_LENGTH))
def leave_number(service_request: ServiceRequest, phone: str) -> str:
    """Keep a guest's number for one text message when there is an answer."""
    leave(current_viewer(), service_request, phone, clock.now())
    return url_for(".receipt", code=service_request.code, _anchor="bao-tin")


@service_requests.post("/phan-anh/<code>/thoi-nhan-tin")
@access(is_owner, load=loading.owned, asks=NEW)
@acts(said=_l("Your number is forgotten here."))
def take_number_back(service_request: ServiceRequest) -> str:
    """Forget the number that a guest left."""
    take_back(current_viewer(), service_request)
    return url_for(".receipt", code=service_request.code, _anchor="bao-tin")


@service_requests.get("/phan-anh/nhan/<token>")
@access(PUBLIC)
def open_grant(token: str) -> ResponseReturnValue:
    """Show what a guest's link opens; who holds it already goes to its clean address."""
    found = LINKS.opened(token)
    if found.id in current_viewer().subjects(SUBJECT):
        return redirect(url_for(".show", code=found.code), 303)
    return render_template("service_requests/filing/open_link.html", report=found, token=token)


@service_requests.post("/phan-anh/nhan/<token>")
@access(PUBLIC)
@acts()
def hold_grant(token: str) -> str:
    """Let this browser hold what a guest's link opens, and go to its clean address."""
    return url_for(".show", code=LINKS.hold(token).code)


def _link_of(service_request: ServiceRequest) -> str:
    """Give the guest's link while this browser knows its secret, else the plain address."""
    plain = settings().base_url.rstrip("/") + url_for(".show", code=service_request.code)
    return LINKS.address(service_request.code) or plain
