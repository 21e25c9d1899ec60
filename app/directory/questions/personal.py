"""A person's questions about programmes in their export; gone with the account, or in time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, select

from app.accounts.models import User
from app.core.asked import NEW
from app.core.db import db, for_change
from app.core.events import person_erased, person_exported
from app.core.personal import is_kept
from app.core.retention import Kind, register
from app.directory.questions import asking, queries
from app.directory.questions.models import ProgrammeQuestion


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    return "programme_questions", [_told(row) for row in queries.all_of(user)]


@person_erased.connect
def _erase(user: User, now: datetime, **_: Any) -> None:
    for row in queries.all_of(user):
        if row.status == NEW:
            asking.withdraw(row, "system", now)
        else:
            asking.forget(row)


def _end(ids: Sequence[int], _now: datetime) -> None:
    mine = select(ProgrammeQuestion).where(ProgrammeQuestion.id.in_(ids))
    found = for_change(mine.order_by(ProgrammeQuestion.id), of=ProgrammeQuestion)
    for row in db.session.scalars(found).all():
        asking.forget(row)


def _told(row: ProgrammeQuestion) -> dict[str, Any]:
    moments = {"asked_at": row.asked_at, "answered_at": row.answered_at}
    return {
        "code": row.code, "programme": row.programme.title, "business": row.business_name,
        "status": row.status, "words": row.words, "answer": row.answer,
        **{name: at.isoformat() if at else None for name, at in moments.items()},
    }  # fmt: skip


register(
    Kind(
        "programme-questions", _l("Questions about programmes, after their answer"),
        _l("Who asked, for which business and in what words goes; programme and day stay."),
        365, ProgrammeQuestion.id,
        lambda moment: and_(
            ProgrammeQuestion.answered_at < moment,
            is_kept(ProgrammeQuestion.person_key_id),
        ),
        _end, code=ProgrammeQuestion.code,
        of_person=lambda person_id: ProgrammeQuestion.user_id == person_id, order=43,
    )
)  # fmt: skip
