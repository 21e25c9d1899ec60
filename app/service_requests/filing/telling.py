"""How a sender hears of the answer: what holds already, and the one text message for a guest."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import limits, phones, sending
from app.accounts.limits import DAY, PHONE, Limit
from app.accounts.models import Grant
from app.accounts.viewer import Viewer
from app.core.errors import DomainError
from app.core.preferences import language
from app.notifications import queries, texting, wishes
from app.service_requests.people import grants_to
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import SUBJECT

WISHES_PER_PHONE = Limit(
    "text-wishes-phone", 5, DAY, _l("Numbers left for one text message: a phone"), PHONE
)
"""A stranger's number gets no more, whoever types it."""
texting.open_at(SUBJECT, "/phan-anh/nhan/{token}")


@dataclass(frozen=True)
class Telling:
    """How the viewer hears of their report's answer, beside push.

    ``number`` is masked. ``wished``: a guest left it for one message; else it is the account's,
    to which a message goes after a day. ``may_wish``: a guest may leave one.
    """

    number: str = ""
    wished: bool = False
    may_wish: bool = False


def telling(viewer: Viewer, service_request: ServiceRequest) -> Telling:
    """Give how the viewer hears of the answer to their own report."""
    user = viewer.user
    if user is not None:
        reached = user.text_messages and queries.has_proved_phone(user.id)
        return Telling(user.masked_phone if reached and not service_request.sealed_kind else "")
    held = _held(viewer, service_request)
    for wish in wishes.of_grants([grant.id for grant in held]):
        if wish.phone:
            return Telling(phones.masked(wish.phone), wished=True, may_wish=True)
    return Telling(may_wish=may_wish(service_request) and bool(held))


def may_wish(service_request: ServiceRequest) -> bool:
    """Tell whether a text message may lead to it: never where nobody else may know of it."""
    return service_request.is_listed and service_request.is_open


def leave_number(viewer: Viewer, report: ServiceRequest, phone: str, now: datetime) -> None:
    """Keep a guest's number (E.164) for one message about their report; it replaces another.

    Raises:
        DomainError: where no message may go out, or the viewer holds no link of a guest.
        TooMany: over a limit. The caller commits, refused or not.
    """
    held = _held(viewer, report)
    if not held or not may_wish(report):
        raise DomainError(_l("No text message goes out for this report."), field="phone")
    sending.spend(sending.TEXT_WISHES, now)
    spent = limits.count(now, (WISHES_PER_PHONE, phones.index(phone)))
    if spent is not None:
        raise limits.too_many(spent)
    for wish in wishes.of_grants([grant.id for grant in held]):
        wishes.take_back(wish)
    wishes.leave(held[0], phone, language(), now)


def take_number_back(viewer: Viewer, report: ServiceRequest) -> None:
    """Forget the number that the viewer left; nothing where there is none."""
    for wish in wishes.of_grants([grant.id for grant in _held(viewer, report)]):
        wishes.take_back(wish)


def _held(viewer: Viewer, service_request: ServiceRequest) -> list[Grant]:
    """Give the links to the report that the viewer's browser holds."""
    return [grant for grant in grants_to(service_request) if viewer.holds(grant.id)]
