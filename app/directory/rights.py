"""Who keeps an agency's entries, and where those may lie.

An office of a commune keeps what is in its commune; one of the province what is anywhere.
"""

from collections.abc import Sequence

from app.accounts import queries as accounts
from app.accounts.models import Agency, User
from app.accounts.permissions import KEEP_DIRECTORY
from app.accounts.viewer import Viewer
from app.core.db import db
from app.directory.models import DirectoryEntry
from app.places import queries as places
from app.places.models import COMMUNE, VILLAGE, Place


def keeps_directory(viewer: Viewer) -> bool:
    return viewer.has(KEEP_DIRECTORY)


def may_keep(viewer: Viewer, entry: DirectoryEntry) -> bool:
    return viewer.can(KEEP_DIRECTORY, entry.agency)


def may_keep_of(viewer: Viewer, agency: Agency) -> bool:
    """Tell whether the viewer keeps the entries of that agency."""
    return viewer.can(KEEP_DIRECTORY, agency)


def kept_agencies(viewer: Viewer) -> Sequence[Agency]:
    """Give the agencies for which the viewer was given the right, each once."""
    found = {each.id: each for each in viewer.agencies(KEEP_DIRECTORY) if not each.is_closed}
    return sorted(found.values(), key=lambda each: (each.depth, each.name))


def load_agency(viewer: Viewer, agency: str) -> Agency | None:
    """Give the agency with that code, where the viewer keeps its entries."""
    found = db.session.scalar(db.select(Agency).where(Agency.code == agency))
    return found if found is not None and may_keep_of(viewer, found) else None


def commune_of(agency: Agency) -> Place | None:
    """Give the commune in which all entries of an agency lie; None where they lie anywhere."""
    place = places.get(agency.place_id)
    if place is not None and place.kind == VILLAGE:
        place = places.get(place.parent_id)
    return place if place is not None and place.kind == COMMUNE else None


def keepers(agency: Agency) -> Sequence[User]:
    """Give whom to tell of an agency's entries."""
    return accounts.officials_with(KEEP_DIRECTORY, agency)
