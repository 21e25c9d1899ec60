"""The tables of the reports' room."""

from app.service_requests.models.lifecycle import StatusChange
from app.service_requests.models.parts import (
    Note,
    PhoneDisclosure,
    Promise,
    Rating,
    Reply,
    RequestPhoto,
    RequestWord,
)
from app.service_requests.models.requests import ServiceRequest
from app.service_requests.models.services import (
    Reason,
    ReasonText,
    RoutingRule,
    Service,
    ServiceText,
    UrgencyClass,
    UrgencyClassText,
)

__all__ = [
    "Note",
    "PhoneDisclosure",
    "Promise",
    "Rating",
    "Reason",
    "ReasonText",
    "Reply",
    "RequestPhoto",
    "RequestWord",
    "RoutingRule",
    "Service",
    "ServiceRequest",
    "ServiceText",
    "StatusChange",
    "UrgencyClass",
    "UrgencyClassText",
]
