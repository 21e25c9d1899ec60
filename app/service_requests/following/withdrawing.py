"""The sender takes a report back."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.working_time import Calendar
from app.service_requests import life, transition
from app.service_requests.clock.asking import go_on
from app.service_requests.history import StatusChange
from app.service_requests.notices import FOLLOW_ENDED, FOLLOWERS, HANDLERS, SPOKE
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Pause

WITHDRAW = life.REPORT.verb(
    "withdraw",
    life.OPEN,
    life.CLOSED,
    label=_l("Withdrawn"),
    facts={life.WHILE_JOINED, life.SPOKEN, life.OVERTAKES, life.FREES_JOINED, life.LEAVES_MAIN},
    told={HANDLERS: SPOKE, FOLLOWERS: FOLLOW_ENDED},
)


def withdraw(
    report: ServiceRequest, actor: Actor, now: datetime, calendar: Calendar
) -> StatusChange:
    """Take it back before it was answered."""
    transition.require(report, WITHDRAW)
    go_on(report, now, calendar, Pause.WITHDRAWAL)
    return transition.end(report, WITHDRAW, actor, now, life.WITHDRAWN, None)
