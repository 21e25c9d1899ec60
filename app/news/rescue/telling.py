"""Who hears of a call for rescue, at once and in quiet hours too."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import queries as people
from app.accounts.models import Agency, User
from app.accounts.permissions import ALERT
from app.core.db import db
from app.news.models import Alert
from app.news.rescue.models import Rescue, RescueCall
from app.notifications import tell
from app.notifications.actions import Recipient
from app.notifications.groups import ALWAYS
from app.notifications.kinds import Kind, register

SUBJECT = "rescue-call"
_CODE = _l("%(code)s")
_PLACE = _l("%(place)s · %(code)s")


def _kind(name: str, title: Any, body: Any, icon: str) -> Kind:
    """Register what is about a life: it rings at night, whatever is turned off."""
    hours = timedelta(hours=12)
    return register(Kind(name, title, body, icon, True, urgency="high", ttl=hours, group=ALWAYS))


CALLED = _kind("rescue-called", _l("Somebody calls for rescue"), _PLACE, "warning")
MORE = _kind("rescue-more", _l("One more call from the house you go to"), _CODE, "warning")
TAKEN_OVER = _kind("rescue-taken-over", _l("A colleague goes in your place"), _CODE, "people")
SAID_SAFE = _kind("rescue-said-safe", _l("They say that they are safe"), _CODE, "check")
UNSETTLED = _kind(
    "rescue-unsettled", _l("The alert is over, calls for rescue are not settled"),
    _l("Not settled: %(count)s"), "warning",
)  # fmt: skip
ON_THE_WAY = _kind("rescue-on-the-way", _l("Help is on the way to you"), _CODE, "people")
WAITS_AGAIN = _kind(
    "rescue-waits-again", _l("Your call for rescue waits for other helpers"), _CODE, "clock"
)
DONE = _kind("rescue-done", _l("Your call for rescue was settled"), _CODE, "check")


def officers(agency: Agency, commune_id: int) -> Sequence[User]:
    """Give the duty officers: of whoever sent the alert, and of the commune where it is."""
    local = select(Agency).where(Agency.place_id == commune_id, Agency.is_closed.is_(False))
    offices = [agency, *db.session.scalars(local.order_by(Agency.id))]
    return [each for office in offices for each in people.officials_with(ALERT, office)]


def called(house: Rescue, was: int | None, now: datetime) -> None:
    """Tell the officers of a new house, or of one that is worse by now; also who goes there."""
    if was is None or house.urgency < was:
        to: Sequence[Recipient] = officers(house.alert.agency, house.commune_id)
        words = {"code": house.code, "place": house.commune.title}
        key = f"{house.reference}:called:{house.urgency}"
        tell(to, CALLED.name, words, _desk(house), key, now=now)
    if was is not None and house.handler is not None:
        _tell(house, [house.handler], MORE, f"more:{len(house.calls)}", now)


def safe(call: RescueCall, handler: User | None, now: datetime) -> None:
    if handler is not None:
        _tell(call.rescue, [handler], SAID_SAFE, f"safe:{call.id}", now)


def taken_over(house: Rescue, before: User, now: datetime) -> None:
    _tell(house, [before], TAKEN_OVER, f"over:{house.version}", now)


def senders(house: Rescue, kind: Kind, now: datetime) -> None:
    """Tell everybody who called from the house, guests in the browser that they called from."""
    for call in house.calls:
        key = f"{house.reference}:{kind.name}:{house.version}:{call.id}"
        where = f"/cuu-giup/{call.code}"
        tell(_sender(call), kind.name, {"code": call.code}, where, key, now=now)


def waits_again(house: Rescue, now: datetime) -> None:
    """Tell the senders, and the officers once more."""
    senders(house, WAITS_AGAIN, now)
    words = {"code": house.code, "place": house.commune.title}
    to = officers(house.alert.agency, house.commune_id)
    tell(to, CALLED.name, words, _desk(house), f"{house.reference}:back:{house.version}", now=now)


def unsettled(alert: Alert, count: int, to: Sequence[User], now: datetime) -> None:
    key = f"{alert.reference}:unsettled:{len(alert.messages)}"
    tell(to, UNSETTLED.name, {"count": f"{count}"}, "/can-bo/cuu-giup", key, now=now)


def _sender(call: RescueCall) -> Sequence[Recipient]:
    if call.user is not None:
        return [call.user]
    return people.grants_on(SUBJECT, call.id)


def _tell(house: Rescue, to: Sequence[User], kind: Kind, what: str, now: datetime) -> None:
    tell(to, kind.name, {"code": house.code}, _desk(house), f"{house.reference}:{what}", now=now)


def _desk(house: Rescue) -> str:
    return f"/can-bo/cuu-giup/{house.code}"
