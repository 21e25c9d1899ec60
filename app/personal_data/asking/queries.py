"""Requests about data: a person's own, and all of them for whoever answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core.db import db, one
from app.core.listing import Listing, Page, code_of, counted
from app.core.navigation import MOST_WAITING
from app.personal_data.asking.models import OPEN, DataRequest
from app.personal_data.rights import may_protect

MOST = 50
FIRST_DUE = Listing(DataRequest.act_by, DataRequest.id)
NEWEST = Listing(DataRequest.id, newest_first=True)


def own(viewer: Viewer, code: str) -> DataRequest | None:
    """Give the viewer's own request with ``code``, locked when writing."""
    mine = select(DataRequest).where(DataRequest.code == code, _is_of(viewer))
    found: DataRequest | None = one(mine, DataRequest)
    return found


def any_of(_viewer: Viewer, code: str) -> DataRequest | None:
    """Give the request with ``code``, locked when writing; who may see it, the policy says."""
    found: DataRequest | None = one(_asked().where(DataRequest.code == code), DataRequest)
    return found


def all_own(viewer: Viewer) -> Sequence[DataRequest]:
    mine = select(DataRequest).where(_is_of(viewer)).order_by(DataRequest.id.desc())
    return db.session.scalars(mine.limit(MOST)).all()


def of_user(user: User) -> Sequence[DataRequest]:
    mine = select(DataRequest).where(DataRequest.user_id == user.id).order_by(DataRequest.id)
    return db.session.scalars(mine).all()


def open_count(user_id: int) -> int:
    """Count the person's requests that go on, up to ``MOST``."""
    mine = select(DataRequest.id).where(DataRequest.user_id == user_id, _IS_OPEN)
    return len(db.session.scalars(mine.limit(MOST)).all())


def waiting(after: str | None) -> Page[DataRequest]:
    """Give those that go on, what is due first in front."""
    point = None
    if after:
        row = db.session.scalar(select(DataRequest).where(DataRequest.code == after))
        point = (row.act_by, row.id) if row else None
    return FIRST_DUE.page(_asked().where(_IS_OPEN), point, code_of)


def over(after: str | None) -> Page[DataRequest]:
    """Give those that are over, the newest in front."""
    point = select(DataRequest.id).where(DataRequest.code == after).scalar_subquery()
    done = _asked().where(~_IS_OPEN)
    return NEWEST.page(done, point if after else None, code_of)


def running() -> Sequence[DataRequest]:
    """Give those that go on and are due first, for the worker's warnings."""
    found = select(DataRequest).where(_IS_OPEN).order_by(DataRequest.act_by, DataRequest.id)
    return db.session.scalars(found.limit(500)).all()


def count_waiting(viewer: Viewer, _now: datetime) -> Any:
    """Count what waits, as a scalar statement; None for whoever has no right to it."""
    waits = counted(select(DataRequest.id).where(_IS_OPEN), MOST_WAITING)
    return waits if may_protect(viewer) else None


_IS_OPEN = DataRequest.status.in_(OPEN)


def _asked() -> Select[Any]:
    return select(DataRequest).options(joinedload(DataRequest.user))


def _is_of(viewer: Viewer) -> Any:
    return DataRequest.user_id == (viewer.user_id or 0)
