"""A biller's sheet: sent, columns confirmed, checked, applied, published."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.bills import queries
from app.bills.actions import issuing
from app.bills.models import Biller
from app.bills.policies import may_clerk
from app.bills.queries import desk
from app.bills.sheets import SHEET
from app.bills.views.common import bills, viewer
from app.core import audit, clock, outbox
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.db import db
from app.sheets import jobs, uploads
from app.sheets import queries as sheets
from app.sheets.models import DONE, SheetUpload
from app.sheets.views import SheetPages, may_handle, take_sheet


def _biller(found: SheetUpload) -> Biller:
    biller = queries.biller_by_id(found.subject_id)
    assert biller is not None
    return biller


PAGES = SheetPages(
    SHEET, "bills.sheet", "bills.check_sheet", "bills.drop_sheet",
    "bills/desk/sheet.html", "biller", _biller,
)  # fmt: skip


def load_sheet(viewer: Viewer, code: str) -> SheetUpload | None:
    sheet = sheets.upload_by_code(SHEET, code)
    biller = queries.biller_by_id(sheet.subject_id) if sheet else None
    return sheet if biller and may_clerk(viewer, biller) else None


@bills.get("/can-bo/hoa-don/<biller>/nhap")
@access(may_clerk, load=queries.managed_biller)
def new_sheet(biller: Biller) -> ResponseReturnValue:
    return _new(biller)


@bills.post("/can-bo/hoa-don/<biller>/nhap")
@access(may_clerk, load=queries.managed_biller)
@acts(again=lambda biller, **refused: _new(biller, **refused))
def send_sheet(biller: Biller) -> str:
    """Take a sheet; its columns are confirmed on the next page."""
    return PAGES.url(take_sheet(SHEET, biller.id))


@bills.get("/can-bo/hoa-don/tep/<code>")
@access(may_handle, load=load_sheet)
def sheet(found: SheetUpload) -> ResponseReturnValue:
    """Show a sheet: columns to confirm, progress, what applying would do, what became of it."""
    return PAGES.show(found)


@bills.post("/can-bo/hoa-don/tep/<code>")
@access(may_handle, load=load_sheet)
@acts(again=PAGES.show)
def check_sheet(found: SheetUpload) -> str:
    """Confirm the columns: the worker checks every row."""
    return PAGES.confirm(found)


@bills.post("/can-bo/hoa-don/tep/<code>/ap-dung")
@access(may_handle, load=load_sheet)
@acts()
def apply_sheet(found: SheetUpload) -> str:
    """Apply a checked sheet: all of its rows."""
    uploads.apply(found)
    return PAGES.url(found)


@bills.post("/can-bo/hoa-don/tep/<code>/bo")
@access(may_handle, load=load_sheet)
@acts()
def drop_sheet(found: SheetUpload) -> str:
    biller = _biller(found)
    jobs.drop(found)
    return url_for("bills.desk_biller", biller=biller.code)


@bills.post("/can-bo/hoa-don/<biller>/phat-hanh")
@access(may_clerk, load=queries.managed_biller)
@acts(said=_l("The bills are being published. Those who follow them are told."))
def publish_drafts(biller: Biller) -> str:
    """Publish all drafts: those of finished sheets by the worker, readings' at once."""
    now = clock.now()
    for upload_id in desk.draft_uploads(biller):
        upload = db.session.get(SheetUpload, upload_id) if upload_id else None
        if upload is not None and upload.state == DONE:
            key = f"publish:{upload.code}"
            outbox.add(uploads.QUEUE, issuing.PUBLISH, {"upload": upload.id}, dedupe_key=key)
    issuing.publish(desk.ledger_drafts(biller), now)
    audit.record(viewer().reference, "publish-bills", biller.reference, now=now)
    return url_for("bills.desk_biller", biller=biller.code)


def _new(biller: Biller, **more: object) -> str:
    return render_template("bills/desk/new_sheet.html", **{"biller": biller, **FRESH, **more})
