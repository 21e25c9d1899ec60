"""The administrator's page: a workbook sent, looked at, done; and the province written out."""

import hashlib
import io
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.policies import administers_all
from app.accounts.present import viewer as viewer
from app.accounts.viewer import Viewer
from app.core import audit, clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.db import db
from app.core.downloads import download
from app.core.errors import DomainError
from app.core.forms import Line, Tick, takes
from app.core.navigation import Link
from app.core.tables.writing import TYPES, XLSX
from app.core.text import clean, whole
from app.operation.provisioning import planning
from app.operation.provisioning.jobs import WORKBOOK
from app.operation.provisioning.layout import SHEETS
from app.operation.provisioning.telling import VERBS, told
from app.sheets import jobs, uploads
from app.sheets import queries as sheets
from app.sheets.models import MAX_NAME, SheetUpload
from app.sheets.views import sent_file

provisioning = Blueprint("provisioning", __name__)
CARD = Link(
    "provisioning.workbooks", _l("Set up from a workbook"), "list", order=5,
    shown_to=administers_all,
    about=_l("Agencies, officials, topics, routing, hotlines at once"),
)  # fmt: skip
PROVINCE = 0
"""The subject of a workbook: there is one province."""
PAGE = 100
LEAST_REASON = 5


def load_workbook(_viewer: Viewer, code: str) -> SheetUpload | None:
    return sheets.upload_by_code(WORKBOOK, code)


def may_see(viewer: Viewer, _upload: SheetUpload) -> bool:
    return administers_all(viewer)


@provisioning.get("/can-bo/quan-tri/thiet-lap")
@access(administers_all)
def workbooks() -> ResponseReturnValue:
    """Ask for a workbook, and offer the province as one."""
    return _list()


@provisioning.post("/can-bo/quan-tri/thiet-lap")
@access(administers_all)
@acts(again=lambda **refused: _list(**refused))
def send_workbook() -> str:
    """Take a workbook: the worker looks at every row."""
    name, content = sent_file()
    if not content:
        raise DomainError(_l("Choose the file first."), field="file")
    upload = SheetUpload(
        kind=WORKBOOK.name,
        subject_id=PROVINCE,
        file_name=clean(name, MAX_NAME),
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        heads=[],
        sample=[],
        columns={},
        problems=[],
        result={},
        created_at=clock.now(),
        created_by_id=viewer().user_id,
    )
    db.session.add(upload)
    db.session.flush()
    _check(upload)
    return _url(upload)


@provisioning.post("/can-bo/quan-tri/thiet-lap/xuat")
@access(administers_all)
@acts(again=lambda **refused: _list(**refused))
@takes(reason=Line(200), officials=Tick())
def export_workbook(reason: str, officials: bool) -> Response:
    """Give the province as a workbook; with people and their numbers only for a reason."""
    if officials and len(reason) < LEAST_REASON:
        raise DomainError(_l("Write why you need the phone numbers."), field="reason")
    out = io.BytesIO()
    planning.write(out, with_officials=officials)
    what = {"officials": officials, **({"reason": reason} if officials else {})}
    audit.record(viewer().reference, "province.export", "province", now=clock.now(), after=what)
    return download(out.getvalue(), "thiet-lap.xlsx", TYPES[XLSX])


@provisioning.get("/can-bo/quan-tri/thiet-lap/<code>")
@access(may_see, load=load_workbook)
def workbook(upload: SheetUpload) -> ResponseReturnValue:
    """Show a workbook: its progress, what is wrong, what would change, or that it is done."""
    begin = whole(request.args.get("tu", "")) or 0
    lines = [told(line) for line in upload.sample[begin : begin + PAGE]]
    more = begin + PAGE if len(upload.sample) > begin + PAGE else None
    return render_template(
        "operation/workbook.html", upload=upload, sheets=SHEETS, verbs=VERBS, lines=lines,
        older=url_for(".workbook", code=upload.code, tu=more) if more else None,
    )  # fmt: skip


@provisioning.post("/can-bo/quan-tri/thiet-lap/<code>")
@access(may_see, load=load_workbook)
@acts()
def check_workbook(upload: SheetUpload) -> str:
    """Have it looked at again, as things are now."""
    _check(upload)
    return _url(upload)


@provisioning.post("/can-bo/quan-tri/thiet-lap/<code>/ap-dung")
@access(may_see, load=load_workbook)
@acts()
def apply_workbook(upload: SheetUpload) -> str:
    """Do all of what was shown."""
    uploads.apply(upload)
    return _url(upload)


@provisioning.post("/can-bo/quan-tri/thiet-lap/<code>/bo")
@access(may_see, load=load_workbook)
@acts()
def drop_workbook(upload: SheetUpload) -> str:
    jobs.drop(upload)
    upload.sample = []
    return url_for(".workbooks")


def _check(upload: SheetUpload) -> None:
    upload.begin_check({})
    upload.sample = []
    uploads.work(upload, "check")


def _url(upload: SheetUpload) -> str:
    return url_for("provisioning.workbook", code=upload.code)


def _list(**refused: Any) -> str:
    return render_template(
        "operation/workbooks.html",
        uploads=sheets.in_work(WORKBOOK, PROVINCE),
        sheets=SHEETS,
        **{**FRESH, **refused},
    )
