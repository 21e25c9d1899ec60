"""What the room shows on the front page, in its search, and on the desk."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext
from sqlalchemy import select

from app.accounts.businesses import Business
from app.accounts.permissions import KEEP_DIRECTORY
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.listing import counted
from app.core.navigation import MOST_WAITING, Card, Found, Goal, Link, Source, Waiting
from app.directory import queries
from app.directory.models import DirectoryEntry
from app.directory.owners import queries as owners
from app.directory.programmes import queries as programmes
from app.directory.questions import queries as questions
from app.directory.rights import keeps_directory
from app.directory.views import as_line

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


def _dead(viewer: Viewer, _now: datetime) -> Any:
    if not keeps_directory(viewer):
        return None
    return counted(programmes.dead(viewer.agencies_below(KEEP_DIRECTORY)), MOST_WAITING)


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
    Waiting(
        "directory.desk_programmes",
        lambda number, count: ngettext(
            "%(count)s link that no longer works", "%(count)s links that no longer work",
            number, count=count,
        ),
        _dead, order=72,
    ),
    Waiting(
        "directory.proposals",
        lambda number, count: ngettext(
            "%(count)s proposal of a business for the directory",
            "%(count)s proposals of businesses for the directory", number, count=count,
        ),
        owners.count_waiting, order=73,
    ),
    Waiting(
        "directory.questions",
        lambda number, count: ngettext(
            "%(count)s question about programmes", "%(count)s questions about programmes", number,
            count=count,
        ),
        questions.count_waiting, order=74,
    ),
)  # fmt: skip


def of_business(business: Business, is_own: bool) -> list[Card]:
    """Give what a business's own page and its page for everybody show of this room."""
    rows, now = owners.owned([business.code]), clock.now()
    if is_own:
        fits = programmes.fitting(business, clock.local(now).date())
        return [Card("directory/owners/_mine.html", {"kept": rows, "fits": fits})]
    return [Card("directory/owners/_entries.html", [as_line(each, now) for each in rows])]


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
        "directory.programmes", _l("Programmes for businesses and cooperatives"), "star",
        lazy_pgettext(
            "typed",
            "support for businesses, cooperative, call for proposals, training, loan for "
            "production, start-up, apps of the State",
        ),
    ),
    Goal(
        "directory.classes", _l("Lists of classes"), "people",
        lazy_pgettext("typed", "class list, code from the teacher, who is done"),
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
