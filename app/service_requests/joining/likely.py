"""What may be a duplicate of a report on the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.service_requests.filing.similar import SHOWN_ON_DESK, Likely, around, ranked, spot_of
from app.service_requests.joining.queries import joined_under
from app.service_requests.loading import main_of
from app.service_requests.record import ServiceRequest


def for_desk(service_request: ServiceRequest, now: datetime, *, everywhere: bool) -> list[Likely]:
    """Give what may be the same as a report, of its own agency; ``everywhere``: of any."""
    if not service_request.is_listed or service_request.is_joined or not service_request.is_open:
        return []
    spot = spot_of(service_request)
    # Added to, an agency is no key of an index: what is near is found by place, which is less.
    of_agency = ServiceRequest.agency_id + 0 == service_request.agency_id
    seen = (
        ServiceRequest.is_listed,
        *(() if everywhere else (of_agency,)),
        ServiceRequest.main_id.is_(None),
        ServiceRequest.id != service_request.id,
    )
    found = around(service_request.service, spot, now, seen)
    words = service_request.description
    return ranked(service_request.service, spot, words, found, lambda it: it.description)[
        :SHOWN_ON_DESK
    ]


@dataclass(frozen=True)
class Together:
    """What belongs to a report, or may: the one that leads it, those it leads, likely ones."""

    main: ServiceRequest | None
    joined: Sequence[ServiceRequest]
    likely: Sequence[Likely]


def together(
    service_request: ServiceRequest, now: datetime, *, everywhere: bool, leads: bool
) -> Together:
    """Give them for the official's page of a report; ``leads``: others were joined under it."""
    main = main_of(service_request)
    joined = joined_under(service_request) if leads else []
    return Together(main, joined, for_desk(service_request, now, everywhere=everywhere))
