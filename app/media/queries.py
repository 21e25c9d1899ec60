"""Which files: waiting for a form, stale, stuck, or known by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from app.core import codes
from app.core.db import db
from app.media.kinds import Kind, Row
from app.media.models import QUARANTINED, Attachment, Photo

AT_ONCE = 500
_HELD = select(Attachment).where(Attachment.staged_token == bindparam("token"))
_HELD = _HELD.order_by(Attachment.id)
STUCK_AFTER = timedelta(hours=1)


def photo_by_id(photo_id: int) -> Photo | None:
    return db.session.get(Photo, photo_id)


def waiting(token: str) -> Sequence[Attachment]:
    """All that wait for the form with `token`, in the order they came."""
    return db.session.scalars(_HELD, {"token": codes.sha256(token)}).all() if token else []


def staged(kind: Kind[Row], token: str) -> list[Row]:
    """Those of a kind that wait for the form with `token`."""
    return [row for row in waiting(token) if isinstance(row, kind.table)]


def stale(kind: Kind[Row], now: datetime) -> Sequence[Row]:
    """Those whose form was not sent in time, at most AT_ONCE."""
    over = select(kind.table).where(kind.table.staged_until <= now)
    return db.session.scalars(over.order_by(kind.table.id).limit(AT_ONCE)).all()


def stuck(now: datetime) -> Sequence[Photo]:
    """Photos that have waited too long for their sizes, at most AT_ONCE."""
    waiting = select(Photo).where(Photo.state == QUARANTINED, Photo.created_at <= now - STUCK_AFTER)
    return db.session.scalars(waiting.order_by(Photo.id).limit(AT_ONCE)).all()


def states_by_key(file_keys: Sequence[str]) -> dict[str, str]:
    """{file key: state} of those of `file_keys` that a row has."""
    known = select(Attachment.file_key, Attachment.state).where(Attachment.file_key.in_(file_keys))
    return {key: state for key, state in db.session.execute(known)}
