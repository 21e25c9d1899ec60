"""The slip with which a complaint or denunciation is handed on, on A4."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.accounts.queries import agencies_by_ids
from app.core import clock
from app.core.access import access
from app.places.queries import province
from app.service_requests.blueprint import service_requests
from app.service_requests.loading import handled
from app.service_requests.record import DENUNCIATION, ServiceRequest
from app.service_requests.routing.forwarding import slip_of
from app.service_requests.routing.rights import may_hand_on


@service_requests.get("/can-bo/phan-anh/<code>/phieu-chuyen-don")
@access(may_hand_on, load=handled)
def transfer_slip(service_request: ServiceRequest) -> ResponseReturnValue:
    """Show the slip of the last handing on, with the sender's name: its reader has to answer."""
    change = slip_of(service_request) or abort(404)
    agency = next(iter(agencies_by_ids([change.agency_id or 0]).values()), None)
    seat = (agency.place if agency else None) or province()
    return render_template(
        "service_requests/routing/transfer_slip.html",
        it=service_request,
        change=change,
        told=change.details or {},
        is_denunciation=service_request.sealed_kind == DENUNCIATION,
        agency=agency,
        above=agency.parent if agency else None,
        place=seat.name if seat else "",
        on=clock.local(change.at),
    )
