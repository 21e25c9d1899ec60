"""Who may change the catalogue."""

from app.accounts.policies import administers_all
from app.accounts.viewer import Viewer


def may_administer(viewer: Viewer) -> bool:
    """May change services, classes, routing and reasons: whoever administers a whole tree.

    They hold for the whole province, so a branch's administrator does not change them.
    """
    return administers_all(viewer)


def may_change(viewer: Viewer, thing: object) -> bool:
    return may_administer(viewer)
