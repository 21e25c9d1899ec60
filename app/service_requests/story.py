"""What a viewer is told of a report's life: its steps, words and photos, and its promises.

Before acceptance the public is told the service, the commune, the date and the status alone.
After it, the agency's words; a citizen's later words are never the public's, since nobody
looked through them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from app.accounts import queries as accounts
from app.accounts.viewer import Viewer
from app.media.models import Photo
from app.service_requests import policies, wording
from app.service_requests.models import Promise, RequestPhoto, ServiceRequest, StatusChange
from app.service_requests.models import lifecycle as life
from app.service_requests.queries import citizen, requests

SPOKEN_BY_AGENCY = frozenset({"reply", "close", "refuse"})
SOON = timedelta(hours=24)


@dataclass
class Step:
    """One step as it is shown; ``by`` is an agency's name, ``on`` the day promised."""

    title: Any
    at: datetime
    text: str | None = None
    by: str | None = None
    photos: list[Photo] = field(default_factory=list)
    on: date | None = None


@dataclass(frozen=True)
class Story:
    """Everything a page shows of a report to one viewer."""

    request: ServiceRequest
    is_mine: bool
    shows_words: bool
    title: str
    text: str | None
    photos: list[Photo]
    steps: list[Step]
    agency: str | None


def tell(viewer: Viewer, service_request: ServiceRequest) -> Story:
    """Give what ``viewer`` may read of the report."""
    is_mine = policies.is_owner(viewer, service_request)
    whole = is_mine or policies.may_handle(viewer, service_request)
    shows_words = policies.may_see_words(viewer, service_request)
    links = _photos(service_request, whole) if shows_words else []
    return Story(
        request=service_request,
        is_mine=is_mine,
        shows_words=shows_words,
        title=service_request.title if whole else service_request.public_title,
        text=service_request.description if whole else service_request.public_text,
        photos=[link.photo for link in links if link.role == RequestPhoto.REPORT],
        steps=_steps(service_request, whole, shows_words, links),
        agency=_agency(service_request, whole),
    )


def tone(service_request: ServiceRequest, now: datetime) -> str:
    """Give how pressing the promised answer is: "late", "soon" or ""."""
    if not service_request.is_open:
        return ""
    left = service_request.answer_by - now
    if left < timedelta(0):
        return "late"
    return "soon" if left < SOON else ""


def share_used(promise: Promise, now: datetime) -> int:
    """Give how much of the time promised for the answer has passed, in whole percent."""
    whole = (promise.answer_by - promise.started_at).total_seconds()
    passed = ((promise.answered_at or now) - promise.started_at).total_seconds()
    return max(0, min(100, round(100 * passed / whole))) if whole > 0 else 100


def _photos(service_request: ServiceRequest, whole: bool) -> list[RequestPhoto]:
    links = requests.photos_of([service_request])[service_request.id]
    return [link for link in links if whole or link.is_public]


def _agency(service_request: ServiceRequest, whole: bool) -> str | None:
    known = whole or service_request.accepted_at is not None
    return service_request.agency.name if known and service_request.agency else None


def _steps(
    service_request: ServiceRequest, whole: bool, words: bool, links: Sequence[RequestPhoto]
) -> list[Step]:
    if not whole and service_request.accepted_at is None:
        return []
    visible = (life.PUBLIC_STEP, life.CITIZEN_STEP) if whole else (life.PUBLIC_STEP,)
    changes = citizen.steps(service_request, visible)
    names = _agency_names(service_request, changes)
    photos: dict[int, list[Photo]] = {}
    for link in links:
        photos.setdefault(link.status_change_id or 0, []).append(link.photo)
    return [
        Step(
            wording.step_label(change.verb, change.resolution),
            change.at,
            _words_of(service_request, change, whole, words),
            _agency_of(change, names),
            photos.get(change.id, []),
            change.scheduled_on,
        )
        for change in changes
    ]


def _words_of(
    service_request: ServiceRequest, change: StatusChange, whole: bool, words: bool
) -> str | None:
    if not (whole or (words and change.verb in SPOKEN_BY_AGENCY)):
        return None
    reason = service_request.reason if change.reason_id is not None else None
    said = [reason.name if reason else None, change.status_notes]
    return "\n".join(each for each in said if each) or None


def _agency_of(change: StatusChange, names: dict[int, str]) -> str | None:
    details = change.details or {}
    if change.verb == "route":
        return names.get(details.get("to_agency") or 0)
    return names.get(change.agency_id or 0) if change.verb in SPOKEN_BY_AGENCY else None


def _agency_names(
    service_request: ServiceRequest, changes: Iterable[StatusChange]
) -> dict[int, str]:
    wanted = {change.agency_id for change in changes}
    wanted |= {(change.details or {}).get("to_agency") for change in changes}
    known = {} if service_request.agency is None else {
        service_request.agency.id: service_request.agency.name
    }
    others = accounts.agencies_by_ids(each for each in wanted - known.keys() if each)
    return known | {number: agency.name for number, agency in others.items()}
