"""What is read of sheets that were sent."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.core.db import db, one
from app.sheets.kinds import SheetKind
from app.sheets.models import CHECKED, DONE, DROPPED, FAILED, KEPT, MAPPING, SheetUpload

MOST = 25


def upload_by_code(kind: SheetKind, code: str) -> SheetUpload | None:
    found: SheetUpload | None = one(select(SheetUpload).where(SheetUpload.code == code))
    return found if found is not None and found.kind == kind.name else None


def in_work(kind: SheetKind, subject_id: int) -> Sequence[SheetUpload]:
    statement = select(SheetUpload).where(
        SheetUpload.kind == kind.name,
        SheetUpload.subject_id == subject_id,
        SheetUpload.state.not_in((DONE, DROPPED)),
    )
    return db.session.scalars(statement.order_by(SheetUpload.id.desc()).limit(MOST)).all()


def forgotten(now: datetime) -> Sequence[SheetUpload]:
    statement = select(SheetUpload).where(
        SheetUpload.content.is_not(None),
        SheetUpload.created_at < now - KEPT,
        SheetUpload.state.in_((MAPPING, CHECKED, FAILED)),
    )
    return db.session.scalars(statement).all()
