"""An address for each act of an official: GET its form, POST does it."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from app.core.access import access
from app.service_requests.act import Act
from app.service_requests.blueprint import service_requests
from app.service_requests.desk.acts import ACTS
from app.service_requests.desk.disclosing import LOOKING
from app.service_requests.desk.views.performing import perform
from app.service_requests.record import ServiceRequest


def _view(act: Act) -> Callable[[ServiceRequest], ResponseReturnValue]:
    @access(act.allowed, load=act.load)
    def view(service_request: ServiceRequest) -> ResponseReturnValue:
        return perform(service_request, act)

    return view


for each in ACTS:
    if each is not LOOKING:
        service_requests.add_url_rule(
            f"/can-bo/phan-anh/<code>/{each.slug}",
            each.endpoint,
            _view(each),
            methods=["GET", "POST"] if each.form else ["POST"],
        )
