"""The tables of the reports' room, for rooms above it, the demonstration and the tests."""

from app.service_requests.answering.template_models import AnswerTemplate
from app.service_requests.catalogue.flag_words import FlagWord
from app.service_requests.catalogue.models import (
    Reason,
    ReasonText,
    RemovedRule,
    RoutingRule,
    Service,
    ServiceText,
    UrgencyClass,
    UrgencyClassText,
)
from app.service_requests.catalogue.question_models import Question, QuestionText, QuestionValue
from app.service_requests.clock.models import Escalation, EscalationRecipient, MorningDigest
from app.service_requests.desk.models import CalendarLink, DeskWord, PhoneDisclosure, SavedFilter
from app.service_requests.directing.models import Direction
from app.service_requests.figures.models import Figure, FigureClock, FigureDue, FigurePart
from app.service_requests.filing.models import RequestAnswer
from app.service_requests.following.models import Follow, Rating, RequestWord
from app.service_requests.history import RequestPaper, RequestPhoto, RequestRecording, StatusChange
from app.service_requests.mapping.blanks import MapBlank
from app.service_requests.mapping.models import MapCount
from app.service_requests.proving.models import ReceiptDay, ReceiptProof
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import AnswerDraft, Commitment, Note, Pause, Promise, Reply, Support
from app.service_requests.showing.models import ShownRepair

__all__ = [
    "AnswerDraft",
    "AnswerTemplate",
    "CalendarLink",
    "Commitment",
    "DeskWord",
    "Direction",
    "Escalation",
    "EscalationRecipient",
    "Figure",
    "FigureClock",
    "FigureDue",
    "FigurePart",
    "FlagWord",
    "Follow",
    "MapBlank",
    "MapCount",
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
    "ReceiptDay",
    "ReceiptProof",
    "RemovedRule",
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
    "ShownRepair",
    "StatusChange",
    "Support",
    "UrgencyClass",
    "UrgencyClassText",
]
