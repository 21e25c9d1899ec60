"""An office's entries as a sheet or a GeoJSON file: sent, columns confirmed, taken over."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Agency
from app.accounts.present import viewer as present
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access
from app.core.act import FRESH, Done, acts
from app.core.db import db
from app.directory import geojson, queries
from app.directory.blueprint import directory
from app.directory.rights import load_agency, may_keep_of
from app.directory.sheet import SHEET
from app.sheets import jobs, uploads
from app.sheets import queries as sheets
from app.sheets.models import SheetUpload
from app.sheets.views import SheetPages, may_handle, sent_file


def _agency(found: SheetUpload) -> Agency:
    return db.session.get_one(Agency, found.subject_id)


PAGES = SheetPages(
    SHEET, ".sheet", ".check_sheet", ".drop_sheet",
    "directory/desk/sheet.html", "agency", _agency,
)  # fmt: skip


def load_sheet(viewer: Viewer, code: str) -> SheetUpload | None:
    sheet = sheets.upload_by_code(SHEET, code)
    agency = _agency(sheet) if sheet else None
    return sheet if agency is not None and may_keep_of(viewer, agency) else None


@directory.get("/can-bo/danh-ba/nhap/<agency>")
@access(may_keep_of, load=load_agency)
def new_sheet(agency: Agency) -> ResponseReturnValue:
    return _new(agency)


@directory.post("/can-bo/danh-ba/nhap/<agency>")
@access(may_keep_of, load=load_agency)
@acts(again=lambda agency, **refused: _new(agency, **refused))
def send_sheet(agency: Agency) -> Done:
    """Take a table, or a GeoJSON file as one; its columns are confirmed on the next page."""
    name, content = sent_file()
    left_out = 0
    if geojson.is_geojson(content):
        content, left_out = geojson.as_table(content, queries.kinds())
    made = uploads.receive(SHEET, agency.id, (name, content), present().user_id, clock.now())
    told = _(
        "%(num)s features of this file are of no kind of the directory and are left out.",
        num=left_out,
    )
    return Done(PAGES.url(made), told if left_out else "", "info")


@directory.get("/can-bo/danh-ba/tep/<code>")
@access(may_handle, load=load_sheet)
def sheet(found: SheetUpload) -> ResponseReturnValue:
    """Show a sheet: columns to confirm, progress, what is wrong, what became of it."""
    return PAGES.show(found)


@directory.post("/can-bo/danh-ba/tep/<code>")
@access(may_handle, load=load_sheet)
@acts(again=PAGES.show)
def check_sheet(found: SheetUpload) -> str:
    """Confirm the columns: the worker checks every row, and takes them over where all fit."""
    return PAGES.confirm(found)


@directory.post("/can-bo/danh-ba/tep/<code>/bo")
@access(may_handle, load=load_sheet)
@acts()
def drop_sheet(found: SheetUpload) -> str:
    agency = _agency(found)
    jobs.drop(found)
    return url_for(".desk_index", cua=agency.code)


def _new(agency: Agency, **more: object) -> str:
    values = {"agency": agency, **FRESH, **more}
    return render_template("directory/desk/new_sheet.html", **values)
