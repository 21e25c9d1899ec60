"""The list that stands beside a report on a wide screen: everybody's, or the viewer's own."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.viewer import Viewer
from app.service_requests.following import lists
from app.service_requests.following.lines import Line, lines
from app.service_requests.following.lists import Filters

PUBLIC, MINE = "danh-sach", "cua-toi"
ASKED = "ben"
"""The query by which a script asks for it where there is room: a phone never loads it."""


@dataclass(frozen=True)
class Beside:
    """The newest lines of the list called ``name``; ``chosen`` is the report that is open."""

    name: str
    rows: list[Line]
    chosen: str
    template: str = "service_requests/following/_beside.html"


def beside(name: str, viewer: Viewer, chosen: str, now: datetime) -> Beside | None:
    """Give the list of that name for ``viewer``; None for no such list."""
    if name not in (PUBLIC, MINE):
        return None
    own = name == MINE
    page = lists.mine(viewer) if own else lists.public_page(Filters())
    return Beside(name, lines(page.rows, now, own=own), chosen)
