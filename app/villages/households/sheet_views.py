"""A village's list as a sheet: sent, columns confirmed, checked and taken over."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.core.access import access
from app.core.act import FRESH, acts
from app.places import queries as places
from app.places.models import Place
from app.sheets import jobs
from app.sheets import queries as sheets
from app.sheets.models import SheetUpload
from app.sheets.views import SheetPages, may_handle, take_sheet
from app.villages.blueprint import villages
from app.villages.households.sheet import SHEET
from app.villages.rights import load_village, may_head


def _village(found: SheetUpload) -> Place:
    village = places.get(found.subject_id)
    assert village is not None
    return village


PAGES = SheetPages(
    SHEET, ".list_sheet", ".check_list", ".drop_list",
    "villages/households/sheet.html", "village", _village,
)  # fmt: skip


def load_sheet(viewer: Viewer, code: str) -> SheetUpload | None:
    sheet = sheets.upload_by_code(SHEET, code)
    village = places.get(sheet.subject_id) if sheet else None
    return sheet if village is not None and may_head(viewer, village) else None


@villages.get("/can-bo/thon/<code>/nhap")
@access(may_head, load=load_village)
def new_list(village: Place) -> ResponseReturnValue:
    return _new(village)


@villages.post("/can-bo/thon/<code>/nhap")
@access(may_head, load=load_village)
@acts(again=lambda village, **refused: _new(village, **refused))
def send_list(village: Place) -> str:
    """Take a sheet; its columns are confirmed on the next page."""
    return PAGES.url(take_sheet(SHEET, village.id))


@villages.get("/can-bo/thon/tep/<code>")
@access(may_handle, load=load_sheet)
def list_sheet(found: SheetUpload) -> ResponseReturnValue:
    """Show a sheet: columns to confirm, progress, what is wrong, what became of it."""
    return PAGES.show(found)


@villages.post("/can-bo/thon/tep/<code>")
@access(may_handle, load=load_sheet)
@acts(again=PAGES.show)
def check_list(found: SheetUpload) -> str:
    """Confirm the columns: the worker checks every row, and takes them over where all fit."""
    return PAGES.confirm(found)


@villages.post("/can-bo/thon/tep/<code>/bo")
@access(may_handle, load=load_sheet)
@acts()
def drop_list(found: SheetUpload) -> str:
    village = _village(found)
    jobs.drop(found)
    return url_for(".households", code=village.code)


def _new(village: Place, **more: object) -> str:
    values = {"village": village, **FRESH, **more}
    return render_template("villages/households/new_list.html", **values)
