"""Who writes surveys, who opens them, who writes answers down for people without a phone."""

from app.accounts.models import Agency
from app.accounts.permissions import HEAD_VILLAGE, INTAKE, PUBLISH_NEWS, WRITE_NEWS
from app.accounts.viewer import Viewer
from app.places import queries as places
from app.places.models import COMMUNE, VILLAGE, Place
from app.surveys.models import Survey
from app.villages.rights import headed


def works_on_surveys(viewer: Viewer) -> bool:
    return viewer.has(WRITE_NEWS) or viewer.has(PUBLISH_NEWS)


def may_write(viewer: Viewer, survey: Survey) -> bool:
    return viewer.can(WRITE_NEWS, survey.agency) or viewer.can(PUBLISH_NEWS, survey.agency)


def may_publish(viewer: Viewer, survey: Survey) -> bool:
    """Tell whether the viewer opens it, and publishes what came of it."""
    return viewer.can(PUBLISH_NEWS, survey.agency)


def offices(viewer: Viewer) -> list[Agency]:
    """Give the agencies for which the viewer writes."""
    held = viewer.agencies(WRITE_NEWS) + viewer.agencies(PUBLISH_NEWS)
    return list({each.id: each for each in held if not each.is_closed}.values())


def area_of(agency: Agency) -> Place | None:
    """Give the commune or village whose people an office may ask; None: the whole province's."""
    within: Agency | None = agency
    while within is not None:
        if within.place is not None and within.place.kind in {COMMUNE, VILLAGE}:
            return within.place
        within = within.parent
    return None


def is_within(place: Place, area: Place | None) -> bool:
    return area is None or area.id in {place.id, place.parent_id}


def helps(viewer: Viewer) -> bool:
    """Tell whether the viewer writes down what others answer."""
    return viewer.has(INTAKE) or viewer.has(HEAD_VILLAGE)


def helped_places(viewer: Viewer) -> list[Place]:
    """Give where the people live for whom the viewer writes: villages led, an office's commune."""
    led = [each.place for each in headed(viewer)]
    taken = [area_of(each) or places.province() for each in viewer.agencies(INTAKE)]
    return list({each.id: each for each in [*led, *taken] if each is not None}.values())
