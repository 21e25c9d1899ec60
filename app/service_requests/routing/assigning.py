"""Giving a report to an official of its agency, or taking it oneself."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts import absences, permissions
from app.accounts import queries as people
from app.accounts.actors import Actor
from app.accounts.models import Right, User
from app.accounts.queries import officials_with
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.core.text import fold
from app.notifications import kinds
from app.service_requests import life, transition
from app.service_requests.act import Act, Sent
from app.service_requests.history import StatusChange
from app.service_requests.notices import ASSIGNEE
from app.service_requests.record import ServiceRequest
from app.service_requests.routing.load import Load, select_loads, with_load
from app.service_requests.routing.rights import may_assign, may_take

LIKELIEST, NAMED, LATELY = 3, 5, 200
"""Officials that are offered; that a refusal names; reports of a service that are looked at."""
ASSIGN = life.REPORT.verb(
    "assign",
    life.OPEN,
    label=_l("Assigned"),
    visibility=life.INTERNAL_STEP,
    facts={life.WHILE_JOINED, life.SAYS_NOTHING},
    told={ASSIGNEE: kinds.ASSIGNED},
)


def assign(
    report: ServiceRequest, actor: Actor, now: datetime, official: User | None
) -> StatusChange:
    """Give it to one official of the agency, or back to all of them."""
    details = {"from": report.assignee_id, "to": official.id if official else None}
    report.assignee = official
    return transition.move(report, ASSIGN, actor, now, details=details)


def _assign(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    chosen = _colleague(service_request, sent)
    there = absences.standing_in([chosen], sent.now)[0] if chosen else None
    return assign(service_request, sent.actor, sent.now, there)


def _colleague(service_request: ServiceRequest, sent: Sent) -> User | None:
    """Give the colleague whose name was typed, else who was chosen; none for "nobody".

    Raises:
        DomainError: it is none of those who may have it, or several are called so.
    """
    typed = sent.form.official_named
    if not (typed or sent.form.official):
        return None
    may = assignable(service_request)
    if typed:
        return _named(typed, may)
    found = next((each for each in may if each.code == sent.form.official), None)
    if found is None:
        raise DomainError(_l("Choose a colleague, or type the name."), field="official")
    return found


def _named(typed: str, may: Sequence[User]) -> User:
    wanted = fold(typed)
    exact = [each for each in may if wanted in (fold(each.name), fold(each.code))]
    found = exact or [each for each in may if wanted in fold(each.name)]
    if not found:
        sentence = _l("Nobody who may have it is called “%(words)s”.", words=typed)
        raise DomainError(sentence, field="official")
    if len(found) > 1:
        some = ", ".join(f"{each.name} ({each.code})" for each in found[:NAMED])
        sentence = _l("Several fit. Type more, or the code: %(some)s.", some=some)
        raise DomainError(sentence, field="official")
    return found[0]


def _take(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    """Assign it to whoever acts; raise ``Conflict`` where a colleague was quicker."""
    if service_request.assignee_id is not None:
        raise Conflict(_l("A colleague has taken it already."))
    me = people.user_by_id(sent.actor.user_id or 0)
    return assign(service_request, sent.actor, sent.now, me)


MOST_COLLEAGUES = 100


def assignable(service_request: ServiceRequest) -> Sequence[User]:
    """Give the officials who may work on the report in its agency."""
    if service_request.agency is None:
        return []
    wanted = (
        permissions.OVERSEE_OFFICIALS if service_request.about_officials else permissions.HANDLE
    )
    return officials_with(wanted, service_request.agency)


def colleagues(agency_ids: Iterable[int], also: Iterable[int] = ()) -> Sequence[User]:
    """Give the active officials who handle reports of exactly those agencies, a hundred at most.

    ``also``: ids of others to be given with them, active or not.
    """
    given = {"agencies": sorted(agency_ids), "also": sorted(also)}
    return db.session.scalars(_colleagues(), given).all()


@cache
def _colleagues() -> Select[Any]:
    agencies: Any = bindparam("agencies", expanding=True)
    held = select(Right.user_id).where(
        Right.permission == permissions.HANDLE, Right.agency_id.in_(agencies)
    )
    active = and_(User.id.in_(held), User.disabled_at.is_(None), User.erased_at.is_(None))
    return (
        select(User)
        .where(or_(active, User.id.in_(bindparam("also", expanding=True))))
        .options(joinedload(User.person_key, innerjoin=False))
        .order_by(User.id)
        .limit(MOST_COLLEAGUES)
    )


def _to_choose(report: ServiceRequest) -> Sequence[tuple[str, Any]]:
    return likeliest(report, assignable(report))


def likeliest(report: ServiceRequest, may: Sequence[User]) -> list[tuple[str, Any]]:
    """Give who has it and the three likeliest of those who may, each with what they have to do.

    By use: whoever had this service lately in the agency, most often first; then who sits in it
    rather than above it, and has least. All others are found by their name.
    """
    ranks, known = {}, {}
    for user_id, times, sits, *counted in db.session.execute(_likelihood(report, may)):
        known[user_id] = Load(*(count or 0 for count in counted))
        ranks[user_id] = (-(times or 0), not sits, known[user_id].open)
    ranked = sorted(may, key=lambda each: ranks[each.id])
    offered = [each for each in ranked if each.id != report.assignee_id][:LIKELIEST]
    has_it = [each for each in may if each.id == report.assignee_id]
    return with_load([*has_it, *offered], known)


def _likelihood(report: ServiceRequest, may: Sequence[User]) -> Select[Any]:
    """Select of each: how often they had it lately, whether they sit there, what they have."""
    lately = (
        select(ServiceRequest.assignee_id)
        .where(
            ServiceRequest.agency_id == report.agency_id,
            ServiceRequest.service_id == report.service_id,
            ServiceRequest.assignee_id.is_not(None),
        )
        .order_by(ServiceRequest.id.desc())
        .limit(LATELY)
    )
    recent, ids = lately.subquery(), [each.id for each in may]
    used = select(recent.c.assignee_id, func.count().label("times"))
    had = used.group_by(recent.c.assignee_id).subquery()
    load = select_loads(ids, clock.now()).subquery()
    sits = exists().where(
        Right.user_id == User.id,
        Right.agency_id == report.agency_id,
        Right.permission == permissions.HANDLE,
    )
    return (
        select(User.id, had.c.times, sits, load.c.open, load.c.late)
        .outerjoin(had, had.c.assignee_id == User.id)
        .outerjoin(load, load.c.assignee_id == User.id)
        .where(User.id.in_(ids))
    )


ASSIGNING = Act(
    verb="assign", slug="phan-cong", do=_assign, said=_l("Assigned."), allowed=may_assign,
    label=_l("Assign"), icon="person", choices=_to_choose, when_sealed=False,
    has_a_point=lambda report, _now: report.agency is not None,
    form="service_requests/routing/_assign.html", key="g",
    goes_on=True,
)  # fmt: skip
TAKING = Act(
    verb="take", slug="nhan-xu-ly", do=_take, said=_l("It is yours now."), allowed=may_take
)  # fmt: skip
