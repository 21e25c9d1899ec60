"""A report comes in: classed, routed, promised, kept with its photos, told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import consents, phones
from app.accounts.actors import Actor
from app.accounts.models import User
from app.accounts.models.consent import LOCATION, THIRD_PERSON
from app.core import personal
from app.core.db import db
from app.core.errors import DomainError
from app.core.personal import PersonKey
from app.core.working_time import Calendar
from app.media.models import Photo, Recording
from app.places import queries as places
from app.places.models import VILLAGE, Place
from app.service_requests import life, transition
from app.service_requests.catalogue.models import Service
from app.service_requests.catalogue.queries import responsible_agency
from app.service_requests.enclosures.attaching import hang
from app.service_requests.filing.models import RequestAnswer
from app.service_requests.filing.queries import unused_code
from app.service_requests.history import RequestPhoto, StatusChange
from app.service_requests.life import REPORT
from app.service_requests.record import ServiceRequest

MAX_WORDS = 5_000


@dataclass(frozen=True)
class NewReport:
    """What the form gave, already clean: ``phone`` in E.164, coordinates in WGS84 degrees.

    ``place`` is the commune or one of its villages.
    """

    service: Service
    place: Place
    description: str | None = None
    urgent: bool = False
    lat: float | None = None
    long: float | None = None
    accuracy_m: int | None = None
    address: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    for_other: bool = False
    source: str = "web"
    observed_at: datetime | None = None
    offline_minutes: int | None = None
    answers: Sequence[tuple[int, str]] = field(default_factory=tuple)
    """What was answered to the service's own questions: (id of the question, value)."""
    photos: Sequence[Photo] = field(default_factory=tuple)
    recordings: Sequence[Recording] = field(default_factory=tuple)


def receive(
    new: NewReport, *, actor: Actor, citizen: User | None, now: datetime, calendar: Calendar
) -> ServiceRequest:
    """Take a report in and tell of it; the clock runs from ``now``.

    Raises ``DomainError`` where neither words nor a photo nor a voice say what is wrong.
    """
    service_request = take_in(new, actor=actor, citizen=citizen, now=now, calendar=calendar)
    announce(service_request, actor, now)
    return service_request


def announce(service_request: ServiceRequest, actor: Actor, now: datetime) -> None:
    """Have it marked, found and told of, in the order that `verbs.py` says.

    A guest's link must be there before, else nobody is told.
    """
    for follow in REPORT.born:
        follow(service_request, actor, now)


def take_in(
    new: NewReport, *, actor: Actor, citizen: User | None, now: datetime, calendar: Calendar
) -> ServiceRequest:
    """Take a report in as ``receive`` does, and leave the telling to the caller."""
    if not (new.description or new.photos or new.recordings or new.answers):
        raise DomainError(_l("Add a photo or a few words."), field="photos")
    with db.session.no_autoflush:  # it goes in whole, with its agency
        service_request = _record(new, citizen, now)
        transition.promise_again(service_request, now, calendar)
        route_first(service_request)
    service_request.handed_at = now if service_request.agency else None
    service_request.watch(now)
    db.session.flush()
    _keep_consents(service_request, actor, citizen, now)
    hang(service_request, new.photos, RequestPhoto.REPORT)
    _keep_answers(service_request, new.answers)
    step = _first_step(service_request, actor, now, len(new.answers))
    hang(service_request, new.recordings, RequestPhoto.REPORT, step)
    return service_request


def _keep_consents(
    service_request: ServiceRequest, actor: Actor, citizen: User | None, now: datetime
) -> None:
    """Write down what the sender agreed to by sending; an official asks on paper or by phone."""
    subject = service_request.reference
    if actor.is_official:
        return
    if service_request.lat is not None:
        consents.give(LOCATION, citizen, now, subject)
    if service_request.for_other:
        consents.give(THIRD_PERSON, citizen, now, subject)


def route_first(service_request: ServiceRequest) -> None:
    """Give it to the agency that the rules name; none leaves it to the operator."""
    deepest = service_request.village or service_request.place
    service_request.agency = responsible_agency(service_request.service, places.path(deepest))


def _record(new: NewReport, citizen: User | None, now: datetime) -> ServiceRequest:
    service, key = new.service, citizen.person_key if citizen else personal.new_key()
    urgency = service.class_for(new.urgent)
    service_request = ServiceRequest(
        code=unused_code(),
        service=service,
        urgency_class=urgency,
        is_urgent=new.urgent and service.urgent_class is not None,
        status=life.RECEIVED,
        description=new.description or None,
        is_private=service.private_by_default,
        about_officials=service.about_officials,
        requested_datetime=now,
        updated_datetime=now,
        citizen=citizen,
        for_other=new.for_other,
        source=new.source,
        observed_at=new.observed_at,
        offline_minutes=new.offline_minutes,
        person_key=key,
    )
    service_request.refresh_listed()
    _put_in_place(service_request, new)
    _put_contact(service_request, key, new)
    db.session.add(service_request)
    return service_request


def _put_in_place(service_request: ServiceRequest, new: NewReport) -> None:
    """Keep the place; a private matter is placed at village level, without coordinates."""
    in_village = new.place.kind == VILLAGE
    service_request.village = new.place if in_village else None
    service_request.place = _commune_of(new.place) if in_village else new.place
    if new.service.private_by_default:
        return
    service_request.lat, service_request.long = new.lat, new.long
    service_request.accuracy_m, service_request.address = new.accuracy_m, new.address


def _commune_of(village: Place) -> Place:
    if village.parent is None:
        raise DomainError(_l("Choose the commune."), field="place")
    return village.parent


def _put_contact(service_request: ServiceRequest, key: PersonKey, new: NewReport) -> None:
    if new.contact_name:
        service_request.contact_name_sealed = personal.encrypt(key, new.contact_name)
    if new.contact_phone:
        service_request.contact_phone_sealed = personal.encrypt(key, new.contact_phone)
        service_request.contact_phone_index = phones.index(new.contact_phone)


def _keep_answers(service_request: ServiceRequest, answers: Sequence[tuple[int, str]]) -> None:
    for question_id, value in answers:
        db.session.add(
            RequestAnswer(
                service_request_id=service_request.id, question_id=question_id, value=value
            )
        )


def _first_step(
    service_request: ServiceRequest, actor: Actor, now: datetime, answers: int
) -> StatusChange:
    change = StatusChange(
        service_request=service_request,
        at=now,
        verb="receive",
        from_status=None,
        to_status=life.RECEIVED,
        visibility=life.PUBLIC_STEP,
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        agency_id=actor.agency_id,
        details={"agency": service_request.agency_id, "answers": answers},
    )
    db.session.add(change)
    db.session.flush()
    return change
