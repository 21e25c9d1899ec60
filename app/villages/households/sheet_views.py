"""A village's list as a sheet: sent, columns confirmed, checked and taken over."""

from flask import url_for

from app.accounts.viewer import Viewer
from app.core.access import access
from app.places import queries as places
from app.places.models import Place
from app.sheets import queries as sheets
from app.sheets.models import SheetUpload
from app.sheets.views import Endpoints, SheetPages, may_handle
from app.villages.blueprint import villages
from app.villages.households.sheet import SHEET
from app.villages.rights import load_village, may_head


def _village(found: SheetUpload) -> Place:
    village = places.get(found.subject_id)
    assert village is not None
    return village


PAGES = SheetPages(
    SHEET, Endpoints("new_list", "send_list", "list_sheet", "check_list", "drop_list"),
    ("villages/households/new_list.html", "villages/households/sheet.html"),
    "village", _village, home=lambda village: url_for(".households", code=village.code),
)  # fmt: skip


def load_sheet(viewer: Viewer, code: str) -> SheetUpload | None:
    sheet = sheets.upload_by_code(SHEET, code)
    village = places.get(sheet.subject_id) if sheet else None
    return sheet if village is not None and may_head(viewer, village) else None


PAGES.add_routes(
    villages,
    ("/can-bo/thon/<code>/nhap", access(may_head, load=load_village)),
    ("/can-bo/thon/tep/<code>", access(may_handle, load=load_sheet)),
)
