"""A meeting's minutes: what was decided, with photos; approved by the head, then the village's."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.media import actions as media
from app.media.models import Photo
from app.villages.notices import kinds, sending
from app.villages.notices.life import NOTICE
from app.villages.notices.models import MinutesPhoto, VillageNotice

MOST_PHOTOS = 4


def write(
    notice: VillageNotice, words: str, photos: Sequence[Photo], by: Actor, now: datetime
) -> None:
    """Write the minutes, or write them anew until they are approved.

    Raises:
        DomainError: no words. Conflict: the meeting has not begun, or they are approved.
    """
    if notice.starts_at is None or notice.starts_at > now:
        raise Conflict(_l("Minutes are written once the meeting has begun."))
    if notice.is_published:
        raise Conflict(_l("The minutes are approved: they stay as they are."))
    if not words:
        raise DomainError(_l("Write what was talked about and decided."), field="noi_dung")
    NOTICE.move(notice, "write_minutes")
    notice.minutes, notice.minutes_at = words, now
    media.attach(list(photos))
    room = MOST_PHOTOS - len(notice.photos)
    for position, photo in enumerate(photos[:room], start=len(notice.photos)):
        notice.photos.append(MinutesPhoto(photo=photo, photo_id=photo.id, position=position))
    db.session.flush()
    audit.record(by.reference, "village.minutes", notice.reference, now=now)


def approve(notice: VillageNotice, seen: int | None, by: Actor, now: datetime) -> None:
    """Let the village read the minutes.

    Raises:
        Conflict: there are none, or they were changed since they were looked at.
    """
    if notice.minutes is None:
        raise Conflict(_l("There are no minutes yet."))
    if notice.is_published:
        return
    notice.check_version(seen)
    NOTICE.move(notice, "approve_minutes")
    notice.approved_at = now
    sending.tell_households(notice, kinds.MINUTES, sending.told(notice), "minutes", now)
    audit.record(by.reference, "village.approve-minutes", notice.reference, now=now)
