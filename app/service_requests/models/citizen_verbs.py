"""What the citizen does with their report."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actors import Actor
from app.core.db import db
from app.core.errors import DomainError, InvalidTransition
from app.core.working_time import Calendar
from app.service_requests.models import lifecycle as life
from app.service_requests.models import steps
from app.service_requests.models.clock_verbs import go_on
from app.service_requests.models.history import StatusChange
from app.service_requests.models.parts import Promise, Rating
from app.service_requests.models.record import ServiceRequest
from app.service_requests.models.waiting import Pause


def withdraw(
    report: ServiceRequest, actor: Actor, now: datetime, calendar: Calendar
) -> StatusChange:
    """Take it back before it was answered."""
    life.REPORT.require(report, "withdraw")
    go_on(report, now, calendar, Pause.WITHDRAWAL)
    return steps.end(report, "withdraw", actor, now, life.WITHDRAWN, None)


def reopen(
    report: ServiceRequest, actor: Actor, now: datetime, calendar: Calendar, text: str
) -> StatusChange:
    """Say that it is not settled: a second promise begins; the first result stands."""
    if not report.may_reopen(now):
        raise InvalidTransition("reopen", report.status)
    if not text.strip():
        raise DomainError(_l("Say what is still wrong."), field="words")
    if report.commitment is not None:
        report.commitment.void(now)
    change = steps.step(report, "reopen", actor, now, status_notes=text)
    report.resolution = report.reason = report.scheduled_on = report.answered_at = None
    steps.promise_again(report, now, calendar, Promise.REOPENED)
    return change


def add(report: ServiceRequest, actor: Actor, now: datetime, text: str | None) -> StatusChange:
    """Let the citizen add words or photos."""
    return steps.step(report, "add", actor, now, status_notes=text)


def mark_read(report: ServiceRequest, actor: Actor, now: datetime) -> None:
    """Note, once, that the citizen has read the answer."""
    if report.promise.read_at is None:
        report.promise.read_at = now
        steps.step(report, "mark_read", actor, now)


def rate(
    report: ServiceRequest, actor: Actor, now: datetime, face: str, words: str | None
) -> Rating:
    """Rate the answer, or change the rating of the same answer."""
    life.REPORT.require(report, "rate")
    rating = db.session.scalar(
        select(Rating).where(
            Rating.service_request_id == report.id,
            Rating.promise_number == report.promise.number,
        )
    ) or Rating(service_request_id=report.id, promise_number=report.promise.number)
    rating.face, rating.words, rating.at = face, words, now
    db.session.add(rating)
    steps.step(report, "rate", actor, now, details={"face": face})
    return rating


def thank(report: ServiceRequest, actor: Actor, now: datetime) -> None:
    """Say thanks with one tap; a second tap says nothing new."""
    life.REPORT.require(report, "thank")
    if report.promise.thanked_at is None:
        report.promise.thanked_at = now
        steps.step(report, "thank", actor, now)
