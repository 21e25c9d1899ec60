"""Finding alerts: what is on now, one, past ones, the prepared ones."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import lazyload

from app.accounts.viewer import Viewer
from app.core.db import db, one
from app.core.listing import counted
from app.core.navigation import MOST_WAITING
from app.news import policies
from app.news.models import Alert, AlertPhoto, AlertTemplate
from app.news.models.alert import ACTIVE

PAST = 20
FEED_DAYS = 3


def active(now: datetime) -> list[Alert]:
    """Give all alerts that are on, tests too, the highest level first, then the newest."""
    statement = (
        select(Alert)
        .where(Alert.status == ACTIVE, Alert.ends_at > now)
        .order_by(Alert.level.desc(), Alert.sent_at.desc(), Alert.id.desc())
    )
    return list(db.session.scalars(statement))


def past(now: datetime) -> list[Alert]:
    """Give the last real alerts that are over."""
    statement = (
        select(Alert)
        .where((Alert.status != ACTIVE) | (Alert.ends_at <= now), Alert.is_test.is_(False))
        .order_by(Alert.sent_at.desc(), Alert.id.desc())
        .limit(PAST)
    )
    return list(db.session.scalars(statement))


def for_feed(now: datetime) -> list[Alert]:
    """Give what the public feed names: what is on, and what ended within three days."""
    since = now - timedelta(days=FEED_DAYS)
    statement = (
        select(Alert)
        .where(Alert.is_test.is_(False), Alert.ends_at > since)
        .order_by(Alert.id.desc())
        .limit(100)
    )
    return list(db.session.scalars(statement))


def by_code(viewer: Viewer, code: str) -> Alert | None:
    """Give the alert with ``code`` if the viewer may read it; nothing is locked: many read it."""
    found: Alert | None = db.session.scalar(_called(code))
    return found if found is not None and policies.may_see_alert(viewer, found) else None


def run_by(viewer: Viewer, code: str) -> Alert | None:
    """Give the alert with ``code`` if the viewer may change it."""
    found: Alert | None = one(_called(code).options(lazyload(Alert.photos)))
    return found if found is not None and policies.may_change_alert(viewer, found) else None


def desk_list(viewer: Viewer) -> list[Alert]:
    """Give the newest alerts of the viewer's agencies, over or not, tests too."""
    ids = viewer.agency_ids(policies.ALERT)
    statement = select(Alert).where(Alert.agency_id.in_(ids)).order_by(Alert.id.desc())
    return list(db.session.scalars(statement.limit(PAST * 2)))


def on_count(viewer: Viewer, now: datetime) -> Any:
    """Select how many alerts of the viewer's agencies are on, tests too."""
    mine = Alert.agency_id.in_(viewer.agencies_below(policies.ALERT))
    on = select(Alert.id).where(mine, Alert.status == ACTIVE, Alert.ends_at > now)
    return counted(on, MOST_WAITING)


def templates() -> Sequence[AlertTemplate]:
    """Give the prepared alerts, the gravest first."""
    statement = select(AlertTemplate).order_by(AlertTemplate.level.desc(), AlertTemplate.id)
    return db.session.scalars(statement).all()


def template(code: str) -> AlertTemplate | None:
    found: AlertTemplate | None = one(select(AlertTemplate).where(AlertTemplate.code == code))
    return found


def photo_of(alert: Alert, code: str) -> AlertPhoto | None:
    """Give the alert's picture with that code."""
    return next((link for link in alert.photos if link.photo.code == code), None)


def _called(code: str) -> Select[Any]:
    return select(Alert).where(Alert.code == code.lower())
