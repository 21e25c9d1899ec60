"""Ending a report with an answer: fixed, explained, or a day named."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import clock
from app.core.errors import DomainError
from app.core.working_time import Calendar
from app.notifications import kinds
from app.service_requests import life, transition
from app.service_requests.answering.replying import add_reply
from app.service_requests.clock.named_days import name_day
from app.service_requests.history import StatusChange
from app.service_requests.notices import FOLLOW_CLOSED, FOLLOWERS, SENDER
from app.service_requests.record import ServiceRequest

CLOSE = life.REPORT.verb(
    "close",
    life.ANSWERABLE,
    life.CLOSED,
    facts={life.OVERTAKES, life.ENDS_JOINED, life.BY_AGENCY},
    told={SENDER: kinds.CLOSED, FOLLOWERS: FOLLOW_CLOSED},
)


def close(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    *,
    resolution: str,
    text: str,
    calendar: Calendar | None = None,
    scheduled_on: date | None = None,
    has_proof: bool = False,
) -> StatusChange:
    """End it with an answer: fixed, explained, or scheduled with a date from today on.

    A named day goes into the register, until the end of that day's hours in ``calendar``.
    """
    check_answer(report, resolution, text, scheduled_on, has_proof, now)
    change = transition.end(report, CLOSE, actor, now, resolution, text, scheduled_on=scheduled_on)
    if scheduled_on is not None:
        name_day(report, now, scheduled_on, calendar or Calendar())
    add_reply(report, actor, now, text, change)
    return change


def check_answer(
    report: ServiceRequest,
    resolution: str,
    text: str,
    scheduled_on: date | None,
    has_proof: bool,
    now: datetime,
) -> None:
    """Raise ``DomainError`` where an answer that ends it is not whole."""
    if resolution not in life.ANSWERS:
        raise DomainError(_l("Choose how it ended."), field="resolution")
    if not text.strip():
        raise DomainError(_l("Write the answer the citizen will read."), field="text")
    if (resolution == life.SCHEDULED) != (scheduled_on is not None):
        raise DomainError(_l("A promise needs its date."), field="scheduled_on")
    if scheduled_on is not None and scheduled_on < clock.local(now).date():
        raise DomainError(_l("The date of the promise is past."), field="scheduled_on")
    if resolution == life.FIXED and report.service.proof_required and not has_proof:
        raise DomainError(_l("This service asks for a photo as proof."), field="photos")
