"""Reading a report as the official who works on it."""

from flask.typing import ResponseReturnValue

from app.core.access import access
from app.service_requests import policies
from app.service_requests.blueprint import service_requests
from app.service_requests.models import ServiceRequest
from app.service_requests.queries.handling import handled
from app.service_requests.views.official_page import Open, show


@service_requests.get("/can-bo/phan-anh/<code>")
@access(policies.may_handle, load=handled)
def handle(service_request: ServiceRequest) -> ResponseReturnValue:
    """Show all there is to know of a report, and the form of what is due next."""
    return show(service_request, Open())
