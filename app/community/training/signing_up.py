"""Taking a place, waiting for one, leaving; who waits moves up and is told.

All of it under the lock of the class's row (``queries.by_code``): of two who take the last place at
once one has it, the other waits.
"""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import grants, phones, sessions
from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.community.training import kinds, queries
from app.community.training.life import LIFE
from app.community.training.models import (
    HAS,
    MOST_WAITING,
    SUBJECT,
    WAITS,
    Training,
    TrainingPlace,
)
from app.core import personal
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.core.text import fold


@dataclass(frozen=True)
class Person:
    """Who takes the place. ``mark`` tells one person from all others; ``phone`` is a guest's."""

    name: str
    mark: str
    user: User | None = None
    helper: User | None = None
    phone: str = ""

    def who(self, training: Training) -> str:
        """Give the keyed hash by which this person stands in this class once."""
        return personal.blind_index("training", f"{training.code}:{self.mark}")


def of_viewer(viewer: Viewer, name: str, typed: str) -> Person:
    """Give the viewer as a person: by their account, or by a phone they proved and typed again.

    Raises:
        DomainError: a guest's number that is none, or is not proved.
    """
    if viewer.user is not None:
        return Person(name, viewer.user.phone_index or f"user:{viewer.user.code}", viewer.user)
    phone = phones.parse(typed)
    if viewer.proved_phone_index != phones.index(phone):
        raise DomainError(_l("Confirm this number first: we text a code to it."), field="phone")
    return Person(name, phones.index(phone), phone=phone)


def for_another(name: str, helper: User) -> Person:
    """Give somebody without a phone, whom a member of a team signs up."""
    return Person(name, f"helped:{fold(name)}", helper=helper)


def sign_up(training: Training, person: Person, now: datetime) -> TrainingPlace:
    """Give a place, or the next one on the waiting list; again, what the person has already.

    Raises:
        Conflict: nobody signs up now, or very many wait; DomainError: no name.
    """
    known = queries.by_who(training, person.who(training))
    if known is not None:
        return known
    LIFE.require(training, "sign_up")
    if not training.takes(now):
        raise Conflict(_l("The class has begun: nobody signs up any more."))
    if not training.left and training.waiting >= MOST_WAITING:
        raise Conflict(_l("The class is full, and very many wait. Look for another one."))
    return put_on(training, person, HAS if training.left else WAITS, now)


def put_on(training: Training, person: Person, status: str, now: datetime) -> TrainingPlace:
    """Write somebody down, with a place or waiting.

    Raises:
        DomainError: no name.
    """
    if not person.name:
        raise DomainError(_l("Write the name of whoever comes."), field="ten")
    training.numbers += 1
    row = TrainingPlace(
        training=training, number=training.numbers, status=status, who=person.who(training),
        user=person.user, helper=person.helper, is_helped=person.helper is not None,
        person_key=personal.new_key(), signed_at=now,
    )  # fmt: skip
    row.seal(name=person.name, phone=person.phone)
    db.session.add(row)
    _count(training, status, 1)
    db.session.flush()
    return row


def held_by(viewer: Viewer, row: TrainingPlace, now: datetime) -> None:
    """Let a guest's browser hold their place, once."""
    if viewer.user is None and row.id not in viewer.subjects(SUBJECT):
        grants.make(sessions.ensure(now), SUBJECT, row.id, now, viewer.proved_phone_index)


def leave(row: TrainingPlace, now: datetime) -> None:
    """Give the place back: the name is unreadable from now on, and who waits moves up."""
    training = row.training
    LIFE.require(training, "leave")
    if now >= training.starts_at:
        raise Conflict(_l("The class has begun: nobody leaves any more."))
    take_off(row)
    move_up(training, now)


def take_off(row: TrainingPlace) -> None:
    """Delete what is written down of somebody; of a class that is over the counts stay."""
    training = row.training
    if LIFE.may(training, "leave"):
        _count(training, row.status, -1)
        training.came -= row.came_at is not None
    forget(row)


def forget(row: TrainingPlace) -> None:
    """Delete the row: the name is unreadable from now on, in every copy."""
    personal.destroy(row.person_key)
    db.session.delete(row)
    db.session.flush()


def move_up(training: Training, now: datetime) -> int:
    """Give free places to those who wait, the first first, and tell them; give how many."""
    moved = 0
    while training.left and training.waiting and now < training.starts_at:
        row = queries.next_waiting(training)
        if row is None:
            break
        seat(row)
        kinds.told_alone(row, kinds.MOVED_UP, now)
        moved += 1
    return moved


def seat(row: TrainingPlace) -> None:
    """Give a place to somebody who waits."""
    training = row.training
    _count(training, row.status, -1)
    row.status = HAS
    _count(training, HAS, 1)
    db.session.flush()


def _count(training: Training, status: str, by: int) -> None:
    if status == HAS:
        training.taken += by
    else:
        training.waiting += by
