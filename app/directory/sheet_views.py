"""An office's entries as a sheet or a GeoJSON file: sent, columns confirmed, taken over."""

from flask import url_for
from flask_babel import gettext as _

from app.accounts.models import Agency
from app.accounts.present import viewer as present
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access
from app.core.act import Done
from app.core.db import db
from app.directory import geojson, queries
from app.directory.blueprint import directory
from app.directory.rights import load_agency, may_keep_of
from app.directory.sheet import SHEET
from app.sheets import queries as sheets
from app.sheets import uploads
from app.sheets.models import SheetUpload
from app.sheets.views import Endpoints, SheetPages, may_handle, sent_file


def _agency(found: SheetUpload) -> Agency:
    return db.session.get_one(Agency, found.subject_id)


def load_sheet(viewer: Viewer, code: str) -> SheetUpload | None:
    sheet = sheets.upload_by_code(SHEET, code)
    agency = _agency(sheet) if sheet else None
    return sheet if agency is not None and may_keep_of(viewer, agency) else None


def _send(agency: Agency) -> Done:
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


PAGES = SheetPages(
    SHEET, Endpoints("new_sheet", "send_sheet", "sheet", "check_sheet", "drop_sheet"),
    ("directory/desk/new_sheet.html", "directory/desk/sheet.html"),
    "agency", _agency, home=lambda agency: url_for(".desk_index", cua=agency.code), take=_send,
)  # fmt: skip
PAGES.add_routes(
    directory,
    ("/can-bo/danh-ba/nhap/<agency>", access(may_keep_of, load=load_agency)),
    ("/can-bo/danh-ba/tep/<code>", access(may_handle, load=load_sheet)),
)
