"""A person's requests in their export, gone with the account, and after some years."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists, select

from app.accounts.models import User
from app.core import clock, jobs
from app.core.db import db
from app.core.events import person_erased, person_exported
from app.core.personal import is_kept
from app.core.retention import Kind, goes_on, register
from app.personal_data.asking import actions, queries
from app.personal_data.asking.models import OPEN, DataRequest


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    return "data_requests", [_told(row) for row in queries.of_user(user)]


@person_erased.connect
def _erase(user: User, now: datetime, **_: Any) -> None:
    """What was asked for and when stays countable; the person goes."""
    for row in queries.of_user(user):
        if row.is_open:
            actions.withdraw(row, user, now)
        row.forget()


@jobs.every(timedelta(hours=1))
def warn_now() -> None:
    """Tell officials of requests that are due."""
    actions.warn(clock.now())
    db.session.commit()


def _end(ids: Sequence[int], _now: datetime) -> None:
    for row in db.session.scalars(select(DataRequest).where(DataRequest.id.in_(ids))).all():
        row.forget()


def _goes_on(person: Any) -> ColumnElement[bool]:
    mine = DataRequest.user_id == person, DataRequest.status.in_(OPEN)
    return exists(select(DataRequest.id).where(*mine))


def _told(row: DataRequest) -> dict[str, Any]:
    moments = {"asked_at": row.asked_at, "answered_at": row.answered_at, "closed_at": row.closed_at}
    return {
        "code": row.code, "kind": row.kind, "status": row.status, "words": row.words,
        "answer": row.answer, "result": row.result,
        **{name: at.isoformat() if at else None for name, at in moments.items()},
    }  # fmt: skip


register(
    Kind(
        "data-requests", _l("Requests about data, after they ended"),
        _l("Who asked, in what words and with which files goes; what was asked for, when and how "
           "it ended stays."),
        1_825, DataRequest.id,
        lambda moment: and_(
            DataRequest.status.not_in(OPEN), DataRequest.closed_at < moment,
            is_kept(DataRequest.person_key_id),
        ),
        _end, code=DataRequest.code, order=40,
    )
)  # fmt: skip
goes_on(_goes_on)
