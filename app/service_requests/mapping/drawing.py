"""What every map of reports hands its page: the ground, what lies there, the ways to move."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.places.maps import ground
from app.places.maps.ground import Commune
from app.places.maps.view import DOUBLE, View
from app.service_requests.catalogue.queries import all_services
from app.service_requests.mapping.reading import MOST_COUNTED, Shown

NEARER = (("+", _l("Closer"), DOUBLE), ("−", _l("Farther"), -DOUBLE))
WAYS = (
    ("←", _l("To the west"), -0.5, 0.0), ("↑", _l("To the north"), 0.0, -0.5),
    ("↓", _l("To the south"), 0.0, 0.5), ("→", _l("To the east"), 0.5, 0.0),
)  # fmt: skip
Addresses = Callable[[View | None], str | None]


def values(view: View, found: Shown, known: Sequence[Commune], at: Addresses) -> dict[str, Any]:
    """Give what the template's parts draw; ``at`` gives the address of another view."""
    by_id = {each.id: each for each in known}
    return {
        "view": view,
        "ground": ground.under(view, known),
        "lying": found.lying,
        "points": found.points,
        "services": {each.id: each.service_name for each in all_services()} if found.points else {},
        "titles": {each.id: each.title for each in known},
        "communes": [
            (by_id[each], count, at(ground.of_one(by_id[each])))
            for each, count in found.lying.communes.items() if each in by_id
        ],
        "most_counted": MOST_COUNTED,
        "ways": list(_ways(view, at)),
    }  # fmt: skip


def _ways(view: View, at: Addresses) -> Iterator[tuple[str, Any, str | None]]:
    for sign, label, steps in NEARER:
        if there := view.closer(steps):
            yield sign, label, at(there)
    for sign, label, right, down in WAYS:
        yield sign, label, at(view.moved(right, down))
