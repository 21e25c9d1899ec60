"""How long a report's words, pictures and sender are known after it ended.

What an agency made of it stays (service, commune, dates, result, the edited text): see
``erasing``. Photos and voices go earlier: they show and tell more than the matter needs later.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.orm import aliased

from app.accounts import consents
from app.accounts.models import Grant
from app.core import personal
from app.core.db import db
from app.core.retention import End, Kind, goes_on, register
from app.service_requests.enclosures import attaching
from app.service_requests.following.models import Follow
from app.service_requests.history import RequestAttachment
from app.service_requests.loading import hold_numbers
from app.service_requests.privacy import erasing
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import SUBJECT
from app.service_requests.rows import Commitment

_ENDED = and_(ServiceRequest.is_open.is_(False), ServiceRequest.person_ended_at.is_(None))


def _of_sender(person_id: Any) -> ColumnElement[bool]:
    return ServiceRequest.citizen_id == person_id


def _is_open() -> ColumnElement[bool]:
    """A day that was named and not settled, or a report joined to it that goes on."""
    joined = aliased(ServiceRequest)
    named = select(Commitment.id).where(
        Commitment.service_request_id == ServiceRequest.id, Commitment.settled_at.is_(None)
    )
    under = select(joined.id).where(
        joined.is_open.is_(True),
        or_(joined.main_id == ServiceRequest.id, joined.id == ServiceRequest.main_id),
    )
    return or_(exists(named), exists(under))


def _goes_on(person: Any) -> ColumnElement[bool]:
    unended = or_(ServiceRequest.is_open.is_(True), _is_open())
    return exists(select(ServiceRequest.id).where(_of_sender(person), unended))


def _ended_before(moment: datetime) -> ColumnElement[bool]:
    return and_(_ENDED, ServiceRequest.updated_datetime < moment)


def _end(ids: Sequence[int], now: datetime) -> None:
    mine = select(ServiceRequest).where(ServiceRequest.id.in_(ids)).order_by(ServiceRequest.id)
    for report in db.session.scalars(mine).unique().all():
        key = report.person_key if report.citizen_id is None else None
        erasing.erase(report, now, report.citizen)
        report.person_ended_at = now
        if key is not None:  # a guest's own; an account's is the person's, who goes on
            personal.destroy(key)
        db.session.execute(delete(Follow).where(Follow.service_request_id == report.id))
        opening = (Grant.subject_kind == SUBJECT, Grant.subject_id == report.id)
        db.session.execute(delete(Grant).where(*opening))
        consents.forget([report.reference])


def _sent_as(kind: str) -> tuple[ColumnElement[bool], ...]:
    by_sender = RequestAttachment.role.in_(RequestAttachment.OF_CITIZEN)
    return RequestAttachment.kind == kind, by_sender


def _with(kind: str) -> Callable[[datetime], ColumnElement[bool]]:
    of_report = RequestAttachment.service_request_id == ServiceRequest.id
    has = exists(select(RequestAttachment.id).where(of_report, *_sent_as(kind)))
    return lambda moment: and_(_ended_before(moment), has)


def _without(kind: str) -> End:
    def end(ids: Sequence[int], _now: datetime) -> None:
        mine = select(RequestAttachment).where(
            RequestAttachment.service_request_id.in_(ids), *_sent_as(kind)
        )
        for link in db.session.scalars(mine.order_by(RequestAttachment.id)).all():
            attaching.erase(link)

    return end


def _of_reports(
    order: int, name: str, label: Any, becomes: Any, days: int, past: Any, end: Any
) -> None:
    register(
        Kind(
            name, label, becomes, days, ServiceRequest.id, past, end, _is_open,
            ServiceRequest.code, hold_numbers, of_person=_of_sender, order=order,
        )
    )  # fmt: skip


_of_reports(
    10, "reports", _l("Reports, after they ended"),
    _l("Words, exact place, sender and files go; what it was about, where, when and how it ended"
       " stays, without a person."),
    1_825, _ended_before, _end,
)  # fmt: skip
_of_reports(
    11, "photos", _l("Photos of a report that ended"),
    _l("What the sender's photos show is deleted; the agency's proof stays."),
    730, _with("photo"), _without("photo"),
)  # fmt: skip
_of_reports(
    12, "voices", _l("Recordings of a report that ended"),
    _l("The sender's voice is deleted; what was written stays."),
    365, _with("voice"), _without("voice"),
)  # fmt: skip
goes_on(_goes_on)
