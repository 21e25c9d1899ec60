"""The sender reads, rates and thanks for an answer."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actors import Actor
from app.core.db import db
from app.service_requests import life, transition
from app.service_requests.following.models import Rating
from app.service_requests.history import StatusChange
from app.service_requests.notices import HANDLERS, SPOKE
from app.service_requests.record import ServiceRequest

MARK_READ = life.REPORT.verb(
    "mark_read",
    {life.CLOSED},
    label=_l("The sender read the answer"),
    visibility=life.INTERNAL_STEP,
    facts={life.WHILE_JOINED, life.SAYS_NOTHING},
)
SETTLE = life.REPORT.verb(
    "settle",
    {life.CLOSED},
    label=_l("The sender says: it is done"),
    visibility=life.CITIZEN_STEP,
    facts={life.WHILE_JOINED, life.SAYS_NOTHING},
)
RATE = life.REPORT.verb(
    "rate",
    {life.CLOSED},
    label=_l("Rated by the sender"),
    visibility=life.CITIZEN_STEP,
    facts={life.WHILE_JOINED, life.SPOKEN},
    told={HANDLERS: SPOKE},
)
THANK = life.REPORT.verb(
    "thank",
    {life.CLOSED},
    label=_l("The sender says thanks"),
    visibility=life.INTERNAL_STEP,
    facts={life.WHILE_JOINED, life.SPOKEN},
    told={HANDLERS: SPOKE},
)


def mark_read(report: ServiceRequest, actor: Actor, now: datetime) -> None:
    """Note, once, that the citizen has read the answer."""
    if report.promise.read_at is None:
        report.promise.read_at = now
        transition.move(report, MARK_READ, actor, now)


def settle(report: ServiceRequest, actor: Actor, now: datetime) -> None:
    """Say that it is done, once for an answer; who says so has read it."""
    transition.require(report, SETTLE)
    if report.promise.settled_at is None:
        report.promise.settled_at = now
        report.promise.read_at = report.promise.read_at or now
        transition.move(report, SETTLE, actor, now)


def rate(
    report: ServiceRequest, actor: Actor, now: datetime, face: str, words: str | None
) -> StatusChange:
    """Rate the answer, or change the rating of the same answer; give the step."""
    transition.require(report, RATE)
    rating = db.session.scalar(
        select(Rating).where(
            Rating.service_request_id == report.id,
            Rating.promise_number == report.promise.number,
        )
    ) or Rating(service_request_id=report.id, promise_number=report.promise.number)
    rating.face, rating.words, rating.at = face, words, now
    db.session.add(rating)
    return transition.move(report, RATE, actor, now, details={"face": face})


def thank(report: ServiceRequest, actor: Actor, now: datetime) -> None:
    """Say thanks with one tap; a second tap says nothing new."""
    transition.require(report, THANK)
    if report.promise.thanked_at is None:
        report.promise.thanked_at = now
        transition.move(report, THANK, actor, now)
