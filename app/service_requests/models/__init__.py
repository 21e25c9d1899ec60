"""The tables of the reports' room."""

from app.service_requests.models.escalation import (
    Escalation,
    EscalationRecipient,
    MorningDigest,
)
from app.service_requests.models.lifecycle import StatusChange
from app.service_requests.models.parts import (
    Note,
    PhoneDisclosure,
    Promise,
    Rating,
    Reply,
    RequestPhoto,
    RequestRecording,
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
from app.service_requests.models.supporting import Support
from app.service_requests.models.waiting import Commitment, Pause

__all__ = [
    "Commitment",
    "Escalation",
    "EscalationRecipient",
    "MorningDigest",
    "Note",
from app.service_requests.models.templates import AnswerTemplate
    "Pause",
    "PhoneDisclosure",
    "Promise",
    "AnswerTemplate",
    "Rating",
    "Reason",
    "ReasonText",
    "Reply",
    "RequestPhoto",
    "RequestRecording",
    "RequestWord",
    "RoutingRule",
    "Service",
    "ServiceRequest",
    "ServiceText",
    "StatusChange",
    "Support",
    "UrgencyClass",
    "UrgencyClassText",
]
