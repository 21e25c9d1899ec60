"""The inbox's reports on a map: the same scope and the same filters, by where they lie."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.models import Agency
from app.core.db import db
from app.places.maps import ground
from app.places.maps.ground import Commune
from app.places.maps.view import View
from app.service_requests import life
from app.service_requests.desk import inbox
from app.service_requests.desk.filters import NOT_DONE, Filters
from app.service_requests.desk.search import having
from app.service_requests.following.lists import search_words
from app.service_requests.mapping import reading
from app.service_requests.mapping.counting import Wanted
from app.service_requests.mapping.reading import Shown
from app.service_requests.scope import Scope

KNOWN = {"xa", "co_quan", "trang_thai", "xep"}
"""What the counters know; any other filter has the reports themselves counted."""


def first_view(known: Sequence[Commune], filters: Filters) -> View | None:
    """Give what is seen before anybody moved: the commune asked for, else the province."""
    chosen = [each for each in known if each.code == filters.xa]
    return ground.of_one(chosen[0]) if chosen else ground.of_all(known)


def shown(
    view: View, scope: Scope, filters: Filters, known: Sequence[Commune], now: datetime
) -> Shown:
    """Find what lies in ``view``: counted in squares, and singly where there are few."""
    branches = _branches(scope, filters, now)
    wanted = _wanted(scope, filters, known)
    counted = reading.counted(view, wanted) if wanted else None
    return reading.shown(view, counted, branches)


def _branches(scope: Scope, filters: Filters, now: datetime) -> list[tuple[Any, ...]]:
    """Give the conditions of the list of all, narrowed."""
    every = next(each for each in inbox.tabs(scope) if each.name == inbox.ALL)
    narrowed = filters.conditions(now)
    if filters.tim:
        narrowed += having(search_words(filters.tim))
    return [(*branch, *narrowed) for branch in every.branches(scope)]


def _wanted(scope: Scope, filters: Filters, known: Sequence[Commune]) -> Wanted | None:
    """Give what the counters are asked for; None where they do not know it."""
    states = {"": None, NOT_DONE: True, life.CLOSED: False}
    if filters.given.keys() - KNOWN or filters.trang_thai not in states:
        return None
    place_id, agency_id = _ids(filters, known)
    return Wanted(
        ordinary=None if scope.everything else scope.ordinary,
        about_officials=None if scope.everything else scope.about_officials,
        place_id=place_id,
        agency_id=agency_id,
        is_open=states[filters.trang_thai],
    )


def _ids(filters: Filters, known: Sequence[Commune]) -> tuple[int | None, int | None]:
    """Give the ids of commune and agency; -1, which nothing has, for an unknown code."""
    place = next((each.id for each in known if each.code == filters.xa), -1)
    agency = select(Agency.id).where(Agency.code == filters.co_quan)
    return (
        place if filters.xa else None,
        (db.session.scalar(agency) or -1) if filters.co_quan else None,
    )
