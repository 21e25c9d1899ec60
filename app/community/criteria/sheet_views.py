"""A draft's criteria as a sheet: sent, columns confirmed, checked and taken over."""

from flask import url_for

from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.criteria import counting
from app.community.criteria.models import CriteriaVersion
from app.community.criteria.rights import keeps_criteria
from app.community.criteria.sets import load_version, may_keep
from app.community.criteria.sheet import SHEET
from app.core.access import access
from app.core.db import db
from app.sheets import queries as sheets
from app.sheets.models import SheetUpload
from app.sheets.views import Endpoints, SheetPages, may_handle


def _version(found: SheetUpload) -> CriteriaVersion:
    return db.session.get_one(CriteriaVersion, found.subject_id)


PAGES = SheetPages(
    SHEET,
    Endpoints("new_criteria_sheet", "send_criteria", "criteria_sheet", "check_criteria",
              "drop_criteria"),
    ("community/criteria/new_sheet.html", "community/criteria/sheet.html"),
    "version", _version, home=lambda version: url_for(".criteria_version", code=version.code),
    beside=lambda _version: {"measures": counting.measures()},
)  # fmt: skip


def load_sheet(viewer: Viewer, code: str) -> SheetUpload | None:
    return sheets.upload_by_code(SHEET, code) if keeps_criteria(viewer) else None


PAGES.add_routes(
    community,
    ("/can-bo/tieu-chi/ban/<code>/nhap", access(may_keep, load=load_version)),
    ("/can-bo/tieu-chi/tep/<code>", access(may_handle, load=load_sheet)),
)
