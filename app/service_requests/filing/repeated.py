"""Whether the same words or the same photo were sent before: codes of those reports, newest first.

What is sealed or about officials is named to nobody.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from app.core import text
from app.core.db import db
from app.media.models import Attachment
from app.service_requests.history import RequestPhoto
from app.service_requests.record import ServiceRequest

WITHIN = timedelta(days=90)
AMONG = 30
"""The sender's newest reports whose words are compared."""
SHORTEST = 12
"""Letters: shorter words, such as "mất nước", are sent again and mean something new."""
MOST = 3


def same_words(report: ServiceRequest, now: datetime) -> list[str]:
    """Those of the same sender, by account or by the phone that was left, with the same words."""
    said = text.fold(report.description or "")
    senders: list[Any] = []
    if report.citizen is not None:
        senders.append(ServiceRequest.citizen_id == report.citizen.id)
    if report.contact_phone_index is not None:
        senders.append(ServiceRequest.contact_phone_index == report.contact_phone_index)
    if len(said) < SHORTEST or not senders:
        return []
    theirs = _others(report, now, ServiceRequest.code, ServiceRequest.description)
    rows = db.session.execute(theirs.where(or_(*senders)).limit(AMONG))
    return [code for code, words in rows if text.fold(words or "") == said][:MOST]


def same_photo(report: ServiceRequest, now: datetime) -> list[str]:
    """Those of anybody with a photo that is the very same file."""
    mine = (
        select(Attachment.fingerprint)
        .join(RequestPhoto, RequestPhoto.attachment_id == Attachment.id)
        .where(RequestPhoto.service_request_id == report.id, Attachment.fingerprint.is_not(None))
    )
    known = db.session.scalars(mine).all()
    if not known:
        return []
    with_it = (
        _others(report, now, ServiceRequest.code)
        .join(RequestPhoto, RequestPhoto.service_request_id == ServiceRequest.id)
        .join(Attachment, Attachment.id == RequestPhoto.attachment_id)
        .where(Attachment.fingerprint.in_(known), RequestPhoto.role.in_(RequestPhoto.OF_CITIZEN))
    )
    return list(dict.fromkeys(db.session.scalars(with_it.limit(AMONG))))[:MOST]


def _others(report: ServiceRequest, now: datetime, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .where(
            ServiceRequest.id != report.id,
            ServiceRequest.requested_datetime > now - WITHIN,
            ServiceRequest.sealed_kind.is_(None),
            ServiceRequest.about_officials.is_(False),
        )
        .order_by(ServiceRequest.id.desc())
    )
