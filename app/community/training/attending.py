"""Who came: by the code at the door, which changes, or ticked by whoever teaches."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.community.training.life import LIFE
from app.community.training.models import HAS, Training, TrainingPlace
from app.community.training.signing_up import Person, put_on, seat
from app.core import personal
from app.core.errors import Conflict

OPENS = timedelta(hours=2)
"""How long before it begins whoever is there can be written down."""
STAYS = timedelta(days=2)
"""How long after its end: what was ticked without a signal comes late."""
PERIOD = timedelta(minutes=10)


def is_near(training: Training, now: datetime) -> bool:
    """Tell whether somebody can be at the class now, or was a short while ago."""
    near = training.starts_at - OPENS <= now <= training.ends_at + STAYS
    return near and LIFE.may(training, "attend")


def refuse_far(training: Training, now: datetime) -> None:
    """Raise ``Conflict`` while nobody can be there."""
    if not is_near(training, now):
        raise Conflict(_l("Who is there is written down from two hours before the class until two "
                          "days after it."))  # fmt: skip


def came(row: TrainingPlace, is_there: bool, now: datetime) -> None:
    """Write down that somebody is there, or is not after all; who waited has a place then.

    Raises:
        Conflict: the class is not near.
    """
    refuse_far(row.training, now)
    if is_there == (row.came_at is not None):
        return
    if is_there and not row.has_place:
        seat(row)
    row.came_at = now if is_there else None
    row.training.came += 1 if is_there else -1


def walk_in(training: Training, person: Person, now: datetime) -> TrainingPlace:
    """Write down somebody who is there without having signed up, while a place is free.

    Raises:
        Conflict: none is, or the class is not near.
    """
    refuse_far(training, now)
    if not training.left:
        raise Conflict(_l("All places are taken. Ask whoever teaches to write you down."))
    row = put_on(training, person, HAS, now)
    came(row, True, now)
    return row


def door_code(training: Training, now: datetime, before: int = 0) -> str:
    """Give what the code at the door carries in this period, or in one before it.

    A picture of it that goes round opens nothing a while later.
    """
    period = int(now.timestamp() // PERIOD.total_seconds()) - before
    return personal.blind_index("training-door", f"{training.code}:{period}")[:12]


def fits(training: Training, door: str, now: datetime) -> bool:
    """Tell whether that code was shown at the door in this period or the one before."""
    return door in (door_code(training, now), door_code(training, now, 1))
