"""For which offices somebody may say messages in a language of the province."""

from collections.abc import Iterable

from app.accounts.models import Agency
from app.accounts.models.agency import COMMITTEE, VILLAGE
from app.accounts.permissions import ALERT, HANDLE, ISSUE_HELPER_CODE, PUBLISH_NEWS
from app.accounts.viewer import Viewer
from app.places.models import Place


def everywhere(viewer: Viewer) -> list[Agency]:
    """Give the offices for which the viewer may say fixed phrases: who is near, and who warns."""
    return _each([*_near(viewer), *viewer.agencies(ALERT), *viewer.agencies(PUBLISH_NEWS)])


def of(viewer: Viewer, permission: str, agency: Agency, places: Iterable[Place]) -> list[Agency]:
    """Give the offices for which the viewer may say what ``agency`` writes for ``places``.

    That agency itself where they hold ``permission``; their village or commune where it is among
    the places, in one of them, or holds one.
    """
    own = [agency] if viewer.can(permission, agency) else []
    wanted = list(places)
    touched = [each for each in _near(viewer) if any(_touch(each.place, place) for place in wanted)]
    return _each([*own, *touched])


def _near(viewer: Viewer) -> list[Agency]:
    """Give the villages and communes that the viewer works for, as their heads do who help."""
    held = [*viewer.agencies(HANDLE), *viewer.agencies(ISSUE_HELPER_CODE)]
    return [each for each in held if each.kind in (VILLAGE, COMMITTEE)]


def _touch(one: Place | None, other: Place) -> bool:
    return one is not None and (one in _upwards(other) or other in _upwards(one))


def _upwards(place: Place) -> list[Place]:
    return [place, *(_upwards(place.parent) if place.parent else [])]


def _each(agencies: Iterable[Agency]) -> list[Agency]:
    return list({each.id: each for each in agencies if not each.is_closed}.values())
