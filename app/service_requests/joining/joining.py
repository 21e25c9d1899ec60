"""Joining reports about one matter, and what the main report's steps do to the others.

Audited on both sides. Only rows are changed here; the caller commits.
"""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import SYSTEM, Actor
from app.core import audit
from app.core.errors import DomainError
from app.service_requests import life, loading
from app.service_requests.history import StatusChange
from app.service_requests.joining import members
from app.service_requests.joining.queries import for_change_under, joined_under
from app.service_requests.record import ServiceRequest


def join(joined: ServiceRequest, main: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    """Put ``joined`` under ``main``, which takes over the earliest promise.

    Raises ``DomainError`` where they may not be joined, or ``joined`` leads others itself.
    """
    if joined_under(joined):
        raise DomainError(
            _l("Other reports are joined under this one. Split them first."), field="leader"
        )
    change = members.join(joined, actor, now, main)
    members.gather(main, actor, now, for_change_under(main), joined.code)
    _record(actor, "report.join", joined, main, now)
    return change


def split(joined: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    """Let ``joined`` stand alone again, with everything as it was before."""
    main = loading.main_of(joined)
    change = members.split(joined, actor, now)
    _released(joined, main, actor, now)
    return change


def take_along(
    service_request: ServiceRequest, change: StatusChange, actor: Actor, now: datetime
) -> None:
    """Let those under a main report take part in its step, or one under it leave."""
    if service_request.main_id is not None and life.REPORT.has(change.verb, life.LEAVES_MAIN):
        main = loading.main_of(service_request)
        members.leave(service_request, now)
        _released(service_request, main, actor, now)
    elif service_request.main_id is None:
        _lead(service_request, change, actor, now)


def _lead(main: ServiceRequest, change: StatusChange, actor: Actor, now: datetime) -> None:
    """Let the others take part in what happened to the report that leads them."""
    verb = change.verb
    hidden = verb == "correct" and not main.is_listed
    ends, frees = (life.REPORT.has(verb, fact) for fact in (life.ENDS_JOINED, life.FREES_JOINED))
    if not (hidden or ends or frees or verb in ("accept", "reply", "amend")):
        return
    for each in for_change_under(main):
        if hidden or frees:
            split(each, SYSTEM, now)
        elif verb == "accept":
            members.hear_acceptance(each, now)
        elif verb in ("reply", "amend"):
            members.hear_main(each, actor, now, main, change)
        elif each.is_open:
            members.follow_main(each, _by(actor), now, main, change)
        else:
            members.hear_main(each, _by(actor), now, main, change)


def _by(actor: Actor) -> Actor:
    """Give who did it, for the others' time lines: a citizen's name stays with their own report."""
    return actor if actor.is_official else SYSTEM


def _released(
    joined: ServiceRequest, main: ServiceRequest | None, actor: Actor, now: datetime
) -> None:
    if main is None:
        return
    members.release(main, actor, now, for_change_under(main), joined.code)
    _record(actor, "report.split", joined, main, now)


def _record(
    actor: Actor, verb: str, joined: ServiceRequest, main: ServiceRequest, now: datetime
) -> None:
    subject = f"service_request:{joined.id}"
    audit.record(actor.reference, verb, subject, now=now, after={"main": main.code})
