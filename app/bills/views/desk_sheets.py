"""A biller's sheet: sent, columns confirmed, checked, applied, published."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.viewer import Viewer
from app.bills import queries
from app.bills.actions import importing, issuing
from app.bills.bill_rows import FIELDS
from app.bills.jobs import SHEET
from app.bills.models import Biller
from app.bills.policies import can_clerk
from app.bills.queries import desk
from app.bills.views.common import FRESH, bills, refusal, viewer
from app.core import audit, clock, outbox
from app.core.access import access
from app.core.db import db
from app.core.errors import DomainError
from app.payments import queries as payments
from app.payments import uploads
from app.payments.models import SheetUpload
from app.payments.models.upload import DONE
from app.payments.views.common import take_sheet


def load_sheet(viewer: Viewer, code: str) -> SheetUpload | None:
    """Give an uploaded sheet of bills if the viewer is its biller's clerk."""
    sheet = payments.upload_by_code(code)
    if sheet is None or sheet.kind != SHEET:
        return None
    biller = queries.biller_by_id(sheet.subject_id)
    return sheet if biller and can_clerk(viewer, biller) else None


def may_handle(viewer: Viewer, _sheet: SheetUpload) -> bool:
    """Whoever finds a sheet is its biller's clerk."""
    return viewer.is_signed_in


@bills.get("/can-bo/hoa-don/<biller>/nhap")
@access(can_clerk, load=queries.managed_biller)
def new_sheet(biller: Biller) -> ResponseReturnValue:
    """Show the form that takes a sheet."""
    return _new(biller)


@bills.post("/can-bo/hoa-don/<biller>/nhap")
@access(can_clerk, load=queries.managed_biller)
def send_sheet(biller: Biller) -> ResponseReturnValue:
    """Take a sheet; its columns are confirmed on the next page."""
    try:
        sheet = take_sheet(SHEET, biller.id, FIELDS)
    except DomainError as error:
        db.session.rollback()
        return _new(biller, **refusal(error)), error.status
    code = sheet.code
    db.session.commit()
    return redirect(url_for("bills.sheet", code=code), 303)


@bills.get("/can-bo/hoa-don/tep/<code>")
@access(may_handle, load=load_sheet)
def sheet(found: SheetUpload) -> ResponseReturnValue:
    """Show a sheet: columns to confirm, progress, what applying would do, what became of it."""
    return _page(found)


@bills.post("/can-bo/hoa-don/tep/<code>")
@access(may_handle, load=load_sheet)
def check_sheet(found: SheetUpload) -> ResponseReturnValue:
    """Confirm the columns: the worker checks every row."""
    code = found.code
    try:
        uploads.check(found, FIELDS, request.form.to_dict())
    except DomainError as error:
        db.session.rollback()
        return _page(found, **refusal(error)), error.status
    db.session.commit()
    return redirect(url_for("bills.sheet", code=code), 303)


@bills.post("/can-bo/hoa-don/tep/<code>/ap-dung")
@access(may_handle, load=load_sheet)
def apply_sheet(found: SheetUpload) -> ResponseReturnValue:
    """Apply a checked sheet: all of its rows."""
    code = found.code
    found.go("apply")
    found.rows_done = 0
    uploads.work(found, "apply")
    db.session.commit()
    return redirect(url_for("bills.sheet", code=code), 303)


@bills.post("/can-bo/hoa-don/tep/<code>/bo")
@access(may_handle, load=load_sheet)
def drop_sheet(found: SheetUpload) -> ResponseReturnValue:
    """Drop a sheet that was not applied."""
    biller = queries.biller_by_id(found.subject_id)
    assert biller is not None
    importing.unstage(found)
    found.drop(clock.now())
    code = biller.code
    db.session.commit()
    return redirect(url_for("bills.desk_biller", biller=code), 303)


@bills.post("/can-bo/hoa-don/<biller>/phat-hanh")
@access(can_clerk, load=queries.managed_biller)
def publish_drafts(biller: Biller) -> ResponseReturnValue:
    """Publish all drafts: those of finished sheets by the worker, readings' at once."""
    code, now = biller.code, clock.now()
    for upload_id in desk.draft_uploads(biller):
        upload = db.session.get(SheetUpload, upload_id) if upload_id else None
        if upload is not None and upload.state == DONE:
            key = f"publish:{upload.code}"
            outbox.add(uploads.QUEUE, f"{SHEET}.publish", {"upload": upload.id}, dedupe_key=key)
    issuing.publish(desk.ledger_drafts(biller), now)
    audit.record(viewer().reference, "publish-bills", biller.reference, now=now)
    db.session.commit()
    flash(_("The bills are being published. Those who follow them are told."), "ok")
    return redirect(url_for("bills.desk_biller", biller=code), 303)


def _new(biller: Biller, **more: object) -> str:
    values = {"biller": biller, "fields": FIELDS, **FRESH}
    return render_template("bills/desk/new_sheet.html", **{**values, **more})


def _page(found: SheetUpload, **more: object) -> str:
    biller = queries.biller_by_id(found.subject_id)
    values = {"upload": found, "biller": biller, "fields": FIELDS, **FRESH, "typed": request.form}
    return render_template("bills/desk/sheet.html", **{**values, **more})
