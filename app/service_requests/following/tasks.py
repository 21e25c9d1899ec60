"""What the sender has to do now: answer, say whether it is done, read a result."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.viewer import Viewer
from app.core.db import db
from app.core.navigation import Task
from app.service_requests import life
from app.service_requests.clock import named_days
from app.service_requests.following.lists import line, of_viewer, own
from app.service_requests.following.possible import is_answered
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Commitment, Promise

MOST = 3
FRESH = timedelta(days=30)
"""For how long a result that was not opened is still asked for."""


def tasks(viewer: Viewer, now: datetime) -> list[Task]:
    """Give up to three reports that wait for the viewer, what is asked first."""
    found = (_line(each) for each in _candidates(viewer, now))
    return [line for line in found if line is not None][:MOST]


def waiting(viewer: Viewer, now: datetime) -> list[ServiceRequest]:
    """Give the reports themselves that ``tasks`` tells of."""
    return [each for each in _candidates(viewer, now) if _line(each) is not None][:MOST]


def _candidates(viewer: Viewer, now: datetime) -> Sequence[ServiceRequest]:
    mine = of_viewer(viewer)
    if mine is None:
        return []
    given = {**mine.given, "fresh": now - FRESH}
    return db.session.scalars(_waiting(mine.condition), given).unique().all()


@cache
def _waiting(owned: ColumnElement[bool]) -> Select[Any]:
    """Build what asks for them: that takes longer than the database does."""
    asked = ServiceRequest.status == life.AWAITING_CITIZEN
    named = Commitment.returned_at.is_not(None) & Commitment.citizen_says.is_(None)
    unread = and_(Promise.read_at.is_(None), Promise.answered_at > bindparam("fresh"))
    return (
        select(ServiceRequest)
        .where(
            owned,
            or_(
                asked,
                and_(ServiceRequest.is_open, ServiceRequest.commitments.any(named)),
                and_(ServiceRequest.status == life.CLOSED, ServiceRequest.promises.any(unread)),
            ),
        )
        .order_by(asked.desc(), ServiceRequest.id.desc())
        .limit(MOST * 2)
        .options(
            *line(),
            own(),
            joinedload(ServiceRequest.promises),
            joinedload(ServiceRequest.commitments),
        )
    )


def _line(report: ServiceRequest) -> Task | None:
    url = url_for("service_requests.show", code=report.code)
    if report.status == life.AWAITING_CITIZEN:
        return Task(_("An agency asks you something"), report.title, url, "question", "soon")
    if named_days.asked_whether_done(report) is not None:
        return Task(_("Is it done?"), report.title, url, "check", "ok")
    if is_answered(report) and report.promise.read_at is None:
        return Task(_("Your report has a result"), report.title, url, "reply", "ok")
    return None
