"""Who keeps an agency's entries, and where those may lie.

An office of a commune keeps what is in its commune; one of the province what is anywhere.
"""

from collections.abc import Sequence

from app.accounts import queries as accounts
from app.accounts.models import Agency, User
from app.accounts.permissions import KEEP_DIRECTORY
from app.accounts.viewer import Viewer
from app.directory.guides.models import Guide
from app.directory.models import DirectoryEntry
from app.directory.programmes.models import Programme
from app.places import contacts
from app.places.models import Place


def keeps_directory(viewer: Viewer) -> bool:
    return viewer.has(KEEP_DIRECTORY)


def may_keep(viewer: Viewer, kept: DirectoryEntry | Guide | Programme) -> bool:
    return may_keep_of(viewer, kept.agency)


def may_keep_of(viewer: Viewer, agency: Agency) -> bool:
    """Tell whether the viewer keeps the entries of that agency."""
    return viewer.can(KEEP_DIRECTORY, agency)


def kept_agencies(viewer: Viewer) -> Sequence[Agency]:
    return viewer.open_agencies(KEEP_DIRECTORY)


def load_agency(viewer: Viewer, agency: str) -> Agency | None:
    """Give the agency with that code, where the viewer keeps its entries."""
    return viewer.agency_with(KEEP_DIRECTORY, agency)


def commune_of(agency: Agency) -> Place | None:
    """Give the commune in which all entries of an agency lie; None where they lie anywhere."""
    return contacts.whose(agency.place)


def keepers(agency: Agency) -> Sequence[User]:
    """Give whom to tell of an agency's entries."""
    return accounts.officials_with(KEEP_DIRECTORY, agency)
