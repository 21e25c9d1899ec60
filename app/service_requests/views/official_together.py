"""Reports of one matter on the desk: what may be a duplicate, what is joined, join and split."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core.access import access, current_viewer
from app.core.errors import DomainError
from app.service_requests import policies
from app.service_requests.actions import joining
from app.service_requests.blueprint import service_requests
from app.service_requests.models import ServiceRequest, StatusChange
from app.service_requests.queries.handling import handled
from app.service_requests.queries.together import hold
from app.service_requests.views.official_acts import Act, Sent, perform

BOTH = ["GET", "POST"]
NOT_YOURS = _l("No open report with this code in the same agency. Check the code.")


def handled_with_leader(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Load a report that is to be joined; it and the one that is to lead it are locked in order."""
    hold(code, _leader())
    return handled(viewer, code)


@service_requests.route("/can-bo/phan-anh/<code>/gop", methods=BOTH)
@access(policies.may_handle, load=handled_with_leader)
def join(service_request: ServiceRequest) -> ResponseReturnValue:
    """Put the report under another one of the same matter."""
    return perform(service_request, Act("join", _join, _l("Joined. Its sender is told.")))


@service_requests.post("/can-bo/phan-anh/<code>/tach")
@access(policies.may_handle, load=handled)
def split(service_request: ServiceRequest) -> ResponseReturnValue:
    """Take the report out again, with everything as it was."""
    return perform(service_request, Act("split", _split, _l("Split. Everything is as before.")))


def _join(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    viewer = current_viewer()
    main = handled(viewer, _leader())
    if main is None or not policies.may_join(viewer, service_request, main):
        raise DomainError(NOT_YOURS, field="leader")
    return joining.join(service_request, main, sent.actor, sent.now)


def _leader() -> str:
    """Give the code typed, however its parts are set apart."""
    return "-".join(request.form.get("leader", "").replace("-", " ").split())


def _split(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return joining.split(service_request, sent.actor, sent.now)
