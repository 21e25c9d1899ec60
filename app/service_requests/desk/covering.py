"""Covering faces and plates in a photo before it becomes public.

The original stays with its sender and those who work on the report. The public gets a copy that is
painted over, and every size is made from that copy.
"""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.media import actions as media
from app.media.kinds import PHOTO
from app.service_requests.enclosures import attaching
from app.service_requests.enclosures.queries import every_photo
from app.service_requests.history import RequestPhoto
from app.service_requests.record import ServiceRequest

Box = tuple[int, int, int, int]
"""Left, top, width and height in thousandths of the photo."""
WHOLE, MOST, SMALLEST = 1000, 30, 5


def read(typed: str) -> list[Box]:
    """Read boxes as the page's script writes them: "100,200,50,80;…".

    Raises ``DomainError`` for none, too many, or what is none.
    """
    try:
        boxes = [_box(each) for each in typed.split(";") if each.strip()]
    except ValueError as error:
        raise DomainError(
            _l("These boxes cannot be read. Draw them again."), field="boxes"
        ) from error
    if not 0 < len(boxes) <= MOST:
        raise DomainError(_l("Draw a box over each face and plate."), field="boxes")
    return boxes


def _box(typed: str) -> Box:
    left, top, width, height = (int(each) for each in typed.split(","))
    inside = 0 <= left <= WHOLE and 0 <= top <= WHOLE and left + width <= WHOLE
    if not (inside and top + height <= WHOLE and min(width, height) >= SMALLEST):
        raise ValueError(typed)
    return left, top, width, height


def cover(
    report: ServiceRequest, link: RequestPhoto, copy: media.CleanCopy, actor: Actor, now: datetime
) -> RequestPhoto:
    """Let ``copy`` stand for the photo before the public, in place of an earlier one."""
    for other in _copies_of(report, link):
        attaching.erase(other)
    photo = media.keep(PHOTO, copy, now)
    made = RequestPhoto(
        service_request_id=report.id,
        photo=photo,
        role=link.role,
        status_change_id=link.status_change_id,
        is_public=link.is_public,
        covers_id=link.id,
    )
    link.is_public = False
    db.session.add(made)
    db.session.flush()
    subject = f"service_request:{report.id}"
    audit.record(actor.reference, "report.cover_photo", subject, now=now, after={"link": link.id})
    return made


def _copies_of(report: ServiceRequest, link: RequestPhoto) -> Sequence[RequestPhoto]:
    copies = [each for each in every_photo(report) if each.covers_id == link.id]
    link.is_public = link.is_public or any(each.is_public for each in copies)
    return copies
