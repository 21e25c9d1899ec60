"""The administrator's page: what changes from which day on, and what was changed."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.policies import administers_all
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.forms import Line, Read, Words, takes
from app.core.navigation import Link
from app.core.tables.values import as_date
from app.operation.units import planning
from app.places.changes import MERGE, RENAME, SPLIT, UnitChange

units = Blueprint("units", __name__)
CARD = Link(
    "units.changes", _l("Changes of units"), "pin", order=45, shown_to=administers_all,
    about=_l("Rename, merge, split from a day on"),
)  # fmt: skip
KINDS = {RENAME: _l("Renamed"), MERGE: _l("Merged"), SPLIT: _l("Split")}
SAID = _l("Written down. It counts from its day on.")
LONGEST = 20_000


def load_change(_viewer: Viewer, number: int) -> UnitChange | None:
    return planning.by_id(number)


def may_drop(viewer: Viewer, _change: UnitChange) -> bool:
    return administers_all(viewer)


@units.get("/can-bo/quan-tri/don-vi")
@access(administers_all)
def changes() -> ResponseReturnValue:
    return _page()


@units.post("/can-bo/quan-tri/don-vi/doi-ten")
@access(administers_all)
@acts(again=lambda **refused: _page(RENAME, **refused), said=SAID)
@takes(code=Line(80), unit_type=Line(40), name=Line(80), day=Read(as_date), basis=Line(200))
def rename(code: str, unit_type: str, name: str, day: date, basis: str) -> str:
    planning.plan_rename(code, unit_type, name, day, basis, _by(), clock.now())
    return url_for("units.changes")


@units.post("/can-bo/quan-tri/don-vi/nhap")
@access(administers_all)
@acts(again=lambda **refused: _page(MERGE, **refused), said=SAID)
@takes(codes=Line(400), unit_type=Line(40), name=Line(80), day=Read(as_date), basis=Line(200))
def merge(codes: str, unit_type: str, name: str, day: date, basis: str) -> str:
    several = codes.replace(",", " ").split()
    planning.plan_merge(several, unit_type, name, day, basis, _by(), clock.now())
    return url_for("units.changes")


@units.post("/can-bo/quan-tri/don-vi/chia")
@access(administers_all)
@acts(again=lambda **refused: _page(SPLIT, **refused), said=SAID)
@takes(code=Line(80), parts=Words(LONGEST), day=Read(as_date), basis=Line(200))
def split(code: str, parts: str, day: date, basis: str) -> str:
    read = [line.split(";") for line in parts.splitlines() if line.strip()]
    planning.plan_split(code, read, day, basis, _by(), clock.now())
    return url_for("units.changes")


@units.post("/can-bo/quan-tri/don-vi/<int:number>/bo")
@access(may_drop, load=load_change)
@acts(said=_l("Taken back."))
def drop(change: UnitChange) -> str:
    planning.drop(change, _by(), clock.now())
    return url_for("units.changes")


def _by() -> str:
    reference: str = current_viewer().reference
    return reference


def _page(opened: str = "", **refused: Any) -> str:
    return render_template(
        "operation/units.html", rows=planning.listed(), kinds=KINDS, opened=opened,
        **{**FRESH, **refused},
    )  # fmt: skip
