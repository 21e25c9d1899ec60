"""Finding reports in the public list: from what the address asks to a page of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.listing import Page
from app.core.preferences import preferences
from app.places import queries as places
from app.places.models import COMMUNE, VILLAGE, Place
from app.service_requests import life
from app.service_requests.catalogue.offered import Offered, offered_services
from app.service_requests.following import lists, own
from app.service_requests.following.asked import ListForm
from app.service_requests.following.lists import Filters
from app.service_requests.listed import Listed

MOST_OTHERS = 4


@dataclass
class Found:
    """A page of the list, and what it was narrowed to.

    ``others`` are further places of the name that was typed; ``home`` is where the viewer lives.
    """

    page: Page[Listed]
    services: Sequence[Offered]
    service: Offered | None = None
    place: Place | None = None
    others: list[Place] = field(default_factory=list)
    home: Place | None = None
    status: str = ""


def find(asked: ListForm, before: str = "") -> Found:
    """Give the page of public reports that ``asked`` describes; what is unknown narrows nothing.

    ``before``: the code of the report behind which the page begins.

    A place that is unknown leaves nothing to find, so that nobody takes the whole list for it.
    """
    services = offered_services()
    service = next((each for each in services if each.service_code == asked.service), None)
    place, others = _place(asked)
    status = asked.status if asked.status in life.STATUSES else ""
    found = Found(Page([]), services, service, place, others, home(), status)
    if place is None and (asked.place or asked.place_name):
        return found
    found.page = lists.public_page(
        Filters(
            text=asked.text,
            service_id=service.id if service else None,
            place_ids=own.ids_of_reports_in(place) if place else (),
            status=status,
            before=own.position(before) if before else None,
        )
    )
    return found


def _place(asked: ListForm) -> tuple[Place | None, list[Place]]:
    """Give the commune that is meant by code or by name, and others of that name."""
    if asked.place_name:
        matches = [match.place for match in places.search(asked.place_name, COMMUNE)]
        return (matches[0], matches[1 : 1 + MOST_OTHERS]) if matches else (None, [])
    place = places.by_code(asked.place) if asked.place else None
    if place is None:
        return None, []
    if place.kind == VILLAGE:
        return places.get(place.parent_id), []
    now = list(places.current(place))
    return (now[0], now[1:]) if now else (None, [])


def home() -> Place | None:
    """Give the commune that the viewer chose as theirs, while there is one of it."""
    chosen = places.get(preferences().commune_id)
    return chosen if chosen is not None and chosen.is_current else None
