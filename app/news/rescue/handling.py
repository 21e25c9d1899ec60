"""What a duty officer does with a house that calls: go there, hand it back, settle it, part it."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.news.models import Alert
from app.news.rescue import queries, telling
from app.news.rescue.models import (
    GIVE_BACK,
    LIFE,
    OUTCOMES,
    SETTLE,
    TAKE,
    TAKE_OVER,
    TAKEN,
    Rescue,
)


def take(house: Rescue, by: User, now: datetime) -> None:
    """Go there: from now on the phones are shown to ``by``, which the audit log keeps.

    Raises:
        Conflict: somebody else goes there already, or it is over.
    """
    if house.status == TAKEN and house.handler is not None and house.handler_id != by.id:
        raise Conflict(_l("%(name)s was faster and goes there already.", name=house.handler.name))
    if house.status == TAKEN:
        return
    LIFE.move(house, TAKE)
    _give(house, by, now)
    audit.record(by.reference, "rescue.take", house.reference, now=now)
    telling.senders(house, telling.ON_THE_WAY, now)


def take_over(house: Rescue, by: User, now: datetime) -> None:
    """Go there in the place of a colleague, who is told."""
    before = house.handler
    LIFE.move(house, TAKE_OVER)
    _give(house, by, now)
    if before is not None and before.id != by.id:
        telling.taken_over(house, before, now)
    audit.record(by.reference, "rescue.take_over", house.reference, now=now)


def give_back(house: Rescue, by: User, now: datetime) -> None:
    """Let others go there; they and the senders are told."""
    LIFE.move(house, GIVE_BACK)
    house.handler = house.taken_at = None
    audit.record(by.reference, "rescue.give_back", house.reference, now=now)
    telling.waits_again(house, now)


def settle(house: Rescue, outcome: str, by: User, now: datetime) -> None:
    """End it; raises ``DomainError`` without an outcome."""
    if outcome not in OUTCOMES:
        raise DomainError(_l("Choose how it ended."), field="outcome")
    LIFE.move(house, SETTLE)
    house.outcome, house.ended_at = outcome, now
    after = {"outcome": outcome}
    audit.record(by.reference, "rescue.settle", house.reference, now=now, after=after)
    telling.senders(house, telling.DONE, now)


def part(house: Rescue, code: str, by: User, now: datetime) -> Rescue:
    """Make a house of its own of a call that belongs to another one.

    Raises:
        DomainError: the call is not one of several of this house, or the house is settled.
    """
    call = next((each for each in house.calls if each.code == code), None)
    if call is None or len(house.calls) == 1 or not house.is_open:
        raise DomainError(_l("This call stands alone already."))
    made = Rescue(alert=house.alert, agency_id=house.agency_id, commune_id=house.commune_id)
    db.session.add(made)
    house.calls.remove(call)
    made.calls.append(call)
    for each in (house, made):
        each.gather()
    house.version += 1
    db.session.flush()
    audit.record(by.reference, "rescue.part", house.reference, now=now, after={"to": made.code})
    telling.called(made, None, now)
    return made


def alert_ended(alert: Alert, now: datetime) -> None:
    """Tell whoever is on duty which calls are still open: none is dropped with the alert."""
    houses = queries.open_of(alert)
    if houses:
        to = [
            each
            for commune in sorted(queries.communes(houses))
            for each in telling.officers(alert.agency, commune)
        ]
        telling.unsettled(alert, len(houses), to, now)


def _give(house: Rescue, by: User, now: datetime) -> None:
    house.handler, house.handler_id, house.taken_at = by, by.id, now
