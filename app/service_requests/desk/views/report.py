"""Reading a report as the official who works on it."""

from flask.typing import ResponseReturnValue

from app.core.access import access
from app.service_requests.blueprint import service_requests
from app.service_requests.desk.page import Open, show
from app.service_requests.loading import handled
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle


@service_requests.get("/can-bo/phan-anh/<code>")
@access(may_handle, load=handled)
def handle(service_request: ServiceRequest) -> ResponseReturnValue:
    """Show all there is to know of a report, and the form of what is due next."""
    return show(service_request, Open())
