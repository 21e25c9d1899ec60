"""Giving a direction, answering it, taking it back. Each is logged; the other side is told."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import absences, permissions
from app.accounts.actors import Actor
from app.accounts.models import Agency, User
from app.accounts.viewer import Viewer
from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.formats import day
from app.core.translated import names_of
from app.core.working_time import Calendar
from app.notifications.actions import tell
from app.notifications.groups import DESK
from app.notifications.kinds import Kind, register
from app.service_requests.directing.models import ANSWER, DIRECTION, TAKE_BACK, Direction
from app.service_requests.directing.rights import may_direct_agency
from app.service_requests.people import support_people
from app.service_requests.record import ServiceRequest
from app.service_requests.transition import require_words

GIVEN = register(
    Kind("direction", _l("A direction to your agency"), _l("Answer by %(due)s"), "flag", group=DESK)
)
REPLIED = register(
    Kind(
        "direction_answered", _l("A direction was answered"), _l("%(agency)s"), "reply", group=DESK
    )
)
ENDED = register(
    Kind(
        "direction_taken_back",
        _l("A direction was taken back"),
        _l("It needs no answer"),
        "undo",
        group=DESK,
    )
)
MOST_WORDS = 2_000
LATEST_DAYS = 366


def give(
    viewer: Viewer,
    agency: Agency,
    words: str,
    due_on: date,
    now: datetime,
    calendar: Calendar,
    report: ServiceRequest | None = None,
) -> Direction:
    """Give a direction to an agency; its leads, else its people, are told.

    Raises:
        DomainError: it is none of the viewer's agencies, the report does not lie there or is not
            spoken of, the day is no day ahead, or nothing is said.
    """
    if agency.is_closed or not may_direct_agency(viewer, agency):
        raise DomainError(_l("You may not direct this agency."), field="agency")
    if report is not None:
        _check_report(report, agency)
    require_words(words, _l("Write what the agency is to do."), "noi_dung")
    today = clock.local(now).date()
    due_at = _end_of(due_on, calendar)
    if due_at <= now:
        raise DomainError(_l("Choose a day that has not passed."), field="han")
    if (due_on - today).days > LATEST_DAYS:
        raise DomainError(_l("Choose a day within a year."), field="han")
    actor = _speaks_for(viewer, agency)
    direction = Direction(
        agency=agency, from_agency_id=actor.agency_id, service_request=report, given_at=now,
        given_by_id=actor.user_id, words=words, due_on=due_on, due_at=due_at,
    )  # fmt: skip
    db.session.add(direction)
    db.session.flush()
    after = {"agency": agency.code, "due_on": due_on.isoformat(),
             "report": report.code if report else None}  # fmt: skip
    audit.record(actor.reference, "direction.give", direction.reference, now=now, after=after)
    people = [each for each in support_people(agency) if each.id != actor.user_id]
    _tell(absences.standing_in(people, now), GIVEN, direction, "given", now, due=day(due_on))
    return direction


def answer(direction: Direction, actor: Actor, words: str, now: datetime) -> None:
    """Answer it for the agency, once; who gave it is told."""
    DIRECTION.require(direction, ANSWER.name)
    require_words(words, _l("Write what was done, or why not."), "tra_loi")
    DIRECTION.move(direction, ANSWER.name)
    direction.answered_at, direction.answered_by_id, direction.answer = now, actor.user_id, words
    _record(direction, actor, "direction.answer", now)
    giver = [direction.given_by] if direction.given_by else []
    _tell(giver, REPLIED, direction, "answered", now, agency=names_of(direction.agency))


def take_back(direction: Direction, actor: Actor, now: datetime) -> None:
    """Take it back before it was answered; who was told hears of it."""
    DIRECTION.move(direction, TAKE_BACK.name)
    _record(direction, actor, "direction.take_back", now)
    people = [each for each in support_people(direction.agency) if each.id != actor.user_id]
    _tell(absences.standing_in(people, now), ENDED, direction, "taken-back", now)


def _check_report(report: ServiceRequest, agency: Agency) -> None:
    if report.sealed_kind or report.about_officials:
        raise DomainError(_l("No direction is given about this report."), field="phan_anh")
    if report.agency_id != agency.id:
        raise DomainError(_l("This report lies with another agency."), field="phan_anh")


def _end_of(due_on: date, calendar: Calendar) -> datetime:
    last = calendar.hours.spans[-1][1]
    return clock.at(due_on, last).astimezone(UTC)


def _speaks_for(viewer: Viewer, agency: Agency) -> Actor:
    """Give the actor, for the agency through which the viewer directs this one."""
    leads = [each for each in viewer.agencies(permissions.LEAD) if each.covers(agency)]
    return viewer.actor((leads or viewer.agencies(permissions.OPERATE))[0])


def _record(direction: Direction, actor: Actor, verb: str, now: datetime) -> None:
    after = {"late": direction.is_late(now)}
    audit.record(actor.reference, verb, direction.reference, now=now, after=after)


def _tell(
    people: Sequence[User], kind: Kind, direction: Direction, key: str, now: datetime, **more: Any
) -> None:
    """Tell them; a lock screen shows neither the words nor what it is about."""
    url, dedupe = f"/can-bo/don-doc/{direction.code}", f"{direction.reference}:{key}"
    tell(people, kind.name, more, url, dedupe, now=now)
