"""What comes with an agency's answer: photos, a voice, a document; out at once or with a draft."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.db import db
from app.core.errors import DomainError
from app.media import actions as media
from app.media.kinds import PAPER, PHOTO, VOICE
from app.media.models import Paper, Photo, Recording
from app.service_requests import life
from app.service_requests.enclosures.forms import PaperDetails
from app.service_requests.history import RequestPaper, RequestPhoto, RequestRecording, StatusChange
from app.service_requests.record import ServiceRequest

Link = RequestPhoto | RequestRecording | RequestPaper
KINDS = (PHOTO, VOICE, PAPER)
LINKS: tuple[type[Link], ...] = (RequestPhoto, RequestRecording, RequestPaper)
TOO_MANY = _l("An answer has at most 4 photos, the draft's counted.")


@dataclass(frozen=True)
class Enclosed:
    """What waits under the key of an answer's form."""

    photos: Sequence[Photo] = ()
    recordings: Sequence[Recording] = ()
    papers: Sequence[Paper] = ()

    @property
    def digests(self) -> list[str]:
        """Give what tells these uploads from others."""
        return [str(each.upload_digest) for each in self._all()]

    def hold(self, key: str, now: datetime) -> None:
        """Let them wait under another key."""
        for each in self._all():
            each.hold(key, now)

    def erase(self) -> None:
        """Delete them: this very form was taken before."""
        for each in self._all():
            media.erase(each)

    def _all(self) -> list[Any]:
        return [*self.photos, *self.recordings, *self.papers]


def waiting(key: str) -> Enclosed:
    """Give what waits under the form's key."""
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
        raise DomainError(
            _l("An answer has at most 4 photos, the draft's counted."), field="photos"
        )
    attach_photos(service_request, enclosed.photos, role, change, public=role == RequestPhoto.REPLY)
    if enclosed.recordings:
        _erase_links(RequestRecording, change.id)
    attach_recordings(service_request, enclosed.recordings, role, change)
    if enclosed.papers:
        _erase_links(RequestPaper, change.id)
    if details is not None:
        for paper in enclosed.papers:
            _attach_paper(service_request, paper, role, change, details)
    media.attach(enclosed.papers)


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
    """Give all that hangs on a step."""
    found: list[Link] = []
    for kind in LINKS if change_id is not None else ():
        mine: Any = select(kind).where(kind.status_change_id == change_id).order_by(kind.id)
        found += db.session.scalars(mine).all()
    return found


def erase_some(change_id: int | None, codes: Iterable[str]) -> None:
    """Take those with ``codes`` off a step and delete them."""
    unwanted = set(codes)
    for link in of_step(change_id) if unwanted else ():
        if code_of(link) in unwanted:
            erase(link)


def erase(link: Link) -> None:
    """Take one off its report and delete it."""
    thing: Any = _thing(link)
    db.session.delete(link)
    db.session.flush()
    if thing is not None:
        media.erase(thing)


def code_of(link: Link) -> str | None:
    """Give the code of what the link names."""
    thing: Any = _thing(link)
    return thing.code if thing is not None else None


def _thing(link: Link) -> Photo | Recording | Paper | None:
    if isinstance(link, RequestPhoto):
        return link.photo
    return link.recording if isinstance(link, RequestRecording) else link.paper


def _erase_links(kind: type[Link], change_id: int) -> None:
    for link in of_step(change_id):
        if isinstance(link, kind):
            erase(link)


def _attach_paper(
    service_request: ServiceRequest,
    paper: Paper,
    role: str,
    change: StatusChange,
    details: PaperDetails,
) -> None:
    db.session.add(
        RequestPaper(
            service_request_id=service_request.id,
            paper=paper,
            role=role,
            status_change_id=change.id,
            number=details.number,
            symbol=details.symbol,
            issued_on=details.issued_on,
            is_public=details.is_public,
        )
    )


def attach_photos(
    service_request: ServiceRequest,
    photos: Sequence[Photo],
    role: str,
    change: StatusChange | None = None,
    public: bool = False,
) -> None:
    """Make the staged ``photos`` the report's, or those of one of its steps."""
    for photo in photos:
        db.session.add(
            RequestPhoto(
                service_request_id=service_request.id,
                photo=photo,
                role=role,
                status_change_id=change.id if change else None,
                is_public=public,
            )
        )
    media.attach(photos)


def attach_recordings(
    service_request: ServiceRequest,
    recordings: Sequence[Recording],
    role: str,
    change: StatusChange,
) -> None:
    """Make the staged ``recordings``, one at most, those of a step of the report."""
    for recording in recordings:
        db.session.add(
            RequestRecording(
                service_request_id=service_request.id,
                recording=recording,
                role=role,
                status_change_id=change.id,
            )
        )
    media.attach(recordings)
