"""Who keeps an agency's planning documents, and for which places.

An office of a commune keeps the plans of its commune; one of the province those of any place.
"""

from collections.abc import Sequence

from app.accounts.models import Agency
from app.accounts.permissions import KEEP_PLANNING
from app.accounts.viewer import Viewer
from app.places import contacts
from app.places.models import Place
from app.planning.models import Plan, PlanVersion


def keeps_plans(viewer: Viewer) -> bool:
    return viewer.has(KEEP_PLANNING)


def may_keep(viewer: Viewer, kept: Plan) -> bool:
    return may_keep_of(viewer, kept.agency)


def may_keep_version(viewer: Viewer, version: PlanVersion) -> bool:
    return may_keep(viewer, version.plan)


def may_keep_of(viewer: Viewer, agency: Agency) -> bool:
    """Tell whether the viewer keeps the plans of that agency."""
    return viewer.can(KEEP_PLANNING, agency)


def kept_agencies(viewer: Viewer) -> Sequence[Agency]:
    return viewer.open_agencies(KEEP_PLANNING)


def load_agency(viewer: Viewer, agency: str) -> Agency | None:
    """Give the agency with that code, where the viewer keeps its plans."""
    return viewer.agency_with(KEEP_PLANNING, agency)


def commune_of(agency: Agency) -> Place | None:
    """Give the commune whose plans an agency keeps; None: those of any place."""
    return contacts.whose(agency.place)
