"""What comes with an agency's answer: photos, a voice, a document; out at once or with a draft."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.db import db
from app.core.errors import DomainError
from app.media import actions as media
from app.media.kinds import PHOTO
from app.media.models import Attachment, Paper, Photo, Recording
from app.service_requests import life
from app.service_requests.enclosures.forms import PaperDetails
from app.service_requests.history import (
    RequestAttachment,
    RequestPaper,
    RequestPhoto,
    RequestRecording,
    StatusChange,
)
from app.service_requests.record import ServiceRequest

LINKS: dict[type[Attachment], type[RequestAttachment]] = {
    Photo: RequestPhoto,
    Recording: RequestRecording,
    Paper: RequestPaper,
}
TOO_MANY = _l("An answer has at most 4 photos, the draft's counted.")


def attach(
    service_request: ServiceRequest,
    things: Sequence[Attachment],
    change: StatusChange,
    details: PaperDetails | None,
) -> None:
    """Make them those of the step: public with a reply, unseen with a draft.

    A step has one voice and one document: a new one takes the place of one kept from before.
    Raises ``DomainError`` for too many photos.
    """
    kept, kinds = of_step(change.id), [thing.kind for thing in things]
    if kinds.count(PHOTO.name) + sum(link.kind == PHOTO.name for link in kept) > PHOTO.most:
        raise DomainError(TOO_MANY, field=PHOTO.field)
    for link in kept:
        if link.kind in kinds and link.kind != PHOTO.name:
            erase(link)
    hang(service_request, things, role_at(change), change, details)


def hang(
    service_request: ServiceRequest,
    things: Sequence[Attachment],
    role: str,
    change: StatusChange | None = None,
    details: PaperDetails | None = None,
) -> None:
    """Make what was staged the report's, or that of one of its steps; a document has details."""
    for thing in things:
        facts: dict[str, Any] = asdict(details) if details and isinstance(thing, Paper) else {}
        link = LINKS[type(thing)](service_request_id=service_request.id, thing=thing, **facts)
        _place(link, role, change)
        db.session.add(link)
    media.attach(things)


def role_at(change: StatusChange) -> str:
    """Give the part that enclosures play at a step."""
    drafted = life.REPORT.has(change.verb, life.DRAFTED)
    return RequestAttachment.DRAFT if drafted else RequestAttachment.REPLY


def move(from_change_id: int | None, change: StatusChange) -> None:
    """Hang what a draft carries on the step that submits it again, or that lets it out."""
    for link in of_step(from_change_id):
        _place(link, role_at(change), change)
    db.session.flush()


def of_step(change_id: int | None) -> Sequence[RequestAttachment]:
    if change_id is None:
        return []
    mine = select(RequestAttachment).where(RequestAttachment.status_change_id == change_id)
    return db.session.scalars(mine.order_by(RequestAttachment.id)).all()


def erase_some(change_id: int | None, codes: Iterable[str]) -> None:
    """Take those with ``codes`` off a step and delete them."""
    unwanted = set(codes)
    for link in of_step(change_id) if unwanted else ():
        if link.thing is not None and link.thing.code in unwanted:
            erase(link)


def erase(link: RequestAttachment) -> None:
    thing = link.thing
    db.session.delete(link)
    db.session.flush()
    if thing is not None:
        media.erase(thing)


def _place(link: RequestAttachment, role: str, change: StatusChange | None) -> None:
    """Give it its part and its step; an agency's photo is out with its reply."""
    link.role, link.status_change_id = role, change.id if change else None
    if isinstance(link, RequestPhoto):
        link.is_public = role == RequestPhoto.REPLY
