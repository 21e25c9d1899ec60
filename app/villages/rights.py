"""Who leads a village, and who at the commune sees how its villages are reached.

A head's right is held in the village's own agency and reaches no further: neither the next
village nor, held in an agency above, all below it. The commune posts for its heads and counts; it
reads no list of households.
"""

from typing import Any

from app.accounts.models import Agency
from app.accounts.models.agency import VILLAGE as AGENCY
from app.accounts.permissions import HEAD_VILLAGE, OVERSEE_VILLAGES
from app.accounts.viewer import Viewer
from app.places import queries as places
from app.places.models import COMMUNE, PROVINCE, VILLAGE, Place


def headed(viewer: Viewer) -> list[Agency]:
    """Give the agencies of the villages that the viewer leads."""
    return [
        each
        for each in viewer.agencies(HEAD_VILLAGE)
        if each.kind == AGENCY and each.place_id is not None and not each.is_closed
    ]


def headed_villages(viewer: Viewer) -> list[Place]:
    """Give the villages themselves."""
    found = [places.get(each.place_id) for each in headed(viewer)]
    return [each for each in found if each is not None]


def is_head(viewer: Viewer) -> bool:
    return bool(headed(viewer))


def may_head(viewer: Viewer, village: Place) -> bool:
    """Tell whether the viewer leads this very village."""
    return any(each.place_id == village.id for each in headed(viewer))


def oversees(viewer: Viewer) -> bool:
    """Tell whether the viewer posts for heads and sees reach somewhere."""
    return viewer.has(OVERSEE_VILLAGES)


def may_oversee(viewer: Viewer, village: Place) -> bool:
    """Tell whether the village lies in a commune, or the province, of the viewer's office."""
    above = {each.place_id for each in viewer.agencies(OVERSEE_VILLAGES)} - {None}
    commune = village.parent
    return commune is not None and bool(above & {commune.id, commune.parent_id})


def may_post(viewer: Viewer, village: Place) -> bool:
    """Tell whether the viewer sends notices there: its head, or the commune for the head."""
    return may_head(viewer, village) or may_oversee(viewer, village)


def works_with_villages(viewer: Viewer) -> bool:
    return is_head(viewer) or oversees(viewer)


def overseen_communes(viewer: Viewer) -> list[Place]:
    """Give the communes whose villages the viewer oversees, in alphabetical order."""
    tops = [each.place for each in viewer.agencies(OVERSEE_VILLAGES) if each.place is not None]
    if any(each.kind == PROVINCE for each in tops):
        return list(places.communes())
    found = {each.id: each for each in tops if each.kind == COMMUNE}
    return sorted(found.values(), key=lambda each: each.sort_key)


def chosen_commune(communes: list[Place], code: str) -> Place | None:
    """Give the one that a page of several is narrowed to; the only one is."""
    if len(communes) == 1:
        return communes[0]
    return next((each for each in communes if each.code == code), None)


def load_village(viewer: Viewer, code: str) -> Place | None:
    """Give the village with that code, where the viewer leads or oversees it."""
    found = places.by_code(code)
    if found is None or found.kind != VILLAGE:
        return None
    return found if may_post(viewer, found) else None


def agency_of(viewer: Viewer, village: Place) -> Agency | None:
    """Give the agency for which the viewer acts there."""
    own: list[Any] = [each for each in headed(viewer) if each.place_id == village.id]
    return (own or viewer.agencies(OVERSEE_VILLAGES) or [None])[0]
