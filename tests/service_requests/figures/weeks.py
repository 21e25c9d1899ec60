"""The weeks of the Monday meeting as the page has them, and counted one by one from the rows."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.db import db
from app.places.models import Place
from app.service_requests.figures.parts import ANSWERED
from app.service_requests.leading import week
from app.service_requests.leading.week import Span, Worst
from app.service_requests.models import Service, ServiceRequest
from app.service_requests.rows import Pause, Promise

WEEKS = 5
Told = tuple[int, int, int, Worst | None, Worst | None]
"""Late and waiting at the end, extended in the week; the worst service and commune."""


def spans(now: datetime) -> list[Span]:
    """The present week and those before it."""
    monday = clock.monday_of(clock.local(now).date())
    return [Span.of(monday - each * week.WEEK, now) for each in range(WEEKS)]


def kept(user: User, now: datetime) -> list[Told]:
    """What the page tells of each."""
    viewer, asked = Viewer(user), spans(now)
    found, _ = week.figures(viewer, asked)
    return [
        (it.late, it.waiting, it.extended, week.worst_service(viewer, span),
         week.worst_place(viewer, span))
        for it, span in zip(found, asked, strict=True)
    ]  # fmt: skip


def by_hand(agencies: set[int] | None, now: datetime) -> list[Told]:
    """The same, each promise and pause looked at; ``agencies``: None for the operator's all."""
    db.session.expire_all()
    mine = [
        it for it in db.session.scalars(select(ServiceRequest)).unique()
        if not it.sealed_kind
        and (agencies is None or (it.agency_id in agencies and not it.about_officials))
    ]  # fmt: skip
    return [_told(mine, span) for span in spans(now)]


def _told(mine: list[ServiceRequest], span: Span) -> Told:
    asked = [it for it in mine if any(_lasts(pause, span.end) for pause in it.pauses)]
    late = [it for it in mine for each in it.promises if _late(it, each, span.end)]
    extended = [each for it in mine for each in it.promises if _in(each.extended_at, span)]
    missed = late + [it for it in mine for each in it.promises if _answered_late(each, span)]
    service = _most(it.service_id for it in missed)
    place = _most(it.place_id for it in missed)
    return (
        len(late), len(asked), len(extended),
        service and Worst(_lowered(service[0]), service[1]),
        place and Worst(db.session.get_one(Place, place[0]).label, place[1]),
    )  # fmt: skip


def _late(it: ServiceRequest, promise: Promise, end: datetime) -> bool:
    past = promise.answer_by < end and not (promise.answered_at and promise.answered_at < end)
    return past and it.main_id is None and not any(_lasts(pause, end) for pause in it.pauses)


def _lasts(pause: Pause, end: datetime) -> bool:
    return pause.started_at < end and not (pause.ended_at and pause.ended_at < end)


def _answered_late(promise: Promise, span: Span) -> bool:
    at = promise.answered_at
    counts = promise.kind != Promise.COMMITMENT and promise.resolution in ANSWERED
    return bool(counts and at and _in(at, span) and at > promise.answer_by)


def _in(at: datetime | None, span: Span) -> bool:
    return at is not None and span.start <= at < span.start + timedelta(days=7)


def _most(keys: Iterator[int]) -> tuple[int, int] | None:
    found = Counter(keys)
    key: Any = min(found, key=lambda each: (-found[each], each), default=None)
    return None if key is None else (key, found[key])


def _lowered(service_id: int) -> str:
    name = db.session.get_one(Service, service_id).service_name
    return name[:1].lower() + name[1:]
