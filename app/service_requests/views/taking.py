"""An official takes a report that nobody has: "Nhận xử lý"."""

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import queries as people
from app.core.access import access
from app.core.errors import Conflict
from app.service_requests import policies
from app.service_requests.blueprint import service_requests
from app.service_requests.models import ServiceRequest, StatusChange, routing_verbs
from app.service_requests.queries.handling import handled
from app.service_requests.views.official_acts import Act, Sent, perform


@service_requests.post("/can-bo/phan-anh/<code>/nhan-xu-ly")
@access(policies.may_take, load=handled)
def take(service_request: ServiceRequest) -> ResponseReturnValue:
    """Take it on oneself, while nobody has it."""
    return perform(service_request, TAKE)


def _take(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    """Assign it to whoever acts; raise ``Conflict`` where a colleague was quicker."""
    if service_request.assignee_id is not None:
        raise Conflict(_l("A colleague has taken it already."))
    me = people.user_by_id(sent.actor.user_id or 0)
    return routing_verbs.assign(service_request, sent.actor, sent.now, me)


TAKE = Act("take", _take, _l("It is yours now."))
