"""A person's reports in their export, and what erasure leaves of them.

What everybody could read stays readable where an agency made it (service, commune, dates,
result, the edited text); the citizen's own words, voice, photos, place and contact go.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from app.accounts.models import User
from app.core import retention
from app.core.db import db
from app.core.events import location_withdrawn, person_erased, person_exported
from app.media import actions as media
from app.service_requests.desk.desk_index import index_for_desk
from app.service_requests.enclosures import attaching
from app.service_requests.filing.answers import of_request
from app.service_requests.filing.models import RequestAnswer
from app.service_requests.following.models import Rating
from app.service_requests.following.public_index import index_words
from app.service_requests.history import (
    RequestAttachment,
    RequestPaper,
    RequestRecording,
    StatusChange,
)
from app.service_requests.life import OF_THE_OFFICE, REPORT
from app.service_requests.loading import hold_numbers
from app.service_requests.privacy.masking import mask_person
from app.service_requests.privacy.queries import (
    all_of,
    attachments_of,
    drafts_of,
    numbers_of,
    steps_of,
)
from app.service_requests.proving import receipts
from app.service_requests.record import EDITED, HIDDEN, ServiceRequest
from app.voices import speech


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    return "service_requests", [_exported(each) for each in all_of(user)]


@person_erased.connect
def _erase(user: User, now: datetime, **_: Any) -> None:
    hold_numbers(numbers_of(user))
    for service_request in all_of(user):
        erase(service_request, now, user)


@location_withdrawn.connect
def _forget_places(user: User, now: datetime, **_: Any) -> int:
    """Forget where exactly the person's reports are; the commune, which they chose, stays.

    Gives how many somebody holds, whose places stay too.
    """
    numbers = numbers_of(user)
    hold_numbers(numbers)
    held = retention.held_among("reports", numbers)
    for service_request in all_of(user):
        if service_request.id not in held:
            _forget_place(service_request)
            index_for_desk(service_request)
    return len(held)


def _forget_place(service_request: ServiceRequest) -> None:
    service_request.lat = service_request.long = service_request.accuracy_m = None
    service_request.address = None
    receipts.forget(service_request)


def erase(service_request: ServiceRequest, now: datetime, user: User | None = None) -> None:
    """Take everything of the person out of the report; the agency's part stays.

    Name and phone, of the contact and of ``user``, are masked in what officials wrote.
    """
    mask_person(service_request, user)
    _erase_drafts(service_request)
    _erase_files(service_request)
    speech.forget(service_request.reference)
    gone = delete(RequestAnswer).where(RequestAnswer.service_request_id == service_request.id)
    db.session.execute(gone)
    service_request.description = service_request.marked = service_request.unmasked = None
    _forget_place(service_request)
    service_request.contact_name_sealed = service_request.contact_phone_sealed = None
    service_request.contact_phone_index = service_request.citizen_id = None
    service_request.village_id = None
    if service_request.publicity != EDITED:
        service_request.publicity = HIDDEN
    _forget_words(service_request)
    index_words(service_request)
    index_for_desk(service_request)


def _erase_drafts(service_request: ServiceRequest) -> None:
    """Take away answers that never went out."""
    for draft in drafts_of(service_request):
        for link in attaching.of_step(draft.status_change_id if draft.is_unpublished else None):
            attaching.erase(link)
        db.session.delete(draft)
    service_request.approval_asked_at = None


def _erase_files(service_request: ServiceRequest) -> None:
    """Take away what the person sent, and documents, which may name them: their lines stay."""
    for link in attachments_of(service_request):
        if isinstance(link, RequestPaper):
            paper, link.paper = link.paper, None
            db.session.flush()
            if paper is not None:
                media.erase(paper)
        elif link.role in RequestAttachment.OF_CITIZEN:
            attaching.erase(link)


def _forget_words(service_request: ServiceRequest) -> None:
    mine = StatusChange.service_request_id == service_request.id
    spoken = StatusChange.actor_kind.in_(("citizen", "guest"))
    db.session.execute(
        update(StatusChange).where(mine, spoken).values(status_notes=None, actor_id=None)
    )
    for change in db.session.scalars(select(StatusChange).where(mine, spoken)):
        if "marked" in (change.details or {}):
            change.details = {k: v for k, v in (change.details or {}).items() if k != "marked"}
    of_request = Rating.service_request_id == service_request.id
    db.session.execute(update(Rating).where(of_request).values(words=None))


def _exported(service_request: ServiceRequest) -> dict[str, Any]:
    attached = attachments_of(service_request)
    return {
        "code": service_request.code,
        "service": service_request.service.service_name,
        "place": service_request.place.title,
        "lat": service_request.lat,
        "long": service_request.long,
        "address": service_request.address,
        "description": service_request.description,
        "answers": {each.question.asked: each.shown for each in of_request(service_request)},
        "contact_name": service_request.contact_name,
        "contact_phone": service_request.contact_phone,
        "spoken_seconds": [
            each.recording.seconds
            for each in attached
            if isinstance(each, RequestRecording) and each.role in RequestAttachment.OF_CITIZEN
        ],
        "documents": [
            {"name": each.name, "issued_on": each.issued_on.isoformat()}
            for each in attached
            if isinstance(each, RequestPaper) and each.role == RequestAttachment.REPLY
        ],
        "status": service_request.status,
        "resolution": service_request.resolution,
        "requested_datetime": service_request.requested_datetime.isoformat(),
        "expected_datetime": None
        if service_request.sealed_kind
        else service_request.answer_by.isoformat(),
        "steps": [
            {"at": step.at.isoformat(), "verb": step.verb, "words": step.status_notes}
            for step in steps_of(service_request)
            if not (service_request.sealed_kind and REPORT.has(step.verb, OF_THE_OFFICE))
        ],
    }
