"""The tables of the reports' room."""

from app.service_requests.models.desk import DeskWord, SavedFilter
from app.service_requests.models.drafts import AnswerDraft
from app.service_requests.models.escalation import (
    Escalation,
    EscalationRecipient,
    MorningDigest,
)
from app.service_requests.models.flag_words import FlagWord
from app.service_requests.models.follows import Follow
from app.service_requests.models.history import (
    RequestPaper,
    RequestPhoto,
    RequestRecording,
    StatusChange,
)
from app.service_requests.models.parts import (
    Note,
    PhoneDisclosure,
    Promise,
    Rating,
    Reply,
    RequestWord,
)
from app.service_requests.models.questions import (
    Question,
    QuestionText,
    QuestionValue,
    RequestAnswer,
)
from app.service_requests.models.record import ServiceRequest
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
from app.service_requests.models.templates import AnswerTemplate
from app.service_requests.models.waiting import Commitment, Pause

__all__ = [
    "AnswerDraft",
    "AnswerTemplate",
    "Commitment",
    "DeskWord",
    "Escalation",
    "EscalationRecipient",
    "FlagWord",
    "Follow",
    "MorningDigest",
    "Note",
    "Pause",
    "PhoneDisclosure",
    "Promise",
    "Question",
    "QuestionText",
    "QuestionValue",
    "Rating",
    "Reason",
    "ReasonText",
    "Reply",
    "RequestAnswer",
    "RequestPaper",
    "RequestPhoto",
    "RequestRecording",
    "RequestWord",
    "RoutingRule",
    "SavedFilter",
    "Service",
    "ServiceRequest",
    "ServiceText",
    "StatusChange",
    "Support",
    "UrgencyClass",
    "UrgencyClassText",
]
