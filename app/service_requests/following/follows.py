"""Following a report: begun, changed and ended with one tap, one for each person."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import grants, limits, sessions
from app.accounts.limits import HOUR, Limit
from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core.db import db
from app.core.errors import DomainError, TooMany
from app.core.events import person_erased, person_exported
from app.service_requests.following import follow_queries
from app.service_requests.following.models import Follow
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import is_owner

SUBJECT = "follow"
"""What a guest follower's link opens: nothing but the news of that follow."""
FOLLOWS = Limit("follows", 60, HOUR, _l("Following and its end: a person or phone"))


def follow(
    service_request: ServiceRequest, viewer: Viewer, now: datetime, *, affected: bool
) -> Follow:
    """Let the viewer follow a report; ``affected``: it concerns them too.

    A second tap makes no second one. Raises ``DomainError`` where it is not everybody's to know
    or their own, ``TooMany`` for whoever taps all day; the caller commits, then too.
    """
    _count(viewer, now)
    if not service_request.is_listed or is_owner(viewer, service_request):
        raise DomainError(_l("You are told of your own reports anyway."))
    found = follow_queries.own(viewer, service_request)
    if found is None:
        found = _begin(service_request, viewer, now)
    elif viewer.user is not None and found.user_id is None:
        _adopt(found, viewer.user)
    found.is_affected = affected
    refresh(service_request)
    return found


def unfollow(service_request: ServiceRequest, viewer: Viewer, now: datetime) -> None:
    """End it; where the viewer does not follow, nothing happens."""
    _count(viewer, now)
    found = follow_queries.own(viewer, service_request)
    if found is not None:
        db.session.delete(found)
        refresh(service_request)


def refresh(service_request: ServiceRequest) -> None:
    """Bring the report's two numbers up to date with the rows."""
    db.session.flush()
    service_request.followers, service_request.affected = follow_queries.counts(service_request)


def _begin(service_request: ServiceRequest, viewer: Viewer, now: datetime) -> Follow:
    made = Follow(service_request=service_request, user_id=viewer.user_id, at=now)
    if viewer.user is None:
        made.phone_index = viewer.proved_phone_index
    db.session.add(made)
    db.session.flush()
    if viewer.user is None:
        made.grant, _token = grants.make(sessions.ensure(now), SUBJECT, made.id, now)
    return made


def bring_in(found: Follow, user: User) -> None:
    """Make a guest's follow the account's; where that follows already, one is enough."""
    if found.user_id is not None:
        return
    other = follow_queries.own(Viewer(user, rights=()), found.service_request)
    if other is not None and other.id != found.id:
        db.session.delete(found)
        refresh(found.service_request)
    else:
        _adopt(found, user)


def _adopt(found: Follow, user: User) -> None:
    found.user_id, found.phone_index = user.id, None


def _count(viewer: Viewer, now: datetime) -> None:
    who = viewer.reference if viewer.user else f"phone:{viewer.proved_phone_index}"
    spent = limits.count(now, (FOLLOWS, who))
    if spent is not None:
        raise TooMany(_l("That was very often."), until=spent)


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    rows = follow_queries.follows_of_person(user)
    return "followed_reports", [
        {
            "code": row.service_request.code,
            "concerns_me_too": row.is_affected,
            "since": row.at.isoformat(),
        }
        for row in rows
    ]


@person_erased.connect
def _erase(user: User, **_: Any) -> None:
    for row in follow_queries.follows_of_person(user):
        service_request = row.service_request
        db.session.delete(row)
        refresh(service_request)
