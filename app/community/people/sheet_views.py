"""A team's list as a sheet: sent, columns confirmed, checked and taken over."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.people.sheet import SHEET
from app.community.people.views import load_list
from app.community.rights import may_keep_list
from app.community.teams.models import CommunityTeam
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.db import db
from app.sheets import jobs
from app.sheets import queries as sheets
from app.sheets.models import SheetUpload
from app.sheets.views import SheetPages, may_handle, take_sheet


def _team(found: SheetUpload) -> CommunityTeam:
    return db.session.get_one(CommunityTeam, found.subject_id)


PAGES = SheetPages(
    SHEET, ".list_sheet", ".check_list", ".drop_list",
    "community/people/sheet.html", "team", _team,
)  # fmt: skip


def load_sheet(viewer: Viewer, code: str) -> SheetUpload | None:
    sheet = sheets.upload_by_code(SHEET, code)
    return sheet if sheet is not None and may_keep_list(viewer, _team(sheet)) else None


@community.get("/can-bo/to-cong-nghe/<code>/nhap")
@access(may_keep_list, load=load_list)
def new_list(team: CommunityTeam) -> ResponseReturnValue:
    return _new(team)


@community.post("/can-bo/to-cong-nghe/<code>/nhap")
@access(may_keep_list, load=load_list)
@acts(again=lambda team, **refused: _new(team, **refused))
def send_list(team: CommunityTeam) -> str:
    """Take a sheet; its columns are confirmed on the next page."""
    return PAGES.url(take_sheet(SHEET, team.id))


@community.get("/can-bo/to-cong-nghe/tep/<code>")
@access(may_handle, load=load_sheet)
def list_sheet(found: SheetUpload) -> ResponseReturnValue:
    """Show a sheet: columns to confirm, progress, what is wrong, what became of it."""
    return PAGES.show(found)


@community.post("/can-bo/to-cong-nghe/tep/<code>")
@access(may_handle, load=load_sheet)
@acts(again=PAGES.show)
def check_list(found: SheetUpload) -> str:
    """Confirm the columns: the worker checks every row, and takes them over where all fit."""
    return PAGES.confirm(found)


@community.post("/can-bo/to-cong-nghe/tep/<code>/bo")
@access(may_handle, load=load_sheet)
@acts()
def drop_list(found: SheetUpload) -> str:
    team = _team(found)
    jobs.drop(found)
    return url_for(".desk_people", code=team.code)


def _new(team: CommunityTeam, **more: object) -> str:
    values = {"team": team, **FRESH, **more}
    return render_template("community/people/new_list.html", **values)
