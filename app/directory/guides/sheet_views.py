"""An office's guides as a sheet: sent, columns confirmed, taken over."""

from flask import url_for

from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.core.access import access
from app.core.db import db
from app.directory.blueprint import directory
from app.directory.guides.sheet import SHEET
from app.directory.rights import load_agency, may_keep_of
from app.sheets import queries as sheets
from app.sheets.models import SheetUpload
from app.sheets.views import Endpoints, SheetPages, may_handle


def _agency(found: SheetUpload) -> Agency:
    return db.session.get_one(Agency, found.subject_id)


PAGES = SheetPages(
    SHEET,
    Endpoints("new_guides_sheet", "send_guides_sheet", "guides_sheet", "check_guides_sheet",
              "drop_guides_sheet"),
    ("directory/guides/new_sheet.html", "directory/guides/sheet.html"),
    "agency", _agency, home=lambda _agency: url_for(".desk_guides"),
)  # fmt: skip


def load_sheet(viewer: Viewer, code: str) -> SheetUpload | None:
    sheet = sheets.upload_by_code(SHEET, code)
    return sheet if sheet is not None and may_keep_of(viewer, _agency(sheet)) else None


PAGES.add_routes(
    directory,
    ("/can-bo/huong-dan/nhap/<agency>", access(may_keep_of, load=load_agency)),
    ("/can-bo/huong-dan/tep/<code>", access(may_handle, load=load_sheet)),
)
