"""A person's questions in their export, claimed with a link, gone with the account, or in time."""

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
from app.enquiries import actions, queries
from app.enquiries.models import Enquiry


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    return "enquiries", [_told(row) for row in queries.of_user(user)]


@grants_claimed.connect
def _claim(user: User, grant_ids: list[int], **_: Any) -> None:
    grants.give_unclaimed(Enquiry.user_id, queries.SUBJECT, user, grant_ids)


@person_erased.connect
def _erase(user: User, now: datetime, **_: Any) -> None:
    """Kind, day and whether it was answered stay countable; words and person go."""
    for row in queries.of_user(user):
        if row.status == NEW:
            actions.withdraw(row, now)
        actions.forget(row)


def _end(ids: Sequence[int], _now: datetime) -> None:
    mine = select(Enquiry).where(Enquiry.id.in_(ids)).order_by(Enquiry.id)
    for row in db.session.scalars(for_change(mine, of=Enquiry)).all():
        actions.forget(row)


def _told(row: Enquiry) -> dict[str, Any]:
    moments = {"asked_at": row.asked_at, "answered_at": row.answered_at}
    return {
        "code": row.code, "kind": row.kind, "status": row.status, "words": row.words,
        "answer": row.answer,
        **{name: at.isoformat() if at else None for name, at in moments.items()},
    }  # fmt: skip


register(
    Kind(
        "enquiries", _l("Questions to the operators, after their answer"),
        _l("Who asked, in what words and with which files goes; kind and day stay."),
        365, Enquiry.id,
        lambda moment: and_(
            Enquiry.answered_at < moment,
            is_kept(Enquiry.person_key_id),
        ),
        _end, code=Enquiry.code,
        of_person=lambda person_id: Enquiry.user_id == person_id, order=41,
    )
)  # fmt: skip
