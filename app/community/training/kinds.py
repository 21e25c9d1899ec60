"""What people are told of a class they signed up for; what a guest without the app is texted."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import sms
from app.accounts.models import Grant, User
from app.accounts.queries import grants_on
from app.community.training.models import SUBJECT, Training, TrainingPlace
from app.core import clock
from app.notifications import tell
from app.notifications.groups import APPOINTMENTS
from app.notifications.kinds import Kind, register

_BODY = _l("%(when)s · %(place)s")
MOVED_UP = register(
    Kind("training-place", _l("A place in the class is yours now"), _BODY, "school",
         urgency="high", group=APPOINTMENTS)
)  # fmt: skip
CHANGED = register(
    Kind("training-changed", _l("A class you signed up for has another time or place"), _BODY,
         "calendar", urgency="high", group=APPOINTMENTS)
)  # fmt: skip
OFF = register(
    Kind("training-off", _l("A class you signed up for is called off"), _BODY, "undo",
         urgency="high", group=APPOINTMENTS)
)  # fmt: skip
SOON = register(
    Kind("training-soon", _l("Your class is tomorrow"), _BODY, "school", group=APPOINTMENTS)
)
OF_TEAMS = register(
    Kind("training-team", _l("There is a class for your digital team"), _BODY, "school",
         group=APPOINTMENTS)
)  # fmt: skip


def told(training: Training, rows: Sequence[TrainingPlace], kind: Kind, now: datetime) -> None:
    """Tell all of a class at once; whoever signed somebody up is told for them."""
    _told(training, rows, kind, f"{training.reference}:{training.version}", now)


def told_alone(row: TrainingPlace, kind: Kind, now: datetime) -> None:
    """Tell one of them, whatever the others were told."""
    _told(row.training, [row], kind, row.reference, now)


def told_teams(training: Training, people: Iterable[User], now: datetime) -> None:
    _tell(training, people, OF_TEAMS, training.reference, now)


def _told(
    training: Training, rows: Sequence[TrainingPlace], kind: Kind, key: str, now: datetime
) -> None:
    guests = [each for each in rows if each.user is None and each.phone]
    people = [person for row in rows for person in (row.user, row.helper) if person is not None]
    grants = [grant for row in guests for grant in grants_on(SUBJECT, row.id)]
    _tell(training, [*people, *grants], kind, key, now)
    for row in guests:
        sms.send(row.phone, _words(training, kind), now)


def _tell(
    training: Training, people: Iterable[User | Grant], kind: Kind, key: str, now: datetime
) -> None:
    said = {"when": _when(training), "place": training.place.title}
    here = f"/tap-huan/{training.code}"
    tell(people, kind.name, said, here, f"{kind.name}:{key}", now=now)


def _when(training: Training) -> str:
    return f"{clock.local(training.starts_at):%H:%M %d/%m}"


def _words(training: Training, kind: Kind) -> str:
    with force_locale("vi"):
        return _("%(what)s: %(title)s, %(when)s", what=kind.title, title=training.title,
                 when=_when(training))  # fmt: skip
