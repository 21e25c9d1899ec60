"""What people send about places: coordinates, and a chosen place."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError
from app.places.geometry import is_coordinate
from app.places.models import COMMUNE, VILLAGE, Place
from app.places.queries import by_code, current

MOST_LETTERS = 24


@dataclass(frozen=True)
class Coordinates:
    """A point, WGS84 degrees, and how exact the phone holds it to be in metres."""

    lat: float
    long: float
    accuracy: float


def coordinates(lat: str, long: str, accuracy: str = "") -> Coordinates:
    """Read a point as a browser sends it.

    Raises:
        DomainError: for anything that is no point on earth.
    """
    point = Coordinates(_number(lat), _number(long), _number(accuracy) if accuracy else 0.0)
    if not is_coordinate(point.lat, point.long) or not 0 <= point.accuracy < 1e9:
        raise DomainError(_l("This position cannot be read. Choose the commune instead."))
    return point


BESIDE = _l(
    "This position lies just outside the province, across a border maybe. Is the matter on this "
    "side? Tap the right commune."
)
OUTSIDE = _l("This position is outside the province. Choose the commune instead.")


def chosen_place(code: str, kinds: tuple[str, ...] = (COMMUNE, VILLAGE)) -> Place:
    """Give the present place that was chosen by its code; a former one gives its successor.

    Raises:
        DomainError: for an unknown code, or a former unit that was divided.
    """
    place = by_code(code.strip()[:80])
    if place is None or place.kind not in kinds:
        raise DomainError(_l("Choose the commune from the list."), field="place")
    now = current(place)
    if len(now) != 1:
        raise DomainError(
            _l("This commune no longer exists. Choose the one it is now."), field="place"
        )
    return now[0]


def _number(value: str) -> float:
    if len(value) <= MOST_LETTERS:
        try:
            return float(value)
        except ValueError:
            return float("nan")
    return float("nan")
