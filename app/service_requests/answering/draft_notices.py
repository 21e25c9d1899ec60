"""Who is told of an answer that waits for a lead. Officials alone; only rows are added."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import absences
from app.accounts.models import User
from app.core.translated import names_of
from app.notifications.actions import tell
from app.notifications.groups import DESK
from app.notifications.kinds import Kind, register
from app.service_requests.clock import chain
from app.service_requests.clock.in_charge import InCharge
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import AnswerDraft

_ABOUT = _l("%(service)s · %(code)s")
ASKED = register(
    Kind("approval_asked", _l("A draft waits for your approval"), _ABOUT, "edit", group=DESK)
)
RETURNED = register(
    Kind("draft_returned", _l("Your draft was sent back"), _ABOUT, "undo", group=DESK)
)
OVERTAKEN = register(
    Kind(
        "draft_overtaken",
        _l("Your draft no longer fits: the report changed"),
        _ABOUT,
        "warning",
        group=DESK,
    )
)
PUBLISHED = register(
    Kind("draft_published", _l("Your draft was published"), _ABOUT, "check", group=DESK)
)


def ask_leads(service_request: ServiceRequest, change: StatusChange, now: datetime) -> None:
    """Tell the nearest leads, or who stands in for them, that an answer waits.

    Where that is its author alone, those above: nobody approves their own.
    """
    people = InCharge(now)
    leads = _others(people.of(service_request, chain.SIGN), change)
    leads = leads or _others(people.of(service_request, chain.SIGN_UP), change)
    _tell(leads, ASKED, service_request, change, now)


def tell_author(
    kind: Kind,
    service_request: ServiceRequest,
    draft: AnswerDraft,
    change: StatusChange,
    now: datetime,
) -> None:
    """Tell whoever wrote it what became of it, unless they did it themselves."""
    author = draft.author
    if author is not None and author.is_active and author.id != change.actor_id:
        _tell(absences.standing_in([author], now), kind, service_request, change, now)


def _others(people: list[User], change: StatusChange) -> list[User]:
    return [each for each in people if each.id != change.actor_id]


def _tell(
    people: list[User],
    kind: Kind,
    service_request: ServiceRequest,
    change: StatusChange,
    now: datetime,
) -> None:
    names = names_of(service_request.service)
    parameters = {"code": service_request.code, "service": names}
    where = "du-thao" if kind is ASKED else "act"
    url = f"/can-bo/phan-anh/{service_request.code}#{where}"
    key = f"service_request:{service_request.id}:draft:{kind.name}:{change.id}"
    tell(people, kind.name, parameters, url, key, now=now)
