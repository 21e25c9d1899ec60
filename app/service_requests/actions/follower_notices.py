"""Followers are told when an agency accepts, replies and closes; nobody of what is hidden."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import Grant, User
from app.notifications.actions import tell
from app.notifications.kinds import Kind, register
from app.service_requests.models import ServiceRequest, StatusChange
from app.service_requests.queries import following

_ABOUT = _l("%(service)s · %(code)s")
ACCEPTED = register(Kind("follow_accepted", _l("A report you follow was accepted"), _ABOUT, "eye"))
REPLIED = register(Kind("follow_replied", _l("Reply to a report you follow"), _ABOUT, "eye"))
CLOSED = register(Kind("follow_closed", _l("A report you follow has a result"), _ABOUT, "eye"))
ENDED = register(Kind("follow_ended", _l("A report you follow was taken back"), _ABOUT, "eye"))

TOLD = {
    "accept": ACCEPTED,
    "reply": REPLIED,
    "hear_main": REPLIED,
    "close": CLOSED,
    "refuse": CLOSED,
    "lapse": CLOSED,
    "confirm": CLOSED,
    "follow_main": CLOSED,
    "withdraw": ENDED,
}


def tell_followers(
    service_request: ServiceRequest, change: StatusChange, _actor: Actor, now: datetime
) -> None:
    """Tell followers of a step that everybody may know of."""
    if change.verb not in TOLD or not service_request.is_listed or not service_request.followers:
        return
    names = {row.language: row.name for row in service_request.service.texts}
    tell(
        _recipients(service_request),
        TOLD[change.verb].name,
        {"code": service_request.code, "service": names},
        f"/phan-anh/{service_request.code}",
        f"service_request:{service_request.id}:{change.id}:follower",
        now=now,
    )


def _recipients(service_request: ServiceRequest) -> Sequence[User | Grant]:
    """Give whom to tell: accounts, and guests by their link; never the sender twice."""
    found: list[User | Grant] = []
    for follow in following.follows_of(service_request):
        if follow.user is not None and follow.user_id != service_request.citizen_id:
            found.append(follow.user)
        elif follow.user is None and follow.grant is not None:
            found.append(follow.grant)
    return found
