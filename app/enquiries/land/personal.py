"""A person's questions about land in their export, claimed with a link, gone with the account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, select

from app.accounts import grants
from app.accounts.models import User
from app.core.asked import NEW
from app.core.db import db, for_change
from app.core.events import grants_claimed, person_erased, person_exported
from app.core.personal import is_kept
from app.core.retention import Kind, register
from app.enquiries.land import answering, asking, queries
from app.enquiries.land.models import LandQuestion


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    return "land_questions", [_told(row) for row in queries.of_user(user)]


@grants_claimed.connect
def _claim(user: User, grant_ids: list[int], **_: Any) -> None:
    grants.give_unclaimed(LandQuestion.user_id, queries.SUBJECT, user, grant_ids)


@person_erased.connect
def _erase(user: User, now: datetime, **_: Any) -> None:
    """What was published of it goes too: it came out of this person's words."""
    for row in queries.of_user(user):
        answering.take_down(row)
        if row.status == NEW:
            asking.withdraw(row, "system", now)
        else:
            asking.forget(row)


def _end(ids: Sequence[int], _now: datetime) -> None:
    mine = select(LandQuestion).where(LandQuestion.id.in_(ids)).order_by(LandQuestion.id)
    for row in db.session.scalars(for_change(mine, of=LandQuestion)).all():
        asking.forget(row)


def _told(row: LandQuestion) -> dict[str, Any]:
    moments = {"asked_at": row.asked_at, "answered_at": row.answered_at}
    return {
        "code": row.code, "kind": str(row.kind_name), "status": row.status,
        "commune": row.place.title, "words": row.words, "answer": row.answer,
        **{name: at.isoformat() if at else None for name, at in moments.items()},
    }  # fmt: skip


register(
    Kind(
        "land-questions", _l("Questions about land, after their answer"),
        _l("Who asked, in what words and with which photos goes; what was published stays."),
        365, LandQuestion.id,
        lambda moment: and_(
            LandQuestion.answered_at < moment,
            is_kept(LandQuestion.person_key_id),
        ),
        _end, code=LandQuestion.code,
        of_person=lambda person_id: LandQuestion.user_id == person_id, order=42,
    )
)  # fmt: skip
