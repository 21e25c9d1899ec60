"""Filters that officials keep under a name of their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, bindparam, delete, or_, select

from app.accounts.models import Agency, User
from app.accounts.viewer import Viewer
from app.core.db import db
from app.core.errors import DomainError
from app.core.events import person_erased, person_exported
from app.service_requests.desk.models import SavedFilter


def save(
    user_id: int, name: str, query: str, now: datetime, shared_with: Agency | None = None
) -> SavedFilter:
    """Keep ``query`` under ``name``; the same name again takes its place.

    ``shared_with``: the agency whose people see it too.

    Raises ``DomainError`` where there is no name, nothing to keep, or no more room.
    """
    if not 0 < len(name) <= SavedFilter.LONGEST_NAME:
        raise DomainError(_l("Give the filter a name of at most 40 letters."), field="ten")
    if not query or len(query) > SavedFilter.LONGEST_QUERY:
        raise DomainError(_l("Choose first what the filter shows."), field="tim")
    known = {each.name: each for each in saved_by(user_id)}
    if name not in known and len(known) >= SavedFilter.MOST:
        raise DomainError(_l("You keep twelve filters already: delete one first."), field="ten")
    kept = known.get(name) or SavedFilter(user_id=user_id, name=name)
    kept.query, kept.created_at = query, now
    kept.shared_with_id = shared_with.id if shared_with else None
    db.session.add(kept)
    return kept


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    kept = [{"name": each.name, "filter": each.query} for each in saved_by(user.id)]
    return "saved_filters", kept


@person_erased.connect
def _erase(user: User, **_: Any) -> None:
    db.session.execute(delete(SavedFilter).where(SavedFilter.user_id == user.id))


SEEN: ColumnElement[bool] = or_(
    SavedFilter.user_id == bindparam("seen_by"),
    SavedFilter.shared_with_id.in_(bindparam("seen_in", expanding=True)),
)
"""The condition of a filter to be the viewer's own, or shared with an agency of theirs."""


def who_sees(viewer: Viewer) -> dict[str, Any]:
    """Give what is put into ``SEEN``."""
    mine = {right.agency_id for right in viewer.rights}
    return {"seen_by": viewer.user_id, "seen_in": sorted(mine)}


def shared_with(viewer: Viewer) -> list[Agency]:
    """Give the agencies with whose people the viewer may share: those in which they have a right.

    A right that is lent while its owner is away is none of theirs.
    """
    own = {each.agency_id: each.agency for each in viewer.rights if each.user_id == viewer.user_id}
    return list(own.values())


def saved_by(user_id: int | None) -> Sequence[SavedFilter]:
    """Give what that person keeps, by name."""
    statement = select(SavedFilter).where(SavedFilter.user_id == user_id)
    return db.session.scalars(statement.order_by(SavedFilter.name)).all()


def all_seen_by(viewer: Viewer) -> Sequence[SavedFilter]:
    """Give what the viewer keeps and what is shared with them, by name."""
    statement = select(SavedFilter).where(SEEN).order_by(SavedFilter.name)
    return db.session.scalars(statement, who_sees(viewer)).all()


def own(viewer: Viewer, code: str) -> SavedFilter | None:
    """Give the viewer's own filter with ``code``."""
    statement = select(SavedFilter).where(
        SavedFilter.code == code, SavedFilter.user_id == viewer.user_id
    )
    return db.session.scalar(statement)
