"""What the room shows on the front page, in its search, and on the desk."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext
from sqlalchemy import select

from app.accounts.permissions import KEEP_DIRECTORY
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.listing import counted
from app.core.navigation import MOST_WAITING, Found, Goal, Link, Source, Waiting
from app.directory import queries
from app.directory.models import DirectoryEntry
from app.directory.rights import keeps_directory

TILE = Link("directory.index", _l("Directory"), "pin", "blue", order=60)
TAB = Link(
    "directory.desk_index", lazy_pgettext("tab", "Directory"), "pin", order=55,
    shown_to=keeps_directory,
)  # fmt: skip


def find_entries(_viewer: Viewer, typed: str, limit: int) -> list[Found]:
    """Find places and people of service by all the words typed."""
    words = queries.search_words(typed)
    rows = queries.listed(words, None, None).rows if words else []
    return [
        Found(row.name, " · ".join(filter(None, [row.kind.label, row.where])),
              url_for("directory.show", code=row.code), row.kind.icon)
        for row in rows[:limit]
    ]  # fmt: skip


def _wrong(viewer: Viewer, _now: datetime) -> Any:
    if not keeps_directory(viewer):
        return None
    return counted(queries.faulty(viewer.agencies_below(KEEP_DIRECTORY)), MOST_WAITING)


def _due(viewer: Viewer, now: datetime) -> Any:
    if not keeps_directory(viewer):
        return None
    mine = select(DirectoryEntry.id).where(
        DirectoryEntry.agency_id.in_(viewer.agencies_below(KEEP_DIRECTORY)),
        DirectoryEntry.check_due <= clock.local(now).date(), DirectoryEntry.closed_on.is_(None),
    )  # fmt: skip
    return counted(mine, MOST_WAITING)


SOURCE = Source("directory", _l("In the directory"), find_entries, order=30)
WAITING = (
    Waiting(
        "directory.desk_index",
        lambda number, count: ngettext(
            "%(count)s entry said to be wrong", "%(count)s entries said to be wrong",
            number, count=count,
        ),
        _wrong, order=70, values={"xem": "sai"},
    ),
    Waiting(
        "directory.desk_index",
        lambda number, count: ngettext(
            "%(count)s entry to check", "%(count)s entries to check", number, count=count
        ),
        _due, order=71, values={"xem": "han"},
    ),
)  # fmt: skip
GOALS = (
    Goal(
        "directory.index", _l("Directory"), "pin",
        lazy_pgettext(
            "typed",
            "health station, pharmacy, police post, one-stop office, opening hours, market day, "
            "festival, homestay, sights, trail",
        ),
    ),
    Goal(
        "directory.guides", _l("How a procedure goes"), "list",
        lazy_pgettext(
            "typed",
            "procedure, what papers do I need, where to hand in, how many days, "
            "public service portal",
        ),
    ),
    Goal(
        "directory.urgent", _l("Ambulances and health workers"), "care",
        lazy_pgettext(
            "typed", "nearest ambulance, who drives the ambulance, health worker of the village, "
            "flood shelter, where to shelter",
        ),
    ),
)  # fmt: skip
"""What the front page's search finds of this room."""
