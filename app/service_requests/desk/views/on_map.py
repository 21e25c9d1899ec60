"""Where reports lie: the inbox's list as a map, moved by links, with a list beside it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import access, current_viewer
from app.places.maps import ground
from app.places.maps.ground import Commune
from app.places.maps.view import View
from app.service_requests.blueprint import service_requests
from app.service_requests.desk import inbox, on_map
from app.service_requests.desk.choosing import CHOICES, described, named
from app.service_requests.desk.filters import Filters
from app.service_requests.mapping import drawing
from app.service_requests.mapping.reading import Cell, placed
from app.service_requests.rights import may_take_in
from app.service_requests.scope import Scope, scope_of
from app.service_requests.showing.rights import may_blank

HEAT = "nhiet"
MOST_LISTED = 15


@service_requests.get("/can-bo/ban-do")
@access(may_take_in)
def reports_map() -> ResponseReturnValue:
    """Show where the reports of the inbox lie, narrowed as its address says."""
    scope, filters = scope_of(current_viewer()), Filters.read(request.args)
    known = ground.communes()
    view = View.read(request.args.get("o", "")) or on_map.first_view(known, filters)
    values = _values(view, scope, filters, known) if view and not scope.is_empty else {}
    return render_template("service_requests/desk/map.html", **values)


def _values(view: View, scope: Scope, filters: Filters, known: Sequence[Commune]) -> dict[str, Any]:
    heat = request.args.get("kieu") == HEAT
    found = on_map.shown(view, scope, filters, known, clock.now())
    here = _Addresses(filters, view, heat)
    return {
        **drawing.values(view, found, known, here.at),
        "squares": [
            (*each, here.of_cell(each[0])) for each in placed(view, found.lying.cells)
        ] if not found.points else [],
        "most_listed": MOST_LISTED,
        "here": here,
        "heat": heat,
        "filters": filters,
        "described": [
            (words, here.without(name)) for words, name in described(filters, named(filters))
        ],
        "choices": CHOICES,
        "blanks": here.blanks() if may_blank(current_viewer()) else None,
        "now": clock.now(),
    }  # fmt: skip


class _Addresses:
    """What the links of the page lead to."""

    def __init__(self, filters: Filters, view: View, heat: bool) -> None:
        self.filters, self.view, self.heat = filters, view, heat

    def map(self, filters: Filters, view: View | None, heat: bool) -> str:
        at = view.address if view else None
        return url_for(
            "service_requests.reports_map", **filters.given, o=at, kieu=HEAT if heat else None
        )

    def at(self, view: View | None) -> str | None:
        """The map elsewhere, or nearer or farther."""
        return None if view is None else self.map(self.filters, view, self.heat) + "#ban-do"

    def drawn(self, heat: bool) -> str:
        return self.map(self.filters, self.view, heat)

    def without(self, name: str) -> str:
        usual: dict[str, Any] = {name: getattr(Filters(), name)}
        return self.map(replace(self.filters, **usual), self.view, self.heat)

    def blanks(self) -> str:
        """The page on which the middle of what is seen can be left out of the public map."""
        return url_for("service_requests.map_blanks", o=self.view.address)

    def list(self) -> str:
        return _list(self.filters)

    def of_cell(self, cell: Cell) -> str:
        """The list of what lies in a square."""
        return _list(replace(self.filters, vung=cell.square.name))

    def of_commune(self, commune: Commune) -> str:
        return _list(replace(self.filters, xa=commune.code, thon=""))


def _list(filters: Filters) -> str:
    return url_for("desk.index", muc=None if filters.tim else inbox.ALL, **filters.given)
