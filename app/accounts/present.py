"""Who is looking at a page, typed, for the views of every room."""

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core.access import current_viewer


def viewer() -> Viewer:
    found: Viewer = current_viewer()
    return found


def person() -> User:
    user = viewer().user
    assert user is not None
    return user
