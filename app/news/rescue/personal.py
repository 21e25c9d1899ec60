"""A person's calls for rescue: in their export, claimed with a link, gone with the account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, select

from app.accounts import grants
from app.accounts.models import User
from app.core.db import db, for_change
from app.core.events import grants_claimed, person_erased, person_exported
from app.core.personal import is_kept
from app.core.retention import Kind, register
from app.news.rescue import calling, queries
from app.news.rescue.models import Rescue, RescueCall


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    return "rescue_calls", [_told(call) for call in queries.of_user(user)]


@grants_claimed.connect
def _claim(user: User, grant_ids: list[int], **_: Any) -> None:
    grants.give_unclaimed(RescueCall.user_id, queries.SUBJECT, user, grant_ids)


@person_erased.connect
def _erase(user: User, now: datetime, **_: Any) -> None:
    """Whoever takes their account away is safe; that somebody called, and what for, stays."""
    calls = queries.of_user(user)
    _lock({call.rescue_id for call in calls})
    for call in calls:
        calling.say_safe(call, user.reference, now)
        calling.forget(call)


def _lock(numbers: set[int]) -> None:
    houses = select(Rescue).where(Rescue.id.in_(numbers)).order_by(Rescue.id)
    db.session.scalars(for_change(houses, of=Rescue)).all()


def _end(ids: Sequence[int], _now: datetime) -> None:
    calls = db.session.scalars(
        select(RescueCall).where(RescueCall.id.in_(ids)).order_by(RescueCall.id)
    ).all()
    _lock({call.rescue_id for call in calls})
    for call in calls:
        calling.forget(call)


def _told(call: RescueCall) -> dict[str, Any]:
    return {
        "code": call.code, "status": call.rescue.status, "called_at": call.called_at.isoformat(),
        "needs": call.needs.split(), "people": call.people, "phone": call.phone,
        "words": call.words, "lat": call.lat, "long": call.long, "place": call.place.title,
        "safe_at": call.safe_at.isoformat() if call.safe_at else None,
    }  # fmt: skip


register(
    Kind(
        "rescue-calls", _l("Calls for rescue, after they were settled"),
        _l("Who called, from where and in what words goes; commune, day and outcome stay."),
        180, RescueCall.id,
        lambda moment: and_(
            RescueCall.rescue_id.in_(select(Rescue.id).where(Rescue.ended_at < moment)),
            is_kept(RescueCall.person_key_id),
        ),
        _end, code=RescueCall.code,
        of_person=lambda person_id: RescueCall.user_id == person_id, order=44,
    )
)  # fmt: skip
