"""A biller's sheet: sent, columns confirmed, checked, applied, published."""

from flask import url_for
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
from app.core.act import acts
from app.core.db import db
from app.sheets import queries as sheets
from app.sheets import uploads
from app.sheets.models import DONE, SheetUpload
from app.sheets.views import Endpoints, SheetPages, may_handle


def _biller(found: SheetUpload) -> Biller:
    biller = queries.biller_by_id(found.subject_id)
    assert biller is not None
    return biller


PAGES = SheetPages(
    SHEET, Endpoints("new_sheet", "send_sheet", "sheet", "check_sheet", "drop_sheet"),
    ("bills/desk/new_sheet.html", "bills/desk/sheet.html"),
    "biller", _biller, home=lambda biller: url_for("bills.desk_biller", biller=biller.code),
)  # fmt: skip


def load_sheet(viewer: Viewer, code: str) -> SheetUpload | None:
    sheet = sheets.upload_by_code(SHEET, code)
    biller = queries.biller_by_id(sheet.subject_id) if sheet else None
    return sheet if biller and may_clerk(viewer, biller) else None


PAGES.add_routes(
    bills,
    ("/can-bo/hoa-don/<biller>/nhap", access(may_clerk, load=queries.managed_biller)),
    ("/can-bo/hoa-don/tep/<code>", access(may_handle, load=load_sheet)),
)


@bills.post("/can-bo/hoa-don/tep/<code>/ap-dung")
@access(may_handle, load=load_sheet)
@acts()
def apply_sheet(found: SheetUpload) -> str:
    """Apply a checked sheet: all of its rows."""
    uploads.apply(found)
    return PAGES.url(found)


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
