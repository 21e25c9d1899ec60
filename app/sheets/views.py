"""What the pages of every kind of sheet share."""

from flask import request

from app.accounts.present import viewer
from app.core import clock
from app.sheets import uploads
from app.sheets.kinds import SheetKind
from app.sheets.models import SheetUpload


def take_sheet(kind: SheetKind, subject_id: int) -> SheetUpload:
    """Keep the sheet that was sent; raises what ``uploads.receive`` raises."""
    user_id = viewer().user_id
    return uploads.receive(kind, subject_id, sent_file(), user_id, clock.now())


def sent_file() -> tuple[str, bytes]:
    """Give the uploaded file's name and bytes, empty where none was chosen."""
    file = request.files.get("file")
    if file is None:
        return "", b""
    try:
        return file.filename or "", file.read()
    finally:
        file.close()
