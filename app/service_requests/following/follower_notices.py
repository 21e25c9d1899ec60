"""Followers are told when an agency accepts, replies and closes; nobody of what is hidden."""

from collections.abc import Sequence
from datetime import datetime

from app.accounts.actors import Actor
from app.accounts.models import Grant, User
from app.core.translated import names_of
from app.notifications.actions import tell
from app.notifications.queries import told_already
from app.service_requests.following import follow_queries
from app.service_requests.history import StatusChange
from app.service_requests.life import REPORT
from app.service_requests.notices import FOLLOWERS, key_of
from app.service_requests.record import ServiceRequest


def tell_followers(
    service_request: ServiceRequest, change: StatusChange, _actor: Actor, now: datetime
) -> None:
    """Tell followers of a step that everybody may know of."""
    kind = REPORT.verbs[change.verb].told.get(FOLLOWERS)
    if kind is None or not service_request.is_listed or not service_request.followers:
        return
    names = names_of(service_request.service)
    tell(
        _recipients(service_request, change),
        kind.name,
        {"code": service_request.code, "service": names},
        f"/phan-anh/{service_request.code}",
        f"service_request:{service_request.id}:{change.id}:follower",
        now=now,
    )


def _recipients(service_request: ServiceRequest, change: StatusChange) -> Sequence[User | Grant]:
    """Give whom to tell: accounts, and guests by their link; nobody twice.

    The sender was told of the step, and so was an official who works on it and follows it.
    """
    follows = follow_queries.follows_of(service_request)
    keys = [key_of(service_request.id, key) for key in (str(change.id), f"desk:{change.id}")]
    told = told_already([each.user_id for each in follows if each.user_id], keys)
    told |= {service_request.citizen_id} if service_request.citizen_id else set()
    found: list[User | Grant] = []
    for follow in follows:
        if follow.user is not None and follow.user_id not in told:
            found.append(follow.user)
        elif follow.user is None and follow.grant is not None:
            found.append(follow.grant)
    return found
