"""What the pages of every kind of sheet share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for

from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.act import FRESH
from app.sheets import uploads
from app.sheets.kinds import SheetKind
from app.sheets.models import SheetUpload


@dataclass(frozen=True)
class SheetPages:
    """A room's pages of one sheet: where they are, and what its template shows beside.

    ``sheet``, ``check`` and ``drop`` are endpoints; ``subject`` gives whose sheet it is, which the
    template knows as ``called``.
    """

    kind: SheetKind
    sheet: str
    check: str
    drop: str
    template: str
    called: str
    subject: Callable[[SheetUpload], Any]

    def url(self, found: SheetUpload) -> str:
        return url_for(self.sheet, code=found.code)

    def show(self, found: SheetUpload, **refused: Any) -> str:
        """Show columns to confirm, progress, what is wrong, what became of it."""
        values = {
            "upload": found,
            self.called: self.subject(found),
            "fields": self.kind.fields,
            "confirm": url_for(self.check, code=found.code),
            "drop": url_for(self.drop, code=found.code),
            **FRESH,
        }
        return render_template(self.template, **{**values, **refused})

    def confirm(self, found: SheetUpload) -> str:
        """Take the columns as they were confirmed: the worker checks every row. Gives the page."""
        uploads.check(found, request.form.to_dict())
        return self.url(found)


def may_handle(viewer: Viewer, _sheet: SheetUpload) -> bool:
    """Whoever finds a sheet may handle it: its loader asked."""
    return viewer.is_signed_in


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
