"""What the page of a report offers whoever may show its repair."""

from typing import NamedTuple

from app.accounts.viewer import Viewer
from app.service_requests import life
from app.service_requests.following import mended
from app.service_requests.record import ServiceRequest
from app.service_requests.showing import queries
from app.service_requests.showing.rights import may_pick


class Standing(NamedTuple):
    """Whether the repair was picked, and whether everybody may see both photos."""

    picked: bool
    can_be_seen: bool


def standing(viewer: Viewer, report: ServiceRequest) -> Standing | None:
    """Give how it stands; None where there is nothing to show or the viewer does not choose."""
    if report.status != life.CLOSED or report.resolution != life.FIXED:
        return None
    if not may_pick(viewer, report):
        return None
    found = Standing(queries.picked(report) is not None, mended.of(report) is not None)
    return found if any(found) else None
