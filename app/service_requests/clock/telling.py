"""Telling the people of the chain: each report once, or one summary where there are many."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import absences
from app.accounts.models import Agency, User
from app.accounts.queries import users_by_ids
from app.core import clock
from app.core.db import db
from app.core.translated import names_of
from app.core.working_time import Calendar
from app.notifications.actions import tell
from app.notifications.groups import DEADLINES
from app.notifications.kinds import Kind, register
from app.service_requests.clock import chain, mailing
from app.service_requests.clock.models import Escalation, EscalationRecipient, MorningDigest
from app.service_requests.clock.queries import digest_of, figures, leads_of_agencies, untold
from app.service_requests.record import ServiceRequest

Row = tuple[EscalationRecipient, Escalation, ServiceRequest]
FLOOD = 3
"""More reports than this for one person in one run are told as one summary."""
LATE_RUN = timedelta(hours=1)
"""Steps older than this mean that the worker was down: several are one summary then."""
DIGEST_UNTIL = time(11, 30)
"""A worker that starts later in the day sends no morning figures any more."""
_ABOUT = _l("%(service)s · %(code)s")
KINDS = {
    chain.UNASSIGNED: Kind(
        "chain_unassigned", _l("A report waits to be assigned"), _ABOUT, "flag", group=DEADLINES
    ),
    chain.ACCEPTANCE: Kind(
        "chain_acceptance", _l("Not accepted in time"), _ABOUT, "clock", group=DEADLINES
    ),
    chain.HALF: Kind(
        "chain_half", _l("Half of the time is used"), _ABOUT, "clock", group=DEADLINES
    ),
    chain.FOUR_FIFTHS: Kind(
        "chain_four_fifths",
        _l("Due soon: a fifth of the time is left"),
        _ABOUT,
        "clock",
        group=DEADLINES,
    ),
    chain.OVERDUE: Kind(
        "chain_overdue", _l("A report is overdue"), _ABOUT, "warning", group=DEADLINES
    ),
    chain.FAR_OVERDUE: Kind(
        "chain_far", _l("Overdue by a quarter"), _ABOUT, "warning", group=DEADLINES
    ),
    chain.SIGN: Kind(
        "chain_sign", _l("A draft still waits for your approval"), _ABOUT, "edit", group=DEADLINES
    ),
    chain.SIGN_UP: Kind(
        "chain_sign_up",
        _l("A draft waits and its lead has not decided"),
        _ABOUT,
        "edit",
        group=DEADLINES,
    ),
    chain.SIGN_TOP: Kind(
        "chain_sign_top",
        _l("A draft has long waited for approval"),
        _ABOUT,
        "warning",
        group=DEADLINES,
    ),
    chain.TWICE: Kind(
        "chain_twice", _l("Overdue by the whole time again"), _ABOUT, "warning", group=DEADLINES
    ),
}
SUMMARY = Kind(
    "chain_summary",
    _l("%(count)s reports need you"),
    _l("%(late)s of them are overdue. Open the inbox."),
    "warning",
    group=DEADLINES,
)
DIGEST = Kind(
    "chain_digest",
    _l("Your agency this morning"),
    _l("%(late)s overdue, %(today)s due today, %(loose)s given to nobody."),
    "clock",
    group=DEADLINES,
)


for _kind in (*KINDS.values(), SUMMARY, DIGEST):
    register(_kind)


LATE = frozenset({chain.OVERDUE, chain.FAR_OVERDUE, chain.TWICE})


def tell_untold(now: datetime) -> int:
    """Tell everybody what the chain has for them; give how many people were told."""
    by_person: dict[User, list[Row]] = {}
    for recipient, step, user, service_request in untold():
        by_person.setdefault(user, []).append((recipient, step, service_request))
        recipient.told_at = now
    for user, rows in by_person.items():
        _tell_person(user, rows, now)
    mailing.late({user.id: _late_ones(rows) for user, rows in by_person.items()}, now)
    return len(by_person)


def morning_digest(now: datetime, calendar: Calendar) -> int:
    """Give the leads their figures, once on a working morning; give how many were told."""
    local = clock.local(now)
    is_time = chain.MORNING <= local.time() < DIGEST_UNTIL and calendar.works_on(local.date())
    if not is_time or digest_of(local.date()) is not None:
        return 0
    db.session.add(MorningDigest(day=local.date(), at=now))
    led = leads_of_agencies()
    users, deputies = users_by_ids(led), absences.deputies(now)
    told = [
        _tell_figures(absences.present(users[lead], deputies), lead, agencies, now)
        for lead, agencies in led.items()
    ]
    mailing.morning(led, deputies, now)
    return sum(told)


def _late_ones(rows: Sequence[Row]) -> list[ServiceRequest]:
    return [row[2] for row in _heaviest(rows) if chain.plain(row[1].step) in LATE]


def _tell_person(user: User, rows: Sequence[Row], now: datetime) -> None:
    heaviest = _heaviest(rows)
    oldest = min(step.due_at for _, step, _ in heaviest)
    if len(heaviest) > FLOOD or (len(heaviest) > 1 and now - oldest > LATE_RUN):
        _tell_summary(user, heaviest, now)
        return
    for _, step, service_request in heaviest:
        kind = KINDS[chain.plain(step.step)]
        names = names_of(service_request.service)
        parameters = {"code": service_request.code, "service": names}
        url = f"/can-bo/phan-anh/{service_request.code}"
        tell([user], kind.name, parameters, url, f"chain:{step.id}", now=now)


def _tell_summary(user: User, rows: Sequence[Row], now: datetime) -> None:
    late = sum(chain.plain(step.step) in LATE for _, step, _ in rows)
    newest = max(recipient.id for recipient, _, _ in rows)
    parameters = {"count": len(rows), "late": late}
    tell([user], SUMMARY.name, parameters, "/can-bo", f"chain_summary:{newest}", now=now)


def _heaviest(rows: Sequence[Row]) -> list[Row]:
    """Give one row for each report: its heaviest step."""
    found: dict[int, Row] = {}
    for row in rows:
        known = found.get(row[2].id)
        if known is None or _weight(row) > _weight(known):
            found[row[2].id] = row
    return list(found.values())


def _weight(row: Row) -> int:
    return chain.WEIGHT[chain.plain(row[1].step)]


def _tell_figures(user: User, lead: int, agencies: Sequence[Agency], now: datetime) -> bool:
    tonight = clock.at(clock.local(now).date(), time(23, 59))
    late, today, loose = figures(agencies, now, tonight)
    if not (late or today or loose):
        return False
    parameters: dict[str, Any] = {"late": late, "today": today, "loose": loose}
    day = clock.local(now).date().isoformat()
    tell([user], DIGEST.name, parameters, "/can-bo", f"chain_digest:{day}:{lead}", now=now)
    return True
