"""A person's places in classes: exported, claimed with a guest's link, gone with the account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, exists, select
from sqlalchemy.orm import joinedload

from app.accounts import grants
from app.accounts.models import User
from app.community.training import signing_up
from app.community.training.life import LIFE
from app.community.training.models import SUBJECT, Training, TrainingPlace
from app.core.db import db, for_change
from app.core.events import grants_claimed, person_erased, person_exported
from app.core.retention import Kind, register


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    return "trainings", [
        {
            "title": each.training.title, "at": each.training.starts_at.isoformat(),
            "name": each.name, "place": each.training.place.title,
            "came_at": each.came_at.isoformat() if each.came_at else None,
        }
        for each in _places(user)
    ]  # fmt: skip


@grants_claimed.connect
def _claim(user: User, grant_ids: list[int], **_: Any) -> None:
    """Make places the account's; the same person stands in one class once, by their number."""
    grants.give_unclaimed(TrainingPlace.user_id, SUBJECT, user, grant_ids)


@person_erased.connect
def _erase(user: User, now: datetime, **_: Any) -> None:
    """Give back what is ahead, for who waits; of what was, the class keeps its counts."""
    ids = [each.training_id for each in _places(user)]
    classes = select(Training).where(Training.id.in_(ids)).order_by(Training.id)
    locked = db.session.scalars(for_change(classes, of=Training)).unique().all()
    for row in _places(user):
        signing_up.take_off(row)
    for training in locked:
        if LIFE.may(training, "leave"):
            signing_up.move_up(training, now)


def _places(user: User) -> Sequence[TrainingPlace]:
    mine = select(TrainingPlace).where(TrainingPlace.user_id == user.id)
    whole = mine.options(joinedload(TrainingPlace.training)).order_by(TrainingPlace.id)
    return db.session.scalars(whole).all()


def _end(ids: Sequence[int], _now: datetime) -> None:
    classes = select(Training).where(Training.id.in_(ids)).order_by(Training.id)
    db.session.scalars(for_change(classes, of=Training)).all()
    rows = select(TrainingPlace).where(TrainingPlace.training_id.in_(ids))
    for row in db.session.scalars(rows.order_by(TrainingPlace.id)).all():
        signing_up.forget(row)


register(
    Kind(
        "training-places", _l("Who signed up for a class, after it"),
        _l("Who signed up and came goes; the class, its files and its counts stay."), 180,
        Training.id,
        lambda moment: and_(
            Training.ends_at < moment,
            exists().where(TrainingPlace.training_id == Training.id),
        ),
        _end, code=Training.code, order=63,
    )
)  # fmt: skip
