"""Finding a report: the box above the inbox, and by the phone number of a caller."""

from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import limits, phones
from app.accounts.limits import HOUR, Limit
from app.accounts.viewer import Viewer
from app.core import audit, clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.db import READING
from app.core.errors import DomainError, TooMany
from app.core.filters import Filters as AsAsked
from app.core.filters import asks
from app.core.forms import Line, Read, takes
from app.service_requests import wording
from app.service_requests.blueprint import service_requests
from app.service_requests.desk.choosing import Words, meant
from app.service_requests.desk.filters import Filters
from app.service_requests.desk.rights import may_find_by_phone
from app.service_requests.desk.search import by_phone
from app.service_requests.desk.views.filters import filters_page, known_tab
from app.service_requests.loading import handled
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_take_in
from app.service_requests.scope import scope_of

PER_OFFICIAL = Limit("desk-phone-search", 30, HOUR, _l("Reports found by phone: an official"))
LONGEST = 80
REASONS: dict[str, Any] = {
    "caller": _l("The sender calls or stands here and asks about their report"),
    "same": _l("To see whether the same person has reported it before"),
    "reach": _l("The sender has to be reached about another report"),
}


@dataclass(frozen=True)
class Asked(AsAsked):
    """What was typed on the page."""

    phone: str = asks("phone")
    reason: str = asks("reason")


@service_requests.post("/can-bo/tim")
@access(may_take_in)
@acts(again=lambda typed, **refused: filters_page(Filters.sent(), Words.sent(), **refused))
@takes(typed=Line(LONGEST, name="tim"), tab=Read(known_tab, name="muc"))
def find(typed: str, tab: str) -> Response | str:
    """Go where what was typed leads: a report's code, a number's page, or what the filters find.

    The box is posted, so that a number never stands in an address or a log.
    """
    viewer = current_viewer()
    found = by_code(viewer, typed) if typed else None
    if found:
        return found
    if _is_phone(typed) and may_find_by_phone(viewer):
        return make_response(_page(Asked(phone=typed)))
    chosen = meant(viewer, scope_of(viewer), Words.sent(), Filters.sent())
    return url_for("desk.index", muc=None if chosen.tim else tab or None, **chosen.given)


@service_requests.route("/can-bo/tim-theo-so-dien-thoai", methods=["GET", "POST"])
@access(may_find_by_phone)
def find_by_phone() -> ResponseReturnValue:
    """Ask for the number and the reason; then show whose reports they are, never the number."""
    if request.method in READING:
        return _page(Asked())
    answer: ResponseReturnValue = _find()
    return answer


@acts(again=lambda typed, **refused: _page(Asked.read(typed), **refused), counts=True)
@takes(phone=Line(), reason=Line())
def _find(phone: str, reason: str) -> Response:
    return make_response(_page(Asked(), _search(current_viewer(), phone, reason)))


def by_code(viewer: Viewer, typed: str) -> str | None:
    """Give the address of the report with that code, if the viewer works on it."""
    found = handled(viewer, "-".join(typed.replace("-", " ").split())[:30])
    return url_for("service_requests.handle", code=found.code) if found else None


def _search(viewer: Viewer, typed: str, reason: str) -> list[ServiceRequest]:
    """Find the reports and log who looked, why, and what was found; the number is not logged."""
    now = clock.now()
    number = phones.parse(typed)
    if reason not in REASONS:
        raise DomainError(_l("Say why you look for this number."), field="reason")
    spent = limits.count(now, (PER_OFFICIAL, viewer.user_id))
    if spent is not None:
        raise TooMany(_l("You have looked for many numbers."), until=spent)
    found = by_phone(viewer, number)
    after = {"reason": reason, "found": [each.code for each in found]}
    audit.record(viewer.reference, "service_request.find_by_phone", "phone", now=now, after=after)
    return found


def _is_phone(typed: str) -> bool:
    try:
        phones.parse(typed)
    except phones.NotAPhone:
        return False
    return True


def _page(asked: Asked, found: list[ServiceRequest] | None = None, **refused: Any) -> str:
    return render_template(
        "service_requests/desk/find_by_phone.html",
        asked=asked,
        found=found,
        reasons=list(REASONS.items()),
        wording=wording,
        **{**FRESH, **refused},
    )
