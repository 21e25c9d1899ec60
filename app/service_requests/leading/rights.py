"""Who sees an agency's figures."""

from app.accounts import permissions
from app.accounts.viewer import Viewer


def may_lead(viewer: Viewer) -> bool:
    """May see an agency's figures and desks: its lead, or the operator those of all."""
    return viewer.has(permissions.LEAD) or viewer.has(permissions.OPERATE)
