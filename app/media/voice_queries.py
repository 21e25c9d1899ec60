"""Which recordings: waiting for a form, stale, or known by their files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.core import codes
from app.core.db import db
from app.media.queries import AT_ONCE
from app.media.voice_models import Recording


def staged(token: str) -> list[Recording]:
    """The recordings that wait for the form with `token`: one, as `voice.stage` keeps it."""
    if not token:
        return []
    waiting = select(Recording).where(Recording.staged_token == codes.sha256(token))
    return list(db.session.scalars(waiting.order_by(Recording.id)))


def stale(now: datetime) -> Sequence[Recording]:
    """Recordings whose form was not sent in time, at most AT_ONCE."""
    over = select(Recording).where(Recording.staged_until <= now)
    return db.session.scalars(over.order_by(Recording.id).limit(AT_ONCE)).all()


def keys_among(file_keys: Sequence[str]) -> Sequence[str]:
    """Those of `file_keys` that a recording has."""
    known = select(Recording.file_key).where(Recording.file_key.in_(file_keys))
    return db.session.scalars(known).all()
