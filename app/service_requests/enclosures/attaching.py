"""What comes with an agency's answer: photos, a voice, a document; out at once or with a draft."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.db import db
from app.core.errors import DomainError
from app.media import actions as media
from app.media.kinds import PAPER, PHOTO, VOICE
from app.media.models import Paper, Photo, Recording, Staged
from app.service_requests import life
from app.service_requests.enclosures.forms import PaperDetails
from app.service_requests.history import (
    Link,
    RequestPaper,
    RequestPhoto,
    RequestRecording,
    StatusChange,
)
from app.service_requests.record import ServiceRequest

KINDS = (PHOTO, VOICE, PAPER)
LINKS: dict[type[Staged], type[Link]] = {
    Photo: RequestPhoto,
    Recording: RequestRecording,
    Paper: RequestPaper,
}
TOO_MANY = _l("An answer has at most 4 photos, the draft's counted.")


@dataclass(frozen=True)
class Enclosed:
    """What waits under the key of an answer's form."""

    photos: Sequence[Photo] = ()
    recordings: Sequence[Recording] = ()
    papers: Sequence[Paper] = ()

    @property
    def digests(self) -> list[str]:
        return [str(each.upload_digest) for each in self._all()]

    def hold(self, key: str, now: datetime) -> None:
        for each in self._all():
            each.hold(key, now)

    def erase(self) -> None:
        """Delete them: this very form was taken before."""
        for each in self._all():
            media.erase(each)

    def _all(self) -> list[Any]:
        return [*self.photos, *self.recordings, *self.papers]


def waiting(key: str) -> Enclosed:
    return Enclosed(*(media.staged(kind, key) for kind in KINDS))


def remove_waiting(key: str, codes: Collection[str]) -> None:
    """Erase what was taken out of the form again."""
    for kind in KINDS:
        media.remove_staged(kind, key, codes)


def attach(
    service_request: ServiceRequest,
    enclosed: Enclosed,
    change: StatusChange,
    details: PaperDetails | None,
) -> None:
    """Make them those of the step: public with a reply, unseen with a draft.

    A step has one voice and one document: a new one takes the place of one kept from before.
    Raises ``DomainError`` for too many photos.
    """
    role = role_at(change)
    kept = [link for link in of_step(change.id) if isinstance(link, RequestPhoto)]
    if len(kept) + len(enclosed.photos) > PHOTO.most:
        raise DomainError(TOO_MANY, field=PHOTO.field)
    hang(service_request, enclosed.photos, role, change, is_public=role == RequestPhoto.REPLY)
    if enclosed.recordings:
        _erase_links(RequestRecording, change.id)
    hang(service_request, enclosed.recordings, role, change)
    if details is not None:
        _erase_links(RequestPaper, change.id)
        hang(service_request, enclosed.papers, role, change, **asdict(details))


def hang(
    service_request: ServiceRequest,
    things: Sequence[Staged],
    role: str,
    change: StatusChange | None = None,
    **facts: Any,
) -> None:
    """Make what was staged the report's, or that of one of its steps; ``facts`` are the link's."""
    for thing in things:
        link: Any = LINKS[type(thing)]
        db.session.add(
            link(
                service_request_id=service_request.id,
                thing=thing,
                role=role,
                status_change_id=change.id if change else None,
                **facts,
            )
        )
    media.attach(things)


def role_at(change: StatusChange) -> str:
    """Give the part that enclosures play at a step."""
    return RequestPhoto.DRAFT if life.REPORT.has(change.verb, life.DRAFTED) else RequestPhoto.REPLY


def move(from_change_id: int | None, change: StatusChange) -> None:
    """Hang what a draft carries on the step that submits it again, or that lets it out."""
    role = role_at(change)
    for link in of_step(from_change_id):
        link.status_change_id, link.role = change.id, role
        if isinstance(link, RequestPhoto):
            link.is_public = role == RequestPhoto.REPLY
    db.session.flush()


def of_step(change_id: int | None) -> list[Link]:
    found: list[Link] = []
    for kind in LINKS.values() if change_id is not None else ():
        mine: Any = select(kind).where(kind.status_change_id == change_id).order_by(kind.id)
        found += db.session.scalars(mine).all()
    return found


def erase_some(change_id: int | None, codes: Iterable[str]) -> None:
    """Take those with ``codes`` off a step and delete them."""
    unwanted = set(codes)
    for link in of_step(change_id) if unwanted else ():
        if link.thing is not None and link.thing.code in unwanted:
            erase(link)


def erase(link: Link) -> None:
    thing = link.thing
    db.session.delete(link)
    db.session.flush()
    if thing is not None:
        media.erase(thing)


def _erase_links(kind: type[Link], change_id: int) -> None:
    for link in of_step(change_id):
        if isinstance(link, kind):
            erase(link)
