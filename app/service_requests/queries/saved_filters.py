"""The filters that an official keeps."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.viewer import Viewer
from app.core.db import db
from app.service_requests.models import SavedFilter


def saved_by(user_id: int | None) -> Sequence[SavedFilter]:
    """Give what that person keeps, by name."""
    statement = select(SavedFilter).where(SavedFilter.user_id == user_id)
    return db.session.scalars(statement.order_by(SavedFilter.name)).all()


def own(viewer: Viewer, code: str) -> SavedFilter | None:
    """Give the viewer's own filter with ``code``."""
    statement = select(SavedFilter).where(
        SavedFilter.code == code, SavedFilter.user_id == viewer.user_id
    )
    return db.session.scalar(statement)
