"""Who answers for personal data."""

from app.accounts.actors import Actor
from app.accounts.permissions import PROTECT
from app.accounts.viewer import Viewer
from app.core.access import current_viewer


def may_protect(viewer: Viewer) -> bool:
    """Tell whether the viewer answers for personal data: an own right, not one lent."""
    return viewer.has_self(PROTECT)


def may_act(viewer: Viewer, _thing: object) -> bool:
    return may_protect(viewer)


def protector() -> Actor:
    """Give who acts: for the agency that gives the right."""
    viewer: Viewer = current_viewer()
    return viewer.actor(viewer.agencies(PROTECT)[0])
