"""A team's list as a sheet: sent, columns confirmed, checked and taken over."""

from flask import url_for

from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.people.sheet import SHEET
from app.community.people.views import load_list
from app.community.rights import may_keep_list
from app.community.teams.models import CommunityTeam
from app.core.access import access
from app.core.db import db
from app.sheets import queries as sheets
from app.sheets.models import SheetUpload
from app.sheets.views import Endpoints, SheetPages, may_handle


def _team(found: SheetUpload) -> CommunityTeam:
    return db.session.get_one(CommunityTeam, found.subject_id)


PAGES = SheetPages(
    SHEET, Endpoints("new_list", "send_list", "list_sheet", "check_list", "drop_list"),
    ("community/people/new_list.html", "community/people/sheet.html"),
    "team", _team, home=lambda team: url_for(".desk_people", code=team.code),
)  # fmt: skip


def load_sheet(viewer: Viewer, code: str) -> SheetUpload | None:
    sheet = sheets.upload_by_code(SHEET, code)
    return sheet if sheet is not None and may_keep_list(viewer, _team(sheet)) else None


PAGES.add_routes(
    community,
    ("/can-bo/to-cong-nghe/<code>/nhap", access(may_keep_list, load=load_list)),
    ("/can-bo/to-cong-nghe/tep/<code>", access(may_handle, load=load_sheet)),
)
