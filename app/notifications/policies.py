"""Who may be told."""

from app.accounts.viewer import Viewer
from app.notifications.models import Notification


def may_be_told(viewer: Viewer) -> bool:
    """Tell whether there is somebody to tell: a person, or a guest with a report's link."""
    return viewer.is_signed_in or bool(viewer.grant_ids)


def may_read(viewer: Viewer, notification: Notification) -> bool:
    if notification.user_id is not None:
        return notification.user_id == viewer.user_id
    return viewer.holds(notification.grant_id)
